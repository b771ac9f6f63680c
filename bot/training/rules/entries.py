"""The calendar's side of a booking: which entry is wanted, which stands, which has to go.

A booking wants one; what ends the booking no longer does. The transaction id names the booking, so
that an answer which comes late is known for what it is.
"""

from dataclasses import replace

from bot.training.model import Enrolment, Entry, State

KEPT = frozenset(
    (State.BOOKED, State.ATTENDED, State.ABSENT)
)  # nobody clears a calendar of days past


def following(before: Enrolment, after: Enrolment) -> Enrolment:
    """The enrolment after a step, with what this step means for the calendar."""
    if after.state is State.BOOKED:
        if before.state is State.BOOKED and before.session == after.session:
            return after
        return _wanted(after)
    return after if after.state in KEPT else _unwanted(after)


def _wanted(enrolment: Enrolment) -> Enrolment:
    """An entry of its own for each booking: one of before is on its way out by its own id."""
    booking = f"{enrolment.course}-{enrolment.person}-{enrolment.version}"
    return replace(enrolment, entry=Entry.WANTED, event_id="", transaction_id=booking)


def _unwanted(enrolment: Enrolment) -> Enrolment:
    """What stands has to go; what was asked for and isn't known to stand is asked for no more."""
    if enrolment.entry is Entry.STANDS:
        return replace(enrolment, entry=Entry.UNWANTED)
    if enrolment.entry is Entry.UNWANTED:
        return enrolment
    return replace(enrolment, entry=Entry.NONE, event_id="", transaction_id="")


def is_wanted(enrolment: Enrolment, transaction_id: str) -> bool:
    """Whether the entry of this booking is still to be made."""
    same = enrolment.transaction_id == transaction_id
    return enrolment.entry in (Entry.WANTED, Entry.ASKED) and same


def stands(enrolment: Enrolment, *, transaction_id: str, event_id: str) -> Enrolment | None:
    """The event stands; None where the booking is over by now: the event has to go at once."""
    if not is_wanted(enrolment, transaction_id):
        return None
    return replace(enrolment, entry=Entry.STANDS, event_id=event_id)


def refused(enrolment: Enrolment, *, transaction_id: str) -> Enrolment:
    """There is no mailbox, or we may not write in it: the card says so; the seat is theirs."""
    if not is_wanted(enrolment, transaction_id):
        return enrolment
    return replace(enrolment, entry=Entry.REFUSED)


def removed(enrolment: Enrolment, *, event_id: str) -> Enrolment:
    """The event is gone; of another booking's nothing changes."""
    if enrolment.entry is not Entry.UNWANTED or enrolment.event_id != event_id:
        return enrolment
    return replace(enrolment, entry=Entry.NONE, event_id="", transaction_id="")
