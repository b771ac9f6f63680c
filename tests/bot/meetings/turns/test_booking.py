"""Booking, moving, cancelling; and what Outlook has otherwise."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.errands.model import Never, Unknown
from bot.errors import Refused, Stale
from bot.meetings import asked
from bot.meetings.calendars import GONE
from bot.meetings.model import Doubt, Meeting, Slot, Stage, Trouble
from cards.meetings import verbs as view

from .conftest import EVERYBODY_FREE, FIRST, OFFERED, PEOPLE, SECOND, City, at, event, load

AFTERNOON = at(date(2026, 12, 8), 15)


def on(meeting: Meeting) -> dict[str, int]:
    return {"meeting_id": meeting.id, "version": meeting.version}


def troubles(meeting: Meeting) -> list[Trouble]:
    return [one.trouble for one in meeting.doubts]


def booking(city: City, **more: Any) -> Meeting:
    """A meeting whose slot was pressed; the calendar hasn't answered yet."""
    meeting = city.meeting(**more)
    city.press("a1", view.Book(**on(meeting), slot=0))
    return city.get(meeting)


def test_one_press_books_one_event(city: City) -> None:
    meeting = booking(city)
    assert (meeting.stage, meeting.slot) == (Stage.BOOKING, FIRST)
    (job,) = city.asked(asked.BOOK)
    assert (job.start, job.end, job.transaction_id) == (
        FIRST.start,
        FIRST.end,
        meeting.transaction_id,
    )
    assert job.account == "a1"
    assert city.answer(asked.BOOK, event) == 1
    now = city.get(meeting)
    assert (now.stage, now.event_id, now.in_calendar) == (Stage.BOOKED, "event-2", True)


def test_two_presses_and_two_people_at_once_book_once(city: City) -> None:
    meeting = city.meeting()
    verb = view.Book(**on(meeting), slot=0)
    city.press("a1", verb)
    for who in ("a1", "a2"):
        with pytest.raises(Stale):
            city.press(who, verb)
    assert city.answer(asked.BOOK, event) == 1
    assert city.answer(asked.BOOK, event) == 0


def test_what_is_being_booked_waits(city: City) -> None:
    meeting = booking(city)
    for verb in (
        view.Book(**on(meeting), slot=1),
        view.ProposeAgain(**on(meeting)),
        view.Skip(**on(meeting), reason="x"),
    ):
        with pytest.raises(Refused, match="wait"):
            city.press("a1", verb)


def test_a_slot_that_somebody_took_meanwhile_makes_way_for_others(city: City) -> None:
    meeting = booking(city)
    city.answer(asked.BOOK, Trouble.TAKEN)
    now = city.get(meeting)
    assert (now.stage, troubles(now)) == (Stage.LOOKING, [Trouble.TAKEN])
    assert len(city.asked(asked.LOOK)) == 1


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Trouble.ORGANISER_MAILBOX, Trouble.ORGANISER_MAILBOX),
        (Never("not consented: Calendars.ReadWrite"), Trouble.NOT_CONSENTED),
        (Unknown("TimeoutError"), Trouble.UNANSWERED),
    ],
)
def test_where_no_calendar_can_be_written_a_day_is_entered_by_hand(
    city: City, outcome: object, said: Trouble
) -> None:
    meeting = booking(city)
    city.answer(asked.BOOK, outcome)
    now = city.get(meeting)
    assert (now.stage, troubles(now)) == (Stage.PROPOSED, [said])
    assert now.slots == OFFERED
    city.press("a1", view.Book(**on(now), day=AFTERNOON.start.date(), at="15:00"))
    now = city.get(meeting)
    assert (now.stage, now.slot, now.in_calendar) == (Stage.BOOKED, AFTERNOON, False)
    assert city.asked(asked.BOOK) == []


def test_after_an_attempt_of_which_nobody_knows_the_next_one_goes_on_from_it(city: City) -> None:
    meeting = booking(city)
    city.answer(asked.BOOK, Unknown("TimeoutError"))
    city.press("a1", view.ProposeAgain(**on(city.get(meeting))))
    city.answer(asked.LOOK, EVERYBODY_FREE)
    city.press("a1", view.Book(**on(city.get(meeting)), slot=0))
    assert city.get(meeting).transaction_id == meeting.transaction_id


