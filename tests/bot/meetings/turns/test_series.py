"""Series by hand, how often they meet, who comes; and 「会議」 in chat."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.errors import Refused, Stale
from bot.meetings.model import Cadence, Series, SeriesState, Stage, Unit
from bot.meetings.store import meetings
from bot.meetings.store import series as all_series
from cards.meetings import verbs as view

from .conftest import FIRST, City, at
from .test_planning import texts

NEW: dict[str, Any] = {"title": "防災連絡会", "every": "half"}


def created(city: City, who: str = "a1", **more: Any) -> Series:
    city.press(who, view.Create(**{**NEW, **more}))
    return city.read(lambda tx: list(all_series.every(tx)))[-1]


def test_a_series_by_hand_belongs_to_the_post_of_who_registers_it(city: City) -> None:
    new = created(city, posts="防災課 主査、 水道課係員", room="Room-A@akatsuki.example.jp")
    assert (new.post, new.source) == (city.post("企画課 係長"), "")
    assert new.posts == (city.post("防災課 主査"), city.post("水道課 係員"))
    assert new.cadence == Cadence(unit=Unit.MONTHS, count=6)
    assert (new.since, new.room) == (city.today, "room-a@akatsuki.example.jp")


def test_a_second_press_registers_no_second_series(city: City) -> None:
    created(city)
    with pytest.raises(Refused, match="exists"):
        created(city)
    assert len(city.read(lambda tx: list(all_series.every(tx)))) == 1


@pytest.mark.parametrize(("who", "owner"), [("a2", "企画課 係長"), ("a5", "水道課 係員")])
def test_a_superior_and_the_desk_register_for_a_post(city: City, who: str, owner: str) -> None:
    assert created(city, who, owner=owner).post == city.post(owner)


@pytest.mark.parametrize(
    ("who", "given", "reason"),
    [
        ("a4", {"owner": "企画課 係長"}, "meetings.refused.not_yours"),
        ("a7", {}, "common.refused.no_role"),
        ("a8", {}, "common.refused.no_role"),
        ("a1", {"owner": "いない課"}, "meetings.refused.no_post"),
        ("a1", {"posts": "主査、いない課"}, "meetings.refused.no_post"),
        ("a1", {"posts": "、".join(["主査"] * 21)}, "meetings.refused.too_many_posts"),
        ("a1", {"room": "第1会議室"}, "meetings.refused.room"),
        ("a1", {"minutes": 5}, "meetings.refused.length"),
        ("a1", {"every": "weeks", "weeks": 0}, "meetings.refused.weeks"),
        ("a1", {"since": date(2025, 1, 1)}, "meetings.refused.since"),
    ],
)
def test_what_can_not_be_is_refused_in_words(
    city: City, who: str, given: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused) as error:
        created(city, who, **given)
    assert error.value.reason == reason
    assert city.read(lambda tx: list(all_series.every(tx))) == []


def test_the_cadence_that_a_text_leaves_open_is_answered_once(city: City) -> None:
    city.promised(every_months=None)
    series = city.series(cadence=None, state=SeriesState.ASKING)
    city.press("a1", view.OpenCadence(series_id=series.id))
    verb = view.SetCadence(series_id=series.id, version=1, every="quarter")
    city.press("a1", verb)
    now = city.series_now(series)
    assert (now.cadence, now.state) == (Cadence(unit=Unit.MONTHS, count=3), SeriesState.RUNNING)
    with pytest.raises(Stale) as error:
        city.press("a2", verb)
    assert error.value.facts["show"] == view.ShowSeries(series_id=series.id)


def test_a_cadence_that_the_text_says_is_not_changed(city: City) -> None:
    city.promised()
    series = city.series()
    with pytest.raises(Refused, match="cadence_in_text"):
        city.press("a1", view.SetCadence(series_id=series.id, version=1, every="year"))
    assert city.series_now(series) == series


def test_who_comes_and_where_is_changed_by_who_decides(city: City) -> None:
    series = city.series()
    verb = view.Settle(
        series_id=series.id, version=1, posts="課長、係長", room="", minutes=90, online=False
    )
    with pytest.raises(Refused, match="not_yours"):
        city.press("a4", verb)
    city.press("a1", view.OpenSettings(series_id=series.id))
    city.press("a1", verb)
    now = city.series_now(series)
    assert now.posts == (city.post("企画課 課長"),)
    assert (now.room, now.minutes, now.online) == ("", 90, False)


def test_a_series_by_hand_ends_and_says_why(city: City) -> None:
    series = city.series(source="", article="")
    meeting = city.meeting(series)
    city.press("a1", view.OpenEnd(series_id=series.id))
    city.press("a1", view.EndSeries(series_id=series.id, version=1, reason="協議会に統合"))
    assert city.series_now(series).state is SeriesState.ENDED
    now = city.get(meeting)
    assert (now.stage, now.reason) == (Stage.SKIPPED, "協議会に統合")


def test_a_promise_and_a_booked_series_do_not_end_here(city: City) -> None:
    promised = city.series()
    with pytest.raises(Refused, match="by_hand_only"):
        city.press("a1", view.EndSeries(series_id=promised.id, version=1))
    by_hand = city.series(source="", article="", title="別の会議")
    city.booked(by_hand)
    with pytest.raises(Refused, match="still_booked"):
        city.press("a1", view.EndSeries(series_id=by_hand.id, version=1))
    assert city.series_now(by_hand) == by_hand


@pytest.mark.parametrize("who", ["a1", "a4", "a5"])
@pytest.mark.parametrize("words", ["会議", "定例会", "meetings", "会議 ひので", "Meetings"])
def test_who_is_concerned_finds_the_meetings(city: City, who: str, words: str) -> None:
    city.booked()
    assert "見守り活動に関する協定" in " ".join(texts(city.say(who, words)))


def test_others_find_none(city: City) -> None:
    city.booked()
    assert "見守り活動に関する協定" not in " ".join(texts(city.say("a6", "会議")))
    for who in ("a7", "a8"):
        with pytest.raises(Refused, match="no_role"):
            city.say(who, "会議")


def test_words_about_something_else_are_not_ours(city: City) -> None:
    assert city.say("a1", "会議室の予約") is None


@pytest.mark.parametrize("stage", list(Stage))
def test_a_meeting_can_be_read_in_every_stage(city: City, stage: Stage) -> None:
    held = stage in (Stage.HELD, Stage.WRITTEN)
    meeting = city.booked(
        stage=stage,
        wanted=at(date(2026, 12, 9), 10),
        seen=at(date(2026, 12, 9), 13),
        held_on=city.today if held else None,
        reason="x",
    )
    for who in ("a1", "a4"):
        assert city.press(who, view.Show(meeting_id=meeting.id))
        assert city.press(who, view.ShowSeries(series_id=meeting.series))
    assert city.get(meeting) == meeting


def test_reading_in_english_and_of_many_quarters_works(city: City) -> None:
    series = city.series()
    city.meeting(series, stage=Stage.HELD, held_on=city.today - timedelta(days=1), slot=FIRST)
    assert city.press("a1", view.ShowSeries(series_id=series.id), lang="en")
    assert city.read(lambda tx: len(meetings.of_series(tx, series.id))) == 1
