"""What the clock does about a session: reminders before it, looks for its report after it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.people import audience
from bot.storage.tx import Tx
from bot.training.model import Course, Session, SessionState, State
from bot.training.plan import item
from bot.training.plan.item import Item
from bot.training.rules import reminders, sessions
from bot.training.store import enrolments
from bot.workdays import ONE_DAY, Hours

AFTER_THE_END = (timedelta(hours=1), timedelta(hours=24))
LAST_LOOK = timedelta(days=7)  # after the end, on each working morning until then
AHEAD = timedelta(days=21)  # closed days may lie between a reminder and its session
BEHIND = LAST_LOOK + timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something is to be done. `ahead`: which reminder it is, "" for none; `round`: which look
    for the attendance report, 0 for none; `last` of these."""

    at: datetime
    session: Session
    ahead: str = ""
    round: int = 0
    last: bool = False


def moments(session: Session, hours: Hours, zone: ZoneInfo) -> tuple[Moment, ...]:
    """All that is to be done about a session as it stands, the earliest first."""
    found: list[Moment] = []
    if sessions.takes_place(session):
        like = session.starts_at.astimezone(zone)
        for one in reminders.of_booking(session, hours, like):
            found.append(Moment(at=one.at, session=session, ahead=one.ahead))
    if session.state is not SessionState.CANCELLED and session.link and session.organizer:
        found += _looks(session, hours, zone)
    return tuple(sorted(found, key=lambda one: one.at))


def _looks(session: Session, hours: Hours, zone: ZoneInfo) -> Iterator[Moment]:
    """Teams writes a report when everybody has left, and a while after that."""
    ends = session.ends_at.astimezone(zone)
    times = [ends + pause for pause in AFTER_THE_END]
    day, last = times[-1].date(), ends.date() + LAST_LOOK
    while (day := hours.calendar.next_working_day(day + ONE_DAY)) <= last:
        times.append(reminders.morning(day, hours, ends))
    for round, at in enumerate(times, 1):
        yield Moment(at=at, session=session, round=round, last=round == len(times))


def is_last(session: Session, round: int, hours: Hours, zone: ZoneInfo) -> bool:
    """Whether nobody looks for the session's report again after this look."""
    return all(one.round <= round for one in _looks(session, hours, zone))


def due(
    found: Iterable[Session], hours: Hours, zone: ZoneInfo, since: datetime, now: datetime
) -> tuple[Moment, ...]:
    """What is to be done of all that came after `since`: of reminders the last alone, and none once
    the session has begun; of looks the last alone."""
    chosen: list[Moment] = []
    for session in found:
        missed = [one for one in moments(session, hours, zone) if since < one.at <= now]
        begun = sessions.has_begun(session, now)
        chosen += [one for one in missed if one.ahead and not begun][-1:]
        chosen += [one for one in missed if one.round][-1:]
    return _sorted(chosen)


def between(
    found: Iterable[Session], hours: Hours, zone: ZoneInfo, since: datetime, until: datetime
) -> tuple[Moment, ...]:
    """Everything after `since`, until `until` included, the earliest first."""
    return _sorted(
        one for session in found for one in moments(session, hours, zone) if since < one.at <= until
    )


def _sorted(found: Iterable[Moment]) -> tuple[Moment, ...]:
    return tuple(sorted(found, key=lambda one: (one.at, one.session.id)))


def reminder(tx: Tx, course: Course, moment: Moment, at: datetime) -> Item:
    """The reminder that goes out at `at` (in the tenant's zone), to who has a seat by then; to
    nobody on leave."""
    session = moment.session
    booked = enrolments.of_session(tx, course.id, session.id, State.BOOKED)
    away = audience.absent(tx, [one.person for one in booked], at.date())
    return Item(
        on=at.date(),
        kind=item.REMIND,
        key=f"remind:{session.id}:{session.starts_at.timestamp():.0f}:{moment.ahead}",
        subject=session.subject,
        title=course.title,
        day=session.starts_at.astimezone(at.tzinfo).date(),
        to=tuple(one.person for one in booked if one.person not in away),
        expires=session.starts_at,
    )