def test_a_day_of_ones_own_is_asked_of_the_calendar_too(city: City) -> None:
    meeting = city.meeting()
    city.press("a1", view.Book(**on(meeting), day=AFTERNOON.start.date(), at="15:00"))
    assert city.asked(asked.BOOK)[0].start == AFTERNOON.start


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ({"slot": 9}, "no_slot"),
        ({"slot": -1}, "no_slot"),
        ({"day": date(2026, 11, 15), "at": "10:00"}, "past_day"),
        ({"day": date(2026, 11, 16), "at": "08:59"}, "past_day"),
        ({"day": date(2029, 1, 9), "at": "10:00"}, "far_day"),
        ({"day": date(2026, 12, 8), "at": "25:00"}, "day_and_time"),
        ({"day": date(2026, 12, 8)}, "day_and_time"),
        ({"at": "10:00"}, "day_and_time"),
    ],
)
def test_a_choice_that_can_not_be_is_refused(
    city: City, choice: dict[str, Any], reason: str
) -> None:
    meeting = city.meeting()
    with pytest.raises(Refused) as error:
        city.press("a1", view.Book(**on(meeting), **choice))
    assert error.value.reason == f"meetings.refused.{reason}"
    assert city.get(meeting) == meeting


def test_another_meeting_of_the_same_people_is_no_free_time(city: City) -> None:
    city.booked(city.series(source="", title="別の会議"), slot=at(date(2026, 12, 8), 9, 30))
    meeting = city.meeting()
    with pytest.raises(Refused, match="clash"):
        city.press("a1", view.Book(**on(meeting), slot=0))
    city.press("a1", view.Book(**on(meeting), slot=1))
    assert city.get(meeting).slot == SECOND


def test_the_event_stands_with_the_holder_of_the_post_whoever_presses(city: City) -> None:
    meeting = city.meeting()
    city.press("a3", view.Book(**on(meeting), slot=0))
    assert city.get(meeting).organiser == city.person("a1").id


def test_an_event_that_nobody_wants_any_more_is_withdrawn(city: City) -> None:
    meeting = booking(city)
    (job,) = city.asked(asked.BOOK)
    city.write(lambda tx: _forget_booking(tx, city, meeting))
    city.answer(asked.BOOK, event)
    (withdrawn,) = city.asked(asked.CANCEL)
    assert (withdrawn.event_id, withdrawn.account) == ("event-2", job.account)


def _forget_booking(tx: Any, city: City, meeting: Meeting) -> None:
    from bot.meetings.rules import lifecycle
    from bot.meetings.store import meetings

    meetings.save(tx, lifecycle.not_booked(meeting, ()))


def test_a_move_reaches_the_calendar(city: City) -> None:
    meeting = city.booked()
    city.press("a1", view.Move(**on(meeting), day=AFTERNOON.start.date(), at="15:00"))
    assert city.get(meeting).stage is Stage.MOVING
    (job,) = city.asked(asked.MOVE)
    assert (job.event_id, job.was_start) == ("event-1", FIRST.start)
    city.answer(asked.MOVE, event)
    now = city.get(meeting)
    assert (now.stage, now.slot, now.wanted) == (Stage.BOOKED, AFTERNOON, None)


@pytest.mark.parametrize(
    ("outcome", "stage", "said"),
    [
        (Trouble.TAKEN, Stage.BOOKED, [Trouble.NOT_MOVED]),
        (Trouble.ORGANISER_LEFT, Stage.BOOKED, [Trouble.ORGANISER_LEFT]),
        (GONE, Stage.LOST, []),
    ],
)
def test_a_move_that_fails_leaves_the_meeting_where_it_stood(
    city: City, outcome: object, stage: Stage, said: list[Trouble]
) -> None:
    meeting = city.booked()
    city.press("a1", view.Move(**on(meeting), day=AFTERNOON.start.date(), at="15:00"))
    city.answer(asked.MOVE, outcome)
    now = city.get(meeting)
    assert (now.stage, now.slot, troubles(now)) == (stage, FIRST, said)


def test_a_meeting_without_an_event_moves_at_once(city: City) -> None:
    meeting = city.booked(event_id="", transaction_id="", in_calendar=False)
    city.press("a1", view.Move(**on(meeting), day=AFTERNOON.start.date(), at="15:00"))
    assert city.get(meeting).slot == AFTERNOON
    assert city.asked(asked.MOVE) == []


@pytest.mark.parametrize("outcome", [None, Trouble.ORGANISER_LEFT])
def test_a_cancelled_meeting_is_owed_again(city: City, outcome: object) -> None:
    meeting = city.booked()
    city.press("a1", view.Cancel(**on(meeting), reason="先方の都合"))
    (job,) = city.asked(asked.CANCEL)
    assert (job.event_id, job.comment) == ("event-1", "先方の都合")
    city.answer(asked.CANCEL, outcome)
    now = city.get(meeting)
    assert (now.stage, now.event_id, now.slot) == (Stage.LOOKING, "", None)
    assert len(city.asked(asked.LOOK)) == 1


