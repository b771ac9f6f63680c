"""A form that can't be taken comes back with what was typed; nothing of it is kept."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.errors import Mistyped, Refused
from bot.meetings.model import Series, SeriesState, Stage
from bot.meetings.slice import ROUTER
from bot.meetings.store import meetings
from cards.lang import Lang
from cards.meetings import verbs as view
from cards.verbs import Verb

from .conftest import City, at
from .test_planning import texts

DAY = date(2026, 11, 13)
DECISIONS = "名簿を更新する。\n次回は3月に行う。"


def returned(city: City, verb: Verb, who: str = "a1") -> dict[str, Any]:
    """The form that came back, by its inputs; the reason stands on it."""
    with pytest.raises(Mistyped) as error:
        city.press(who, verb)
    said = "".join(texts(error.value.form))
    assert Lang("ja").t(error.value.reason, **error.value.facts) in said
    return inputs(error.value.form)


def inputs(card: Any) -> dict[str, Any]:
    if isinstance(card, dict):
        own = {card["id"]: card.get("value")} if "label" in card else {}
        return own | {k: v for part in card.values() for k, v in inputs(part).items()}
    parts = card if isinstance(card, list) else []
    return {k: v for part in parts for k, v in inputs(part).items()}


def asking(city: City) -> Series:
    city.promised(every_months=None)
    return city.series(cadence=None, state=SeriesState.ASKING)


def test_minutes_come_back_whole(city: City) -> None:
    meeting = city.booked(slot=at(DAY, 10))
    typed = view.RecordMinutes(
        meeting_id=meeting.id, version=1, day=DAY, decisions=DECISIONS, todo2="名簿の更新"
    )
    form = returned(city, typed)
    assert (form["decisions"], form["todo2"]) == (DECISIONS, "名簿の更新")
    assert city.get(meeting) == meeting
    due = replace(typed, due2=date(2026, 12, 1))
    city.press("a1", due)
    assert city.get(meeting).stage is Stage.HELD


def test_minutes_come_back_where_the_meeting_changed_meanwhile(city: City) -> None:
    meeting = city.booked(slot=at(DAY, 10))
    city.write(lambda tx: meetings.save(tx, replace(meeting, version=2)))
    typed = view.RecordMinutes(meeting_id=meeting.id, version=1, day=DAY, decisions=DECISIONS)
    assert returned(city, typed)["decisions"] == DECISIONS
    city.press("a1", replace(typed, version=2))
    assert city.get(meeting).decisions == DECISIONS


def test_who_may_not_record_gets_no_form(city: City) -> None:
    meeting = city.booked(slot=at(DAY, 10))
    typed = view.RecordMinutes(meeting_id=meeting.id, version=1, day=DAY, decisions=DECISIONS)
    with pytest.raises(Refused, match="not_yours") as error:
        city.press("a6", typed)
    assert not isinstance(error.value, Mistyped)


def test_a_day_that_has_passed_comes_back_with_its_time(city: City) -> None:
    meeting = city.meeting()
    typed = view.Book(meeting_id=meeting.id, version=1, day=DAY, at="15:30")
    form = returned(city, typed)
    assert (form["slot"], form["day"], form["at"]) == ("-1", "2026-11-13", "15:30")


def test_a_move_and_an_exchange_in_writing_come_back(city: City) -> None:
    booked = city.booked()
    move = view.Move(meeting_id=booked.id, version=1, day=DAY, at="15:30")
    assert returned(city, move) == {"day": "2026-11-13", "at": "15:30"}
    soft = city.meeting(city.series(title="別の会議", soft=True))
    late = date(2026, 12, 1)
    written = view.RecordWritten(meeting_id=soft.id, version=1, day=late, reason="照会と回答")
    assert returned(city, written) == {"day": "2026-12-01", "reason": "照会と回答"}


def test_a_series_by_hand_and_its_settings_come_back(city: City) -> None:
    new = view.Create(title="防災連絡会", every="half", posts="いない課", minutes=90)
    form = returned(city, new)
    assert (form["title"], form["every"]) == ("防災連絡会", "half")
    assert (form["posts"], form["minutes"], form["owner"]) == ("いない課", "90", None)
    series = city.series()
    form = returned(city, view.Settle(series_id=series.id, version=1, room="第1会議室"))
    assert (form["room"], form["posts"]) == ("第1会議室", None)


def test_a_cadence_without_its_weeks_comes_back_as_the_question(city: City) -> None:
    series = asking(city)
    typed = view.SetCadence(series_id=series.id, version=1, every="weeks")
    assert returned(city, typed) == {"every": "weeks", "weeks": None}
    assert city.series_now(series) == series


def test_the_question_opens_again_as_long_as_it_is_open(city: City) -> None:
    series = asking(city)
    said = "".join(texts(city.press("a1", view.OpenCadence(series_id=series.id))))
    assert "会議の間隔を教えてください" in said
    city.press("a1", view.SetCadence(series_id=series.id, version=1, every="quarter"))
    said = "".join(texts(city.press("a1", view.OpenCadence(series_id=series.id))))
    assert "会議の間隔を変更" in said


def test_the_answer_says_first_what_was_saved(city: City) -> None:
    series = asking(city)
    answer = city.press("a1", view.SetCadence(series_id=series.id, version=1, every="quarter"))
    assert texts(answer)[1] == "開催の間隔を登録しました。"
    assert "meetings.undo_series" in str(answer)
    settle = view.Settle(series_id=series.id, version=2)
    assert texts(city.press("a1", settle))[1] == "出席者・会議室を登録しました。"
    new = city.press("a1", view.Create(title="防災連絡会", every="half"))
    assert texts(new)[1] == "定例会を登録しました。"


def test_who_holds_no_post_gets_no_form_for_a_new_series(city: City) -> None:
    def open_without_post(tx: Any) -> None:
        turn = city.turn(tx, "a6")
        bare = replace(turn, holders=replace(turn.holders, of=()))
        ROUTER.press(bare, view.OpenNew.name, {})

    with pytest.raises(Refused, match="not_yours"):
        city.write(open_without_post)
    assert city.press("a6", view.OpenNew())
    assert city.press("a5", view.OpenNew())
