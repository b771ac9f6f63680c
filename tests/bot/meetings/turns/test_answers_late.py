"""Answers of the calendars that come late, or never; and what an unknown one may have left."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.errands.model import Never, Unknown
from bot.errors import Refused
from bot.meetings import again, asked
from bot.meetings.calendars import Seen
from bot.meetings.model import Meeting, Stage, Trouble
from cards.meetings import verbs as view

from .conftest import EVERYBODY_FREE, FIRST, SECOND, City, at, event


def on(meeting: Meeting) -> dict[str, int]:
    return {"meeting_id": meeting.id, "version": meeting.version}


def troubles(meeting: Meeting) -> list[Trouble]:
    return [one.trouble for one in meeting.doubts]


def looking(city: City) -> Meeting:
    meeting = city.meeting()
    city.press("a1", view.ProposeAgain(**on(meeting)))
    return city.get(meeting)


def morning(city: City, day: date) -> None:
    city.at(day)
    city.write(lambda tx: again.again(city.tick(tx)))


def test_after_an_outage_nothing_is_offered_that_is_past_or_too_near(city: City) -> None:
    meeting = looking(city)
    city.at(date(2026, 12, 14))
    city.answer(asked.LOOK, EVERYBODY_FREE)
    now = city.get(meeting)
    assert now.stage is Stage.PROPOSED
    assert min(slot.start for slot in now.slots) >= at(date(2026, 12, 16), 0).start


def test_an_answer_of_which_nothing_is_ahead_is_asked_for_anew(city: City) -> None:
    meeting = looking(city)
    city.at(date(2027, 1, 12))
    city.answer(asked.LOOK, EVERYBODY_FREE)
    assert city.get(meeting).stage is Stage.LOOKING
    (job,) = city.asked(asked.LOOK)
    assert job.start >= city.now
    city.answer(asked.LOOK, Seen(busy=((replace(FIRST, start=job.start, end=job.end),),)))
    now = city.get(meeting)
    assert (now.stage, now.slots, troubles(now)) == (Stage.PROPOSED, (), [Trouble.NO_SLOT])


def test_calendars_that_could_not_be_reached_are_asked_again_the_next_morning(city: City) -> None:
    meeting = looking(city)
    city.answer(asked.LOOK, Unknown("TimeoutError"))
    assert troubles(city.get(meeting)) == [Trouble.UNREACHABLE]
    morning(city, city.today + timedelta(days=1))
    assert city.get(meeting).stage is Stage.LOOKING
    city.answer(asked.LOOK, EVERYBODY_FREE)
    now = city.get(meeting)
    assert (now.stage, now.doubts) == (Stage.PROPOSED, ())
    morning(city, city.today)
    assert city.get(meeting) == now


def test_slots_that_are_being_asked_of_the_partner_are_not_looked_for_anew(city: City) -> None:
    meeting = city.meeting()
    city.press("a1", view.Book(**on(meeting), slot=0))
    city.answer(asked.BOOK, Unknown("TimeoutError"))
    before = city.get(meeting)
    morning(city, city.today + timedelta(days=1))
    assert city.get(meeting) == before


def test_without_consent_nothing_is_asked_again_by_itself(city: City) -> None:
    meeting = looking(city)
    city.answer(asked.LOOK, Never("not consented: Calendars.ReadBasic"))
    before = city.get(meeting)
    morning(city, city.today + timedelta(days=1))
    assert city.get(meeting) == before


def lose(city: City, kind: str) -> None:
    """The errand ends, and what follows from it is never done."""
    from bot.errands import rows
    from bot.errands.model import State

    for errand, _ in city._claim(kind):
        city.write(lambda tx, one=errand: _end(tx, one, rows, State))


def _end(tx: Any, errand: Any, rows: Any, state: Any) -> None:
    assert rows.end(tx, errand, owner="test", state=state.UNKNOWN, result="not applied")


@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        (asked.LOOK, Stage.LOOKING),
        (asked.BOOK, Stage.BOOKING),
        (asked.MOVE, Stage.MOVING),
        (asked.CANCEL, Stage.CANCELLING),
    ],
)
def test_an_answer_that_got_lost_is_asked_for_again_in_the_morning(
    city: City, kind: str, stage: Stage
) -> None:
    if stage is Stage.LOOKING:
        meeting = looking(city)
    elif stage is Stage.BOOKING:
        meeting = city.meeting()
        city.press("a1", view.Book(**on(meeting), slot=0))
    else:
        meeting = city.booked()
        moves = view.Move(**on(meeting), day=date(2026, 12, 8), at="15:00")
        city.press("a1", moves if stage is Stage.MOVING else view.Cancel(**on(meeting)))
    assert city.get(meeting).stage is stage
    morning(city, city.today + timedelta(days=1))
    assert len(city.asked(kind)) == 1  # the first is still waited for
    lose(city, kind)
    assert city.asked(kind) == []
    morning(city, city.today + timedelta(days=1))
    assert len(city.asked(kind)) == 1


def unknown(city: City) -> Meeting:
    """A booking of which nobody knows whether it left an event."""
    meeting = city.meeting(city.series(soft=True))
    city.press("a1", view.Book(**on(meeting), slot=0))
    city.answer(asked.BOOK, Unknown("TimeoutError"))
    return city.get(meeting)


def leaving(city: City, meeting: Meeting) -> dict[str, Any]:
    city.at(date(2026, 12, 9))
    known = on(meeting)
    return {
        "skip": view.Skip(**known, reason="先方の都合"),
        "written": view.RecordWritten(**known, day=city.today, reason="書面で確認"),
        "minutes": view.RecordMinutes(**known, day=city.today, decisions="継続"),
        "by_hand": view.Book(**known, day=date(2026, 12, 18), at="10:00"),
    }


@pytest.mark.parametrize("how", ["skip", "written", "minutes", "by_hand"])
def test_what_an_unknown_attempt_may_have_left_is_withdrawn_when_nobody_books_on(
    city: City, how: str
) -> None:
    meeting = unknown(city)
    city.press("a1", leaving(city, meeting)[how])
    (job,) = city.asked(asked.CLEAR)
    assert (job.account, job.transaction_id) == ("a1", meeting.transaction_id)
    assert (job.start, job.end) == (FIRST.start, FIRST.end)


def test_who_books_on_goes_on_from_their_own_attempt(city: City) -> None:
    meeting = unknown(city)
    city.press("a1", view.Book(**on(meeting), slot=1))
    assert city.asked(asked.CLEAR) == []
    city.answer(asked.BOOK, event)
    assert (city.get(meeting).stage, city.get(meeting).slot) == (Stage.BOOKED, SECOND)


def test_a_candidate_and_a_day_of_ones_own_together_are_refused(city: City) -> None:
    meeting = city.meeting()
    with pytest.raises(Refused, match="two_days"):
        city.press("a1", view.Book(**on(meeting), slot=0, day=date(2026, 12, 25), at="09:00"))
    assert city.get(meeting) == meeting
