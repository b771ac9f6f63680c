"""取り消す of what has no history of its own: an item, a thing done, a cadence, an end."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.rows import NOTICE
from bot.errors import Refused
from bot.ledger.model import UNDO
from bot.meetings import keeping
from bot.meetings.model import Cadence, FollowUp, Meeting, Period, SeriesState, Stage, Unit
from bot.meetings.store import agenda, follow_ups, steps
from cards.meetings import verbs as view

from .conftest import City
from .test_planning import texts

COMING = Period(first=date(2027, 1, 1), last=date(2027, 3, 31))
LATE = [("a2", 1, "undo_not_yours"), ("a1", 6, "undo_too_late")]


def pressed(card: Any) -> list[str]:
    """The verbs of all its buttons."""
    if isinstance(card, dict):
        own = [str(card["verb"])] if "verb" in card else []
        return own + [one for value in card.values() for one in pressed(value)]
    return [one for value in card for one in pressed(value)] if isinstance(card, list) else []


def on_agenda(city: City, meeting: Meeting) -> list[str]:
    return [one.text for one in city.read(lambda tx: agenda.of(tx, meeting.id))]


def left_to_do(city: City) -> tuple[FollowUp, Meeting]:
    """One thing of a meeting that was held, on the agenda of the next one."""
    series = city.series()
    held = city.meeting(series, stage=Stage.HELD)
    coming = city.meeting(series, period=COMING)
    given = FollowUp(
        id=0,
        series=series.id,
        meeting=held.id,
        text="名簿を送る",
        post=city.post("企画課 係長"),
        due_on=date(2026, 11, 30),
    )
    left = city.write(lambda tx: follow_ups.add(tx, given))
    city.write(lambda tx: agenda.carry(tx, coming.id, [left], at=city.now))
    return left, coming


def finished(left: FollowUp) -> view.FinishFollowUp:
    return view.FinishFollowUp(follow_up_id=left.id, version=1)


def test_what_is_done_leaves_the_next_agenda_and_comes_back_when_taken_back(city: City) -> None:
    left, coming = left_to_do(city)
    card = city.press("a1", finished(left))
    assert on_agenda(city, coming) == []
    assert view.UndoFollowUp.name in pressed(card)
    city.press("a1", view.UndoFollowUp(follow_up_id=left.id, version=2))
    assert city.read(lambda tx: follow_ups.get(tx, left.id)).done_on is None
    assert on_agenda(city, coming) == ["名簿を送る"]
    with pytest.raises(Refused, match="nothing_to_undo"):
        city.press("a1", view.UndoFollowUp(follow_up_id=left.id, version=3))


@pytest.mark.parametrize(("who", "minutes", "reason"), LATE)
def test_only_who_finished_it_takes_it_back_and_not_for_ever(
    city: City, who: str, minutes: int, reason: str
) -> None:
    left, coming = left_to_do(city)
    city.press("a1", finished(left))
    city.at(city.today, 9, minutes)
    shown = city.press(who, view.OpenFollowUp(follow_up_id=left.id))
    assert view.UndoFollowUp.name not in pressed(shown)
    with pytest.raises(Refused, match=reason):
        city.press(who, view.UndoFollowUp(follow_up_id=left.id, version=2))
    assert on_agenda(city, coming) == []


def test_a_carried_item_has_no_button_and_goes_only_when_it_is_done(city: City) -> None:
    _, coming = left_to_do(city)
    form = city.press("a1", view.OpenItem(meeting_id=coming.id))
    assert view.DropItem.name not in pressed(form)
    (item,) = city.read(lambda tx: agenda.of(tx, coming.id))
    with pytest.raises(Refused, match="item_carried"):
        city.press("a1", view.DropItem(meeting_id=coming.id, item_id=item.id))
    assert on_agenda(city, coming) == ["名簿を送る"]


def dropped(city: City) -> tuple[Meeting, int, Any]:
    meeting = city.booked()
    city.press("a1", view.AddItem(meeting_id=meeting.id, text="訓練の日程"))
    (item,) = city.read(lambda tx: agenda.of(tx, meeting.id))
    card = city.press("a1", view.DropItem(meeting_id=meeting.id, item_id=item.id))
    return meeting, item.id, card


def test_a_deleted_item_comes_back_once_with_its_author(city: City) -> None:
    meeting, item, card = dropped(city)
    assert view.UndoItem.name in pressed(card)
    back = view.UndoItem(meeting_id=meeting.id, item_id=item)
    city.press("a1", back)
    with pytest.raises(Refused, match="nothing_to_undo"):
        city.press("a1", back)
    (now,) = city.read(lambda tx: agenda.of(tx, meeting.id))
    assert (now.text, now.by) == ("訓練の日程", city.person("a1").id)


@pytest.mark.parametrize(("who", "minutes", "reason"), LATE)
def test_a_deleted_item_stays_gone_for_others_and_later(
    city: City, who: str, minutes: int, reason: str
) -> None:
    meeting, item, _ = dropped(city)
    city.at(city.today, 9, minutes)
    with pytest.raises(Refused, match=reason):
        city.press(who, view.UndoItem(meeting_id=meeting.id, item_id=item))
    assert on_agenda(city, meeting) == []


def test_a_deleted_item_comes_back_to_no_other_meeting(city: City) -> None:
    _, item, _ = dropped(city)
    other = city.meeting(city.series(source="", title="別の会議"))
    with pytest.raises(Refused, match="nothing_to_undo"):
        city.press("a1", view.UndoItem(meeting_id=other.id, item_id=item))
    assert on_agenda(city, other) == []


def test_a_cadence_answered_wrongly_is_taken_back_and_asked_anew(city: City) -> None:
    city.promised(every_months=None)
    series = city.series(cadence=None, state=SeriesState.ASKING)
    card = city.press("a1", view.SetCadence(series_id=series.id, version=1, every="year"))
    assert view.UndoSeries.name in pressed(card)
    assert view.OpenCadence.name in pressed(card)
    city.press("a1", view.UndoSeries(series_id=series.id, version=2))
    now = city.series_now(series)
    assert (now.cadence, now.state, now.version) == (None, SeriesState.ASKING, 3)


def test_a_cadence_by_hand_is_put_back_as_it_was(city: City) -> None:
    series = city.series(source="", article="")
    city.press("a1", view.SetCadence(series_id=series.id, version=1, every="weeks", weeks=2))
    city.press("a1", view.UndoSeries(series_id=series.id, version=2))
    assert city.series_now(series).cadence == Cadence(unit=Unit.MONTHS, count=3)


def test_an_answered_cadence_is_corrected_until_something_is_booked(city: City) -> None:
    city.promised(every_months=None)
    series = city.series()
    show = view.ShowSeries(series_id=series.id)
    assert view.OpenCadence.name in pressed(city.press("a1", show))
    city.booked(series)
    assert view.OpenCadence.name not in pressed(city.press("a1", show))
    with pytest.raises(Refused, match="cadence_booked"):
        city.press("a1", view.SetCadence(series_id=series.id, version=1, every="half"))


def test_a_series_that_ends_without_a_reason_leaves_no_meeting_to_book(city: City) -> None:
    series = city.series(source="", article="")
    meeting = city.meeting(series)
    city.press("a1", view.EndSeries(series_id=series.id, version=1))
    now = city.get(meeting)
    assert now.stage is Stage.SKIPPED
    assert now.reason
    said = " ".join(texts(city.press("a1", view.Show(meeting_id=meeting.id))))
    assert "次の期間" not in said


def test_an_ended_series_that_comes_back_has_its_meeting_as_it_stood(city: City) -> None:
    series = city.series(source="", article="")
    meeting = city.meeting(series)
    card = city.press("a1", view.EndSeries(series_id=series.id, version=1, reason="統合"))
    assert view.UndoSeries.name in pressed(card)
    city.press("a1", view.UndoSeries(series_id=series.id, version=2))
    now = city.get(meeting)
    assert (now.stage, now.slots, now.reason) == (Stage.PROPOSED, meeting.slots, "")
    assert city.series_now(series).state is SeriesState.RUNNING


@pytest.mark.parametrize(("who", "minutes", "reason"), LATE)
def test_an_end_is_taken_back_by_who_ended_it_alone(
    city: City, who: str, minutes: int, reason: str
) -> None:
    series = city.series(source="", article="")
    city.press("a1", view.EndSeries(series_id=series.id, version=1))
    city.at(city.today, 9, minutes)
    with pytest.raises(Refused, match=reason):
        city.press(who, view.UndoSeries(series_id=series.id, version=2))
    assert city.series_now(series).state is SeriesState.ENDED


def test_nothing_more_is_planned_of_an_ended_series_but_records_go_on(city: City) -> None:
    series = city.series(state=SeriesState.ENDED)
    meeting = city.meeting(series)
    known = {"meeting_id": meeting.id, "version": 1}
    for verb in (
        view.OpenBooking(meeting_id=meeting.id),
        view.Inquire(**known),
        view.ProposeAgain(**known),
        view.Book(**known, slot=0),
    ):
        with pytest.raises(Refused, match="series_ended"):
            city.press("a1", verb)
    city.press("a1", view.OpenSkip(meeting_id=meeting.id))
    city.press("a1", view.Skip(**known, reason="終了のため"))
    with pytest.raises(Refused, match="series_ended"):
        city.press("a1", view.Undo(meeting_id=meeting.id, version=2))
    assert city.get(meeting).stage is Stage.SKIPPED


def test_what_may_be_taken_back_no_more_is_not_kept_nor_who_pressed(city: City) -> None:
    left, _ = left_to_do(city)
    city.press("a1", finished(left))
    city.at(city.today, 10)
    by_hand = city.series(source="", article="", title="別の会議")
    city.press("a2", view.EndSeries(series_id=by_hand.id, version=1))
    assert city.read(lambda tx: steps.of(tx, f"follow_up:{left.id}")) is None
    assert city.read(lambda tx: steps.of(tx, by_hand.subject)) is not None
    city.write(lambda tx: keeping.erase(tx, city.person("a2").id, city.now))
    assert city.read(lambda tx: steps.of(tx, by_hand.subject)) is None


def told(city: City) -> list[tuple[str, str]]:
    """The key and the state of everything that is said of follow-ups."""
    wanted = select(NOTICE.c.source_key, NOTICE.c.state).order_by(NOTICE.c.id)
    rows = city.read(lambda tx: tx.all(wanted.where(NOTICE.c.kind == "meetings.follow_up")))
    return [(row.source_key, row.state) for row in rows]


def minutes(meeting: Meeting, **more: Any) -> view.RecordMinutes:
    given = {"meeting_id": meeting.id, "version": 1, "day": date(2026, 11, 13)}
    return view.RecordMinutes(**given, decisions="次回も行う", **more)


def test_a_post_is_told_at_once_of_what_a_meeting_left_to_it(city: City) -> None:
    meeting = city.meeting()
    due = date(2027, 1, 29)
    verb = minutes(
        meeting, todo1="名簿を送る", post1="防災課 主査", due1=due, todo2="地図を直す", due2=due
    )
    city.press("a1", verb)
    (other, _) = city.read(lambda tx: follow_ups.of_meeting(tx, meeting.id))
    assert told(city) == [(f"follow_up:{other.id}:{due}:given:1", "open")]
    (at,) = city.read(lambda tx: [row.due_at for row in tx.all(select(NOTICE.c.due_at))])
    assert at - city.now == UNDO


def test_who_is_told_of_nothing_more_once_the_minutes_are_taken_back(city: City) -> None:
    meeting = city.meeting()
    due = date(2027, 1, 29)
    city.press("a1", minutes(meeting, todo1="名簿を送る", post1="防災課 主査", due1=due))
    city.press("a1", view.Undo(meeting_id=meeting.id, version=2))
    assert [state for _, state in told(city)] == ["withdrawn"]


def test_a_post_that_something_is_handed_to_is_told(city: City) -> None:
    left, _ = left_to_do(city)
    due = date(2027, 1, 29)
    change = {"follow_up_id": left.id, "due": due}
    city.press("a1", view.ChangeFollowUp(**change, version=1, post="防災課 主査"))
    city.press("a1", view.ChangeFollowUp(**change, version=2))
    city.press("a1", view.ChangeFollowUp(**change, version=3, post="企画課 係長"))
    assert [key for key, _ in told(city)] == [f"follow_up:{left.id}:{due}:given:2"]
