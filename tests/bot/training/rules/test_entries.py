"""The calendar follows the booking, whenever Graph's answer comes."""

from bot.training.model import Entry, State
from bot.training.rules import entries, lifecycle
from tests.bot.training.rules.made import NOW, SESSION, enrolment

REQUESTED = enrolment(state=State.REQUESTED, approved=False)
BOOKED = lifecycle.decided(REQUESTED, SESSION, version=1, agree=True, by=9, now=NOW)
STANDS = enrolment(
    state=State.BOOKED, entry=Entry.STANDS, event_id="AAMk", transaction_id="5-3-1", version=2
)


def withdrawn(found):
    return lifecycle.withdrawn(found, SESSION, version=found.version, now=NOW)


def booked_again(before):
    return lifecycle.applied(
        before, course=5, session=8, person=3, state=State.BOOKED, approved=True, now=NOW
    )


def test_only_a_booking_wants_an_entry_under_a_name_of_its_own() -> None:
    assert (REQUESTED.entry, BOOKED.entry) == (Entry.NONE, Entry.WANTED)
    assert BOOKED.transaction_id == "5-3-2"
    again = booked_again(withdrawn(BOOKED))
    assert (again.entry, again.transaction_id) == (Entry.WANTED, "5-3-4")


def test_a_booking_taken_back_before_the_errand_ran_asks_for_nothing() -> None:
    gone = withdrawn(BOOKED)
    assert (gone.entry, gone.transaction_id) == (Entry.NONE, "")
    assert not entries.is_wanted(gone, BOOKED.transaction_id)


def test_an_event_made_for_a_booking_that_is_over_has_to_go() -> None:
    for later in (withdrawn(BOOKED), booked_again(withdrawn(BOOKED))):
        answer = entries.stands(later, transaction_id=BOOKED.transaction_id, event_id="AAMk")
        assert answer is None
        assert entries.refused(later, transaction_id=BOOKED.transaction_id) == later


def test_an_entry_stands_and_goes_with_the_booking() -> None:
    stands = entries.stands(BOOKED, transaction_id=BOOKED.transaction_id, event_id="AAMk")
    assert stands is not None
    assert (stands.entry, stands.event_id) == (Entry.STANDS, "AAMk")
    gone = withdrawn(stands)
    assert (gone.entry, gone.event_id) == (Entry.UNWANTED, "AAMk")
    assert entries.removed(gone, event_id="AAMk").entry is Entry.NONE


def test_a_removal_that_comes_late_leaves_the_next_bookings_entry_alone() -> None:
    again = booked_again(withdrawn(STANDS))
    assert (again.entry, again.event_id) == (Entry.WANTED, "")
    assert entries.removed(again, event_id="AAMk") == again


def test_without_a_mailbox_the_seat_stays() -> None:
    found = entries.refused(BOOKED, transaction_id=BOOKED.transaction_id)
    assert (found.state, found.entry) == (State.BOOKED, Entry.REFUSED)
    assert withdrawn(found).entry is Entry.NONE


def test_what_does_not_end_the_booking_leaves_the_entry_alone() -> None:
    asked = lifecycle.asked(STANDS, version=2, colleague=9)
    there = lifecycle.seen(STANDS, minutes=90, enough=True)
    assert {asked.entry, there.entry} == {Entry.STANDS}


def test_every_other_end_of_a_booking_takes_the_entry_away() -> None:
    asked = lifecycle.asked(STANDS, version=2, colleague=9)
    replaced = lifecycle.replaced(asked, version=3, by=9)
    assert {replaced.entry, lifecycle.dropped(STANDS).entry} == {Entry.UNWANTED}
    assert lifecycle.dropped(replaced_by(STANDS)).entry is Entry.UNWANTED


def replaced_by(found):
    return lifecycle.asked(found, version=found.version, colleague=9)
