"""Which step may follow which: every walk through the stages keeps its promises."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused, Stale
from bot.meetings.model import (
    ENDED,
    Cadence,
    Doubt,
    Meeting,
    Period,
    Series,
    Slot,
    Stage,
    Trouble,
    Unit,
)
from bot.meetings.rules import lifecycle, records

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SERIES = Series(
    id=1,
    source="agreement:7",
    article="第5条",
    title="協定",
    partner="ひのでロジ株式会社",
    post=1,
    cadence=Cadence(unit=Unit.MONTHS, count=3),
    soft=True,
    since=date(2024, 4, 1),
)
PERIOD = Period(first=date(2026, 10, 1), last=date(2026, 12, 31))
OPEN = Meeting(id=3, series=1, period=PERIOD)
FULL = Doubt(trouble=Trouble.NO_MAILBOX, person=9)
TAKEN = Doubt(trouble=Trouble.TAKEN)


def slot(days: int) -> Slot:
    start = NOW + timedelta(days=days)
    return Slot(start=start, end=start + timedelta(hours=1))


SLOTS = tuple(slot(days) for days in (3, 7, 14))


@dataclass(frozen=True)
class Change:
    """What the history would say of the last act."""

    person: int | None
    act: str
    at: datetime
    before: Meeting | None


def look(meeting: Meeting) -> Meeting:
    return lifecycle.look(meeting)


def proposed(meeting: Meeting) -> Meeting:
    return lifecycle.proposed(meeting, SLOTS, (), round=meeting.round)


def book(meeting: Meeting, days: int = 7) -> Meeting:
    return lifecycle.book(
        meeting,
        slot(days),
        version=meeting.version,
        transaction_id=f"t{meeting.version}",
        organiser=5,
        now=NOW,
    )


def booked(meeting: Meeting) -> Meeting:
    return lifecycle.booked(
        meeting, transaction_id=meeting.transaction_id, event_id="e", join_url="https://x.example"
    )


PROPOSED = proposed(look(OPEN))
BOOKED = booked(book(PROPOSED))
BY_HAND = lifecycle.book_by_hand(PROPOSED, slot(7), version=PROPOSED.version, organiser=5, now=NOW)
LOST = lifecycle.lost(BOOKED)
CHANGED = lifecycle.changed(BOOKED, slot(8))


def skip(meeting: Meeting) -> Meeting:
    return records.skip(meeting, version=meeting.version, reason="議会のため")


def written(meeting: Meeting, series: Series = SERIES) -> Meeting:
    return records.written(
        meeting, series, version=meeting.version, on=TODAY, reason="文書を交換", today=TODAY
    )


def minutes(meeting: Meeting, now: datetime = NOW) -> Meeting:
    return records.minutes(
        meeting, version=meeting.version, on=TODAY, link="", decisions="継続する", now=now
    )


STEPS: dict[str, Callable[[Meeting], Meeting]] = {
    "look": look,
    "look_again": lambda one: lifecycle.look_again(one, version=one.version),
    "proposed": proposed,
    "nothing_found": lambda one: lifecycle.proposed(one, (), (FULL,), round=one.round),
    "inquire": lambda one: lifecycle.inquire(one, version=one.version),
    "book": book,
    "book_by_hand": lambda one: lifecycle.book_by_hand(
        one, slot(9), version=one.version, organiser=None, now=NOW
    ),
    "booked": booked,
    "taken": lifecycle.taken,
    "not_booked": lambda one: lifecycle.not_booked(one, (FULL,)),
    "move": lambda one: lifecycle.move(one, slot(12), version=one.version, now=NOW),
    "moved": lifecycle.moved,
    "not_moved": lambda one: lifecycle.not_moved(one, (FULL,)),
    "cancel": lambda one: lifecycle.cancel(one, version=one.version, reason="都合"),
    "cancelled": lifecycle.cancelled,
    "not_cancelled": lambda one: lifecycle.not_cancelled(one, (FULL,)),
    "lost": lifecycle.lost,
    "changed": lambda one: lifecycle.changed(one, slot(8)),
    "put_back": lifecycle.put_back,
    "organiser_left": lifecycle.organiser_left,
    "take_outlook": lambda one: lifecycle.take_outlook(one, version=one.version),
    "restore": lambda one: lifecycle.restore(
        one, version=one.version, transaction_id=f"r{one.version}", organiser=6, now=NOW
    ),
    "skip": skip,
    "written": written,
    "minutes": minutes,
    "minutes_later": lambda one: minutes(one, NOW + timedelta(days=60)),
}


def check(meeting: Meeting) -> None:
    """What holds in each stage, whatever led to it."""
    stage = meeting.stage
    if stage in (Stage.OPEN, Stage.LOOKING, Stage.PROPOSED, Stage.INQUIRED):
        assert (meeting.slot, meeting.event_id, meeting.transaction_id) == (None, "", "")
        assert meeting.organiser is None
    if stage is Stage.LOOKING:
        assert meeting.round > 0
    if stage is Stage.INQUIRED:
        assert meeting.slots
    if stage is Stage.BOOKING:
        assert meeting.slot
        assert meeting.transaction_id
        assert meeting.organiser
        assert not meeting.event_id
    if stage in (Stage.MOVING, Stage.CANCELLING, Stage.CHANGED):
        assert meeting.slot
        assert meeting.event_id
        assert meeting.in_calendar
    assert bool(meeting.wanted) is (stage is Stage.MOVING)
    if stage is Stage.CHANGED:
        assert meeting.seen
    if stage is Stage.BOOKED:
        assert meeting.slot
        assert bool(meeting.event_id) is meeting.in_calendar
        assert meeting.seen is None
    if stage is Stage.LOST:
        assert meeting.slot
        assert not meeting.event_id
    if stage in (Stage.HELD, Stage.WRITTEN):
        assert meeting.held_on
    if stage in (Stage.SKIPPED, Stage.WRITTEN):
        assert meeting.reason
    assert (meeting.id, meeting.series, meeting.period) == (OPEN.id, OPEN.series, OPEN.period)


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=40))
def test_no_walk_breaks_what_a_stage_promises(names: list[str]) -> None:
    meeting = OPEN
    for name in names:
        try:
            after = STEPS[name](meeting)
        except Refused:
            continue
        assert meeting.stage not in ENDED, f"{name} leads out of {meeting.stage}"
        assert after.version == meeting.version + 1
        assert after.round >= meeting.round
        check(after)
        meeting = after


@given(
    st.lists(st.sampled_from(sorted(STEPS)), max_size=25), st.sampled_from([skip, written, minutes])
)
def test_only_undo_leads_back_from_an_ended_period(
    names: list[str], end: Callable[[Meeting], Meeting]
) -> None:
    meeting = OPEN
    for name in names:
        try:
            after = STEPS[name](meeting)
        except Refused:
            continue
        meeting = meeting if after.stage in ENDED else after
    try:
        ended = end(meeting)
    except Refused:
        return
    change = Change(person=5, act=records.SKIP, at=NOW, before=meeting)
    back = records.undo(ended, change, person=5, at=NOW, version=ended.version)
    again = meeting.stage is Stage.LOOKING
    assert back == replace(meeting, version=ended.version + 1, round=meeting.round + again)
    check(back)


NEW = {"transaction_id": "t", "organiser": 5, "now": NOW}
PRESSES: tuple[tuple[Meeting, Callable[[Meeting, int], Meeting]], ...] = (
    (PROPOSED, lambda one, seen: lifecycle.look_again(one, version=seen)),
    (PROPOSED, lambda one, seen: lifecycle.inquire(one, version=seen)),
    (PROPOSED, lambda one, seen: lifecycle.book(one, slot(9), version=seen, **NEW)),  # type: ignore[arg-type]
    (
        LOST,
        lambda one, seen: lifecycle.book_by_hand(one, slot(9), version=seen, organiser=5, now=NOW),
    ),
    (BOOKED, lambda one, seen: lifecycle.move(one, slot(9), version=seen, now=NOW)),
    (BOOKED, lambda one, seen: lifecycle.cancel(one, version=seen)),
    (CHANGED, lambda one, seen: lifecycle.take_outlook(one, version=seen)),
    (LOST, lambda one, seen: lifecycle.restore(one, version=seen, **NEW)),  # type: ignore[arg-type]
    (PROPOSED, lambda one, seen: records.skip(one, version=seen, reason="x")),
)


@pytest.mark.parametrize(("meeting", "press"), PRESSES)
def test_a_press_on_an_older_card_changes_nothing(
    meeting: Meeting, press: Callable[[Meeting, int], Meeting]
) -> None:
    with pytest.raises(Stale):
        press(meeting, meeting.version - 1)
    assert press(meeting, meeting.version).version == meeting.version + 1


def test_the_way_from_planning_to_a_booked_meeting() -> None:
    inquired = lifecycle.inquire(PROPOSED, version=PROPOSED.version)
    booking = book(inquired)
    assert (booking.stage, booking.slot, booking.organiser) == (Stage.BOOKING, slot(7), 5)
    done = booked(booking)
    assert (done.stage, done.event_id, done.join_url) == (
        Stage.BOOKED,
        "e",
        "https://x.example",
    )


def test_two_presses_make_one_booking() -> None:
    booking = book(PROPOSED)
    with pytest.raises(Stale):
        lifecycle.book(
            booking,
            slot(7),
            version=PROPOSED.version,
            transaction_id="x",
            organiser=5,
            now=NOW,
        )
    with pytest.raises(Refused, match="wait"):
        book(booking)
    with pytest.raises(Refused, match="booked_already"):
        book(BOOKED)


def test_the_answer_to_another_booking_or_another_look_is_stale() -> None:
    with pytest.raises(Stale):
        lifecycle.booked(book(PROPOSED), transaction_id="another", event_id="e")
    looking = lifecycle.look_again(PROPOSED, version=PROPOSED.version)
    with pytest.raises(Stale):
        lifecycle.proposed(looking, SLOTS, round=looking.round - 1)
    by_hand = lifecycle.book_by_hand(
        looking, slot(9), version=looking.version, organiser=5, now=NOW
    )
    with pytest.raises(Stale):
        proposed(by_hand)


def test_a_slot_that_was_taken_meanwhile_is_said_and_not_offered_again() -> None:
    own = book(PROPOSED, days=20)
    again = lifecycle.taken(own)
    assert again.stage is Stage.LOOKING
    assert slot(20) in again.slots
    assert set(SLOTS) <= set(again.slots)
    told = lifecycle.proposed(again, (slot(15),), (FULL,), round=again.round)
    assert told.doubts == (TAKEN, FULL)
    assert told.slots == (slot(15),)
    later = lifecycle.look_again(told, version=told.version)
    assert proposed(later).doubts == ()


def test_without_a_calendar_moving_and_cancelling_happen_at_once() -> None:
    moved = lifecycle.move(BY_HAND, slot(9), version=BY_HAND.version, now=NOW)
    assert (moved.stage, moved.slot, moved.wanted) == (Stage.BOOKED, slot(9), None)
    cancelled = lifecycle.cancel(moved, version=moved.version)
    assert (cancelled.stage, cancelled.in_calendar) == (Stage.LOOKING, True)
    for step in (lifecycle.lost, lifecycle.organiser_left):
        with pytest.raises(Stale):
            step(BY_HAND)


def test_a_move_that_fails_leaves_the_meeting_where_it_was() -> None:
    moving = lifecycle.move(BOOKED, slot(9), version=BOOKED.version, now=NOW)
    assert (moving.stage, moving.slot, moving.wanted) == (Stage.MOVING, slot(7), slot(9))
    assert lifecycle.moved(moving).slot == slot(9)
    stayed = lifecycle.not_moved(moving, (FULL,))
    assert (stayed.stage, stayed.slot, stayed.doubts) == (Stage.BOOKED, slot(7), (FULL,))
    with pytest.raises(Refused, match="same_time"):
        lifecycle.move(BOOKED, slot(7), version=BOOKED.version, now=NOW)
    with pytest.raises(Refused, match="past_day"):
        lifecycle.move(BOOKED, slot(-1), version=BOOKED.version, now=NOW)
    with pytest.raises(Refused, match="not_booked"):
        lifecycle.move(PROPOSED, slot(9), version=PROPOSED.version, now=NOW)


def test_a_cancelled_meeting_leaves_the_period_owed() -> None:
    cancelling = lifecycle.cancel(BOOKED, version=BOOKED.version, reason="都合")
    assert (cancelling.stage, cancelling.reason) == (Stage.CANCELLING, "都合")
    after = lifecycle.cancelled(cancelling)
    assert (after.stage, after.slot, after.event_id, after.reason) == (Stage.LOOKING, None, "", "")


def test_what_was_moved_by_hand_is_taken_over_or_put_right() -> None:
    taken = lifecycle.take_outlook(CHANGED, version=CHANGED.version)
    assert (taken.stage, taken.slot, taken.seen) == (Stage.BOOKED, slot(8), None)
    back = lifecycle.restore(
        CHANGED, version=CHANGED.version, transaction_id="r", organiser=6, now=NOW
    )
    assert (back.stage, back.wanted, back.event_id) == (Stage.MOVING, slot(7), "e")
    assert lifecycle.moved(back).slot == slot(7)
    assert lifecycle.put_back(CHANGED).seen is None


def test_what_was_deleted_by_hand_is_made_anew_or_stays_deleted() -> None:
    again = lifecycle.restore(LOST, version=LOST.version, transaction_id="r", organiser=6, now=NOW)
    assert (again.stage, again.slot, again.transaction_id) == (Stage.BOOKING, slot(7), "r")
    assert (again.organiser, again.event_id) == (6, "")
    given_up = lifecycle.take_outlook(LOST, version=LOST.version)
    assert (given_up.stage, given_up.slot) == (Stage.LOOKING, None)
    with pytest.raises(Refused, match="past_day"):
        lifecycle.restore(
            LOST,
            version=LOST.version,
            transaction_id="r",
            organiser=6,
            now=NOW + timedelta(days=30),
        )


def test_when_the_organiser_went_the_event_is_made_in_another_calendar() -> None:
    left = lifecycle.organiser_left(BOOKED)
    assert left.doubts == (Doubt(trouble=Trouble.ORGANISER_LEFT, person=5),)
    again = lifecycle.restore(left, version=left.version, transaction_id="r", organiser=6, now=NOW)
    assert (again.stage, again.organiser, again.slot) == (Stage.BOOKING, 6, slot(7))
    assert again.version == left.version + 1
    with pytest.raises(Refused, match="nothing_to_restore"):
        lifecycle.restore(BOOKED, version=BOOKED.version, transaction_id="r", organiser=6, now=NOW)


def test_candidates_are_needed_to_ask_and_must_be_on_the_list() -> None:
    looking = look(OPEN)
    none = lifecycle.proposed(looking, (), (FULL,), round=looking.round)
    with pytest.raises(Refused, match="no_slots"):
        lifecycle.inquire(none, version=none.version)
    assert lifecycle.offered(PROPOSED, 2) == SLOTS[2]
    for number in (-1, 3):
        with pytest.raises(Refused, match="no_slot"):
            lifecycle.offered(PROPOSED, number)


ANEW = lifecycle.restore(LOST, version=LOST.version, transaction_id="r", organiser=6, now=NOW)


def test_an_agreed_time_that_somebody_took_stays_agreed_on() -> None:
    assert ANEW.seen == LOST.slot
    after = lifecycle.taken(ANEW)
    assert (after.stage, after.slot, after.seen) == (Stage.LOST, LOST.slot, None)
    assert [doubt.trouble for doubt in after.doubts] == [Trouble.TAKEN]


def test_what_could_not_make_way_stands_as_before() -> None:
    doubt = Doubt(trouble=Trouble.NOT_CONSENTED)
    after = lifecycle.not_restored(ANEW, BOOKED, [doubt])
    assert (after.stage, after.event_id, after.version) == (
        Stage.BOOKED,
        BOOKED.event_id,
        ANEW.version + 1,
    )
    assert after.doubts == (*BOOKED.doubts, doubt)


def test_a_late_answer_is_asked_for_anew_and_keeps_what_was_taken() -> None:
    looking = lifecycle.taken(
        lifecycle.book(
            PROPOSED, SLOTS[0], version=PROPOSED.version, transaction_id="t", organiser=6, now=NOW
        )
    )
    again = lifecycle.look_anew(looking)
    assert (again.stage, again.round) == (Stage.LOOKING, looking.round + 1)
    assert again.doubts == looking.doubts
