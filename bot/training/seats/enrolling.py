"""What people do with their own place in a course."""

from datetime import datetime

from bot.people.model import Person
from bot.storage.tx import Tx
from bot.training.model import ACTIVE, Cause, Course, Enrolment, Head, Session, State
from bot.training.readers import reader
from bot.training.rules import eligible, lifecycle
from bot.training.rules import seats as rules
from bot.training.rules.sessions import has_begun
from bot.training.seats.locked import Locked, locked_of
from bot.training.seats.outcome import Outcome
from bot.training.store import courses, enrolments, steps


def enrol(tx: Tx, person: Person, session_id: int, now: datetime, wait: bool = False) -> Outcome:
    """申し込む: a seat, or with `wait` the end of the waiting list; raises Refused.

    Whoever waits has been offered what is free before. Without a seat for them the act is `full`,
    and nothing of theirs has changed: thousands may come too late, none of whom has to be undone.
    """
    locked = Locked(tx, session_id, now)
    locked.lapse()
    locked.move_up()
    before = enrolments.of(tx, locked.course.id, person.id)
    _check(tx, locked, person, before)
    approve = locked.course.head is Head.APPROVE
    state = rules.enrolled(locked.room(person), person, wait=wait, approve=approve)
    if state is None:
        return locked.close("full", before=before)
    after = applied(locked, before, person, state)
    kept = locked.go(before, after, "enrol")
    place = locked.session.waiting if state is State.WAITING else 0
    return _closed(locked, "enrol", before, kept, place)


def _check(tx: Tx, locked: Locked, person: Person, own: Enrolment | None) -> None:
    course, session, now = locked.course, locked.session, locked.now
    wave = bool(session.wave)
    asks = reader(tx, course, person, now.date(), own, wave=wave)
    eligible.check(course, session, asks, now)


def applied(locked: Locked, before: Enrolment | None, person: Person, state: State) -> Enrolment:
    """Somebody enrols in the locked session; where a head decides, their word is waited for."""
    return lifecycle.applied(
        before,
        course=locked.course.id,
        session=locked.session.id,
        person=person.id,
        municipality=person.municipality,
        department=person.department,
        state=state,
        approved=locked.course.head is not Head.APPROVE,
        now=locked.now,
    )


def withdraw(tx: Tx, person_id: int, course_id: int, now: datetime, version: int) -> Outcome:
    """申込みを取り消す; the seat goes to the next who waits. Raises Refused once it has begun."""
    locked, before = _own(tx, person_id, course_id, now)
    after = lifecycle.withdrawn(before, locked.session, version=version, now=now)
    return _closed(locked, "withdraw", before, locked.go(before, after, "withdraw"))


def accept(tx: Tx, person_id: int, course_id: int, now: datetime, version: int) -> Outcome:
    """この席で受講する; raises Refused where the offer has run out."""
    locked, before = _own(tx, person_id, course_id, now)
    after = lifecycle.accepted(before, locked.session, version=version, now=now)
    return _closed(locked, "accept", before, locked.go(before, after, "accept"))


def pass_on(tx: Tx, person_id: int, course_id: int, now: datetime, version: int) -> Outcome:
    """辞退する: the seat that was offered goes to the next."""
    locked, before = _own(tx, person_id, course_id, now)
    after = lifecycle.passed(before, locked.session, version=version, now=now)
    return _closed(locked, "pass", before, locked.go(before, after, "pass"))


def cannot(tx: Tx, person: Person, course_id: int, cause: str, now: datetime) -> Outcome:
    """受講できない, enrolled or not; what they had goes to the next."""
    course = courses.get(tx, course_id)
    before = enrolments.of(tx, course_id, person.id)
    if before is None or before.state not in ACTIVE:
        kept = _never_mind(tx, _unable(before, person, course, cause, now), now)
        return Outcome(act="cannot", course=course, before=before, enrolment=kept)
    locked, before = locked_of(tx, before, now)
    after = _unable(before, person, course, cause, now, locked.session)
    return _closed(locked, "cannot", before, locked.go(before, after, "cannot"))


def _unable(
    before: Enrolment | None,
    person: Person,
    course: Course,
    cause: str,
    now: datetime,
    session: Session | None = None,
) -> Enrolment:
    return lifecycle.cannot(
        before,
        course=course.id,
        person=person.id,
        cause=Cause(cause),
        now=now,
        session=session,
        municipality=person.municipality,
        department=person.department,
    )


def _never_mind(tx: Tx, after: Enrolment, now: datetime) -> Enrolment:
    """No seat and no place in a list changes hands."""
    kept = enrolments.save(tx, after) if after.id else enrolments.add(tx, after)
    step = steps.Step(
        enrolment=kept.id, at=now, act="cannot", session=kept.session, state=kept.state
    )
    steps.add(tx, step)
    return kept


def leave(tx: Tx, person_id: int, now: datetime) -> tuple[Outcome, ...]:
    """Somebody is gone, or erased: what they hold, and where they wait, goes to the next.

    What they booked and has begun stays as it is.
    """
    active = [one for one in enrolments.by(tx, person_id) if one.state in ACTIVE]
    locked = [locked_of(tx, one, now) for one in sorted(active, key=lambda one: one.session)]
    ahead = [(seats, one) for seats, one in locked if not has_begun(seats.session, now)]
    return tuple(_left(seats, one) for seats, one in ahead)


def _left(locked: Locked, before: Enrolment) -> Outcome:
    given = {"version": before.version, "now": locked.now}
    after = lifecycle.withdrawn(before, locked.session, **given)  # type: ignore[arg-type]
    return _closed(locked, "leave", before, locked.go(before, after, "leave", steps.CLOCK))


def _own(tx: Tx, person_id: int, course_id: int, now: datetime) -> tuple[Locked, Enrolment]:
    return locked_of(tx, enrolments.of(tx, course_id, person_id), now)


def _closed(
    locked: Locked, act: str, before: Enrolment | None, after: Enrolment, place: int = 0
) -> Outcome:
    return locked.close(act, before=before, enrolment=after, place=place)
