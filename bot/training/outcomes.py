"""What follows from what Graph said: how far bookings are in calendars, and who attended.

An answer that nobody waits for any more (the booking is over) changes nothing; an event that nobody
wants any more is removed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import policy
from bot.errands.model import Unknown
from bot.errors import NotFound
from bot.people import store as people
from bot.slice import Tick
from bot.storage.tx import Tx
from bot.training import asked, notices, seats, telling, whom
from bot.training.model import ACTIVE, Course, Enrolment, Entry, Session, State
from bot.training.plan import item
from bot.training.plan import sessions as of_sessions
from bot.training.plan.item import Item
from bot.training.questions import Put, Read, Remove, Shift, Tell
from bot.training.rules import entries
from bot.training.rules.sessions import takes_place
from bot.training.store import courses, enrolments, sessions
from bot.zone import zone_of
from cards import training as view

_MINUTE = timedelta(minutes=1)
_KEPT_IN_SIGHT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Somebody's presence in an online meeting; "" where Teams doesn't know them."""

    account: str
    mail: str
    spans: tuple[tuple[datetime, datetime], ...]


def written(tick: Tick, job: Put, outcome: object) -> None:
    """The event stands; where the booking is over by now it goes again."""
    found = _held(tick.tx, job.enrolment)
    if isinstance(outcome, str) and outcome != Entry.REFUSED:
        _stands(tick, job, found, outcome)
        return
    if found is not None:
        _keep(tick.tx, found, entries.refused(found, transaction_id=job.booking))
    if isinstance(outcome, Unknown):  # an event may stand that nobody will look after
        _ask_gone(tick, job, "")


def _held(tx: Tx, enrolment: int) -> Enrolment | None:
    """The enrolment, on which nobody presses until this is written; None where it is gone."""
    try:
        return seats.standing(tx, enrolment)
    except NotFound:
        return None


def _stands(tick: Tick, job: Put, found: Enrolment | None, event_id: str) -> None:
    after = None
    if found is not None:
        after = entries.stands(found, transaction_id=job.booking, event_id=event_id)
    if found is None or after is None:
        _ask_gone(tick, job, event_id)
        return
    _keep(tick.tx, found, after)
    of = courses.get(tick.tx, after.course), sessions.get(tick.tx, after.session)
    if not asked.is_said(tick.tx, job, after, *of):  # it was moved meanwhile, or has got its link
        asked.ask_move(tick.tx, after, *of, tick.now)


def _ask_gone(tick: Tick, job: Put, event_id: str) -> None:
    gone = Remove(
        enrolment=job.enrolment,
        account=job.account,
        booking=job.booking,
        transaction_id=job.transaction_id,
        event_id=event_id,
        start=job.start,
    )
    asked.ask_gone(tick.tx, gone, tick.now)


def shifted(tick: Tick, job: Shift, outcome: object) -> None:
    """What its owner took out of the calendar stays out; what couldn't be moved is told.

    Where the session was moved again meanwhile, the calendar is asked anew, whatever came of it.
    """
    found = _held(tick.tx, job.enrolment)
    if found is None or (found.transaction_id, found.entry) != (job.booking, Entry.STANDS):
        return
    if outcome == Entry.NONE:
        _keep(tick.tx, found, replace(found, entry=Entry.NONE, event_id=""))
        return
    of = courses.get(tick.tx, found.course), sessions.get(tick.tx, found.session)
    if not asked.is_said(tick.tx, job, found, *of):
        asked.ask_move(tick.tx, found, *of, tick.now)
    elif outcome != Entry.STANDS:
        _keep(tick.tx, found, replace(found, entry=Entry.REFUSED))


def removed(tick: Tick, job: Remove, outcome: object) -> None:
    """Nothing of the booking is left in the calendar."""
    del outcome
    found = _held(tick.tx, job.enrolment)
    if found is not None:
        _keep(tick.tx, found, entries.removed(found, event_id=job.event_id))


def _keep(tx: Tx, before: Enrolment, after: Enrolment) -> None:
    if after != before:
        enrolments.mark_entry(
            tx,
            after.id,
            after.entry,
            event_id=after.event_id,
            transaction_id=after.transaction_id,
        )


def attended(tick: Tick, job: Read, outcome: object) -> None:
    """Who was there long enough has finished; where no report comes at all, the desk is told."""
    session = sessions.find_one(tick.tx, job.session)
    if session is None:
        return
    found = outcome if isinstance(outcome, tuple) else ()
    minutes = _minutes(tick, session, found)
    if minutes:
        outcome_ = seats.attend(tick.tx, session.id, minutes, tick.now)
        notices.tell(tick.tx, outcome_, tick.now)
    elif _is_given_up(tick, session, job.round):
        _tell_desk(tick, courses.get(tick.tx, session.course), session)


def _minutes(tick: Tick, session: Session, found: Iterable[Attendance]) -> Mapping[int, int]:
    """How long each person of ours was there, in all that they came to of it."""
    spans: dict[int, list[tuple[datetime, datetime]]] = {}
    for one in found:
        person = people.find_by_aad(tick.tx, one.account, tick.today) if one.account else None
        if person is None and one.mail:
            person = people.find_by_mail(tick.tx, one.mail, tick.today)
        if person is not None:
            spans.setdefault(person.id, []).extend(one.spans)
    return {person: _within(session, theirs) for person, theirs in spans.items()}


def _within(session: Session, spans: list[tuple[datetime, datetime]]) -> int:
    """Minutes of the session itself; who joined by two devices at once counts once."""
    total, reached = timedelta(0), session.starts_at
    for start, end in sorted(spans):
        start, end = max(start, reached), min(end, session.ends_at)
        if end > start:
            total, reached = total + (end - start), end
    return total // _MINUTE


def _is_given_up(tick: Tick, session: Session, round: int) -> bool:
    """Nobody looks for the report again, and nobody's attendance is known by now."""
    if not of_sessions.is_last(session, round, policy.of(tick.tx).hours, zone_of(tick.now)):
        return False
    known = (State.ATTENDED, State.ABSENT)
    where = (session.course, session.id)
    booked = enrolments.of_session(tick.tx, *where, State.BOOKED)
    return bool(booked) and not enrolments.of_session(tick.tx, *where, *known)


def _tell_desk(tick: Tick, course: Course, session: Session) -> None:
    about = Item(
        on=tick.today,
        kind=item.UNATTENDED,
        key=f"unattended:{session.id}",
        subject=session.subject,
        title=course.title,
        day=session.starts_at.astimezone(tick.now.tzinfo).date(),
        to=whom.desk(tick.tx, tick.today),
        expires=tick.today + _KEPT_IN_SIGHT,
    )
    seen = telling.course_and_session(tick.tx, course, session, tick.now)
    notices.post(tick.tx, about, lambda lang: view.unattended(lang, *seen), tick.now)


def told(tick: Tick, job: Tell) -> None:
    """One of many hears of their session, unless they have gone on meanwhile."""
    found = enrolments.find_one(tick.tx, job.enrolment)
    if found is not None and found.session == job.session and _concerns(tick.tx, job, found):
        telling.again(tick.tx, found, job.what, tick.now, at=job.at, was=job.was)


def _concerns(tx: Tx, job: Tell, found: Enrolment) -> bool:
    if job.what == "cancelled":
        return found.state is State.DROPPED
    return found.state in ACTIVE and takes_place(sessions.get(tx, found.session))
