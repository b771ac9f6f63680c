"""代わりの人: a colleague takes over a seat; it never comes free between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.errors import Refused
from bot.people.model import Person
from bot.storage.tx import Tx
from bot.training.model import Enrolment, Head, State
from bot.training.readers import reader
from bot.training.rules import eligible, lifecycle
from bot.training.rules import seats as rules
from bot.training.rules import sessions as session_rules
from bot.training.seats.enrolling import applied
from bot.training.seats.locked import Locked, locked_of
from bot.training.seats.outcome import Outcome
from bot.training.store import enrolments

_OF_SESSION = frozenset(
    f"training.refused.{reason}" for reason in ("begun", "session_cancelled", "substitute_quota")
)


def ask_substitute(
    tx: Tx, person_id: int, course_id: int, substitute: Person, now: datetime, version: int
) -> Outcome:
    """推薦する: the colleague is asked; raises Refused where they can't take the seat.

    What they have booked or finished, and what they may attend, is told to nobody else.
    """
    locked, before = locked_of(tx, enrolments.of(tx, course_id, person_id), now)
    after = lifecycle.asked(before, version=version, colleague=substitute.id)
    with _silent():
        _check(tx, locked, before, substitute)
    kept = locked.go(before, after, "substitute")
    return locked.close("substitute", before=before, enrolment=kept)


def take_over(
    tx: Tx, enrolment_id: int, substitute: Person, now: datetime, version: int, *, agree: bool
) -> Outcome:
    """代わりに受講する, or not; `enrolment` is theirs who gave the seat."""
    locked, before = locked_of(tx, enrolments.get(tx, enrolment_id), now)
    if not agree:
        after = lifecycle.declined(before, version=version, by=substitute.id)
        kept = locked.go(before, after, "decline", substitute.id)
        return locked.close("decline", before=before, enrolment=kept)
    after = lifecycle.replaced(before, version=version, by=substitute.id)
    own = _check(tx, locked, before, substitute)
    given = locked.go(before, after, "take_over", substitute.id)
    state = State.REQUESTED if locked.course.head is Head.APPROVE else State.BOOKED
    taken = locked.go(own, applied(locked, own, substitute, state), "take_over")
    return locked.close("take_over", before=before, enrolment=given, substitute=taken)


@contextmanager
def _silent() -> Iterator[None]:
    """Within it, a refusal says no more than what concerns the session itself."""
    try:
        yield
    except Refused as refused:
        if refused.reason in _OF_SESSION:
            raise
        raise Refused("training.refused.substitute") from None


def _check(tx: Tx, locked: Locked, giver: Enrolment, substitute: Person) -> Enrolment | None:
    """The colleague's own enrolment so far; raises Refused where the seat can't be theirs."""
    course, session, now = locked.course, locked.session, locked.now
    if session_rules.has_begun(session, now):
        raise Refused("training.refused.begun")
    if not session_rules.takes_place(session):
        raise Refused("training.refused.session_cancelled")
    own = enrolments.of(tx, course.id, substitute.id)
    asks = reader(tx, course, substitute, now.date(), own, wave=bool(session.wave))
    eligible.check_substitute(course, session, asks)
    rules.taken_over(locked.room(giver, substitute), giver, substitute)
    return own