def test_a_withdrawal_that_is_not_allowed_keeps_the_meeting(city: City) -> None:
    meeting = city.booked()
    city.press("a1", view.Cancel(**on(meeting)))
    city.answer(asked.CANCEL, Never("not consented: Calendars.ReadWrite"))
    now = city.get(meeting)
    assert (now.stage, troubles(now)) == (Stage.BOOKED, [Trouble.NOT_CONSENTED])


def checked(city: City, meeting: Meeting, outcome: Any) -> Meeting:
    city.write(lambda tx: asked.ask_check(tx, meeting, city.now))
    city.answer(asked.CHECK, outcome)
    city.at(city.today + timedelta(days=1))
    return city.get(meeting)


def at_hand(slot: Slot) -> Any:
    def stands(job: Any) -> Any:
        slotted = type("Job", (), {"start": slot.start, "end": slot.end})()
        return event(slotted, id=job.event_id)

    return stands


def test_an_event_that_stands_as_booked_changes_nothing(city: City) -> None:
    meeting = city.booked()
    assert checked(city, meeting, at_hand(FIRST)) == meeting


def test_an_event_moved_by_hand_is_asked_about(city: City) -> None:
    meeting = city.booked()
    now = checked(city, meeting, at_hand(AFTERNOON))
    assert (now.stage, now.seen, now.slot) == (Stage.CHANGED, AFTERNOON, FIRST)
    city.press("a1", view.TakeOutlook(**on(now)))
    now = city.get(meeting)
    assert (now.stage, now.slot, now.seen) == (Stage.BOOKED, AFTERNOON, None)


def test_an_event_moved_by_hand_is_put_back(city: City) -> None:
    now = checked(city, city.booked(), at_hand(AFTERNOON))
    city.press("a1", view.Restore(**on(now)))
    (job,) = city.asked(asked.MOVE)
    assert (job.start, job.was_start) == (FIRST.start, AFTERNOON.start)
    city.answer(asked.MOVE, event)
    assert (city.get(now).stage, city.get(now).slot) == (Stage.BOOKED, FIRST)


def test_an_event_that_went_back_by_itself_asks_nothing_more(city: City) -> None:
    now = checked(city, city.booked(), at_hand(AFTERNOON))
    now = checked(city, now, at_hand(FIRST))
    assert (now.stage, now.seen) == (Stage.BOOKED, None)


def test_an_event_deleted_by_hand_is_asked_about_and_made_anew(city: City) -> None:
    now = checked(city, city.booked(), GONE)
    assert (now.stage, now.slot) == (Stage.LOST, FIRST)
    city.press("a1", view.Restore(**on(now)))
    (job,) = city.asked(asked.BOOK)
    assert (job.start, job.transaction_id != "transaction-1") == (FIRST.start, True)
    city.answer(asked.BOOK, event)
    assert city.get(now).stage is Stage.BOOKED


def test_a_deleted_event_that_stays_deleted_is_looked_for_anew(city: City) -> None:
    now = checked(city, city.booked(), GONE)
    city.press("a1", view.TakeOutlook(**on(now)))
    assert city.get(now).stage is Stage.LOOKING
    assert len(city.asked(asked.LOOK)) == 1


def test_an_organiser_who_went_is_asked_about_and_the_next_holder_takes_over(
    city: City, tmp_path: Any
) -> None:
    meeting = city.booked()
    follows = ("b1", "後任 係長", "next@akatsuki.example.jp", *PEOPLE[0][3:])
    leaves = (*PEOPLE[0], "2026-11-15")
    load(city.storage, tmp_path, (leaves, follows, *PEOPLE[1:]), on=city.today)
    now = checked(city, meeting, at_hand(FIRST))
    assert now.doubts == (Doubt(trouble=Trouble.ORGANISER_LEFT, person=meeting.organiser or 0),)
    assert checked(city, now, at_hand(FIRST)) == now
    city.press("b1", view.Restore(**on(now)))
    assert city.asked(asked.BOOK) == []
    (withdrawn,) = city.asked(asked.CANCEL)
    assert (withdrawn.event_id, withdrawn.account) == ("event-1", "a1")
    city.answer(asked.CANCEL, Trouble.ORGANISER_LEFT)
    (job,) = city.asked(asked.BOOK)
    assert (job.account, job.start) == ("b1", FIRST.start)
    city.answer(asked.BOOK, event)
    now = city.get(meeting)
    assert (now.stage, now.organiser, now.doubts) == (Stage.BOOKED, city.person("b1").id, ())


def test_a_meeting_disposed_of_meanwhile_is_left_alone(city: City) -> None:
    from bot.meetings.store import meetings

    meeting = booking(city)
    city.write(lambda tx: meetings.erase(tx, meeting.id))
    assert city.answer(asked.BOOK, event) == 1
