"""When the clock reminds of a course, whom, and why they get it.

All on working days: what would fall on a day off comes on the working day before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.training.model import Course, Session, SessionState
from bot.workdays import ONE_DAY, Calendar, Hours

AN_HOUR = timedelta(hours=1)
BOOKED_BEFORE = {"7d": 7, "1d": 1}
APPLY_BEFORE = {"14d": 14, "3d": 3}  # before the last deadline
FINISH_BEFORE = {"60d": 60, "30d": 30, "14d": 14}
CHOOSE_BEFORE = {"14d": 14, "3d": 3}
HEAD_WAITS = 2  # working days


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something is said; `ahead` says which reminder it is: 7d, 1d, 1h, 14d …"""

    at: datetime
    ahead: str


def of_booking(session: Session, hours: Hours, like: datetime) -> tuple[Moment, ...]:
    """The reminders of who has a seat, the earliest first, in the zone of `like`.

    Two on one working day are one, the later; none comes when the session has begun.
    """
    start = session.starts_at.astimezone(like.tzinfo)
    found = _mornings(start.date(), BOOKED_BEFORE, hours, start)
    soon = Moment(at=start - AN_HOUR, ahead="1h")
    return (*(one for one in found if one.at < soon.at), soon)


def to_apply(
    course: Course, sessions: Iterable[Session], hours: Hours, like: datetime
) -> tuple[Moment, ...]:
    """When who hasn't applied is reminded, before the last deadline of its open sessions.

    None while there is no session; none after that deadline, or before anybody may enrol.
    """
    last = last_deadline(sessions)
    if last is None:
        return ()
    local = last.astimezone(like.tzinfo)
    found = _mornings(local.date(), APPLY_BEFORE, hours, local)
    opens = course.opens_at
    return tuple(one for one in found if one.at < last and (opens is None or opens <= one.at))


def last_deadline(sessions: Iterable[Session]) -> datetime | None:
    """The last instant to enrol in any of the sessions that are open; None without one."""
    return max((one.deadline for one in sessions if one.state is SessionState.OPEN), default=None)


def to_finish(course: Course, hours: Hours, like: datetime) -> tuple[Moment, ...]:
    """When who hasn't finished a mandatory course is reminded; nobody of one that is free."""
    if not course.mandatory:
        return ()
    end = _midnight(course.finish_by + ONE_DAY, like)
    return tuple(_mornings(course.finish_by, FINISH_BEFORE, hours, end))


def to_choose(course: Course, hours: Hours, like: datetime) -> tuple[Moment, ...]:
    """When coordinators whose municipality has no wave yet are reminded."""
    if course.choose_by is None:
        return ()
    end = _midnight(course.choose_by + ONE_DAY, like)
    return tuple(_mornings(course.choose_by, CHOOSE_BEFORE, hours, end))


def to_watch(session: Session, hours: Hours, like: datetime) -> datetime:
    """When who missed a session hears that there is a recording: the next working morning."""
    ended = session.ends_at.astimezone(like.tzinfo)
    return morning(hours.calendar.next_working_day(ended.date() + ONE_DAY), hours, like)


def head_again(asked: datetime, hours: Hours) -> datetime:
    """When a head who hasn't answered is asked again, the superior's superior with them: on the
    morning after two working days (`asked` in the tenant's zone)."""
    day = asked.date()
    for _ in range(HEAD_WAITS):
        day = hours.calendar.next_working_day(day + ONE_DAY)
    return max(morning(day, hours, asked), asked)


def morning(day: date, hours: Hours, like: datetime) -> datetime:
    """When the cards of a working day go out, in the zone of `like`."""
    return hours.opens(_midnight(day, like))


def _midnight(day: date, like: datetime) -> datetime:
    return datetime.combine(day, time.min, like.tzinfo)


def _mornings(
    day: date, before: Mapping[str, int], hours: Hours, end: datetime
) -> tuple[Moment, ...]:
    """A moment for each number of days before, the earliest first; on one day only the last."""
    found: dict[datetime, str] = {}
    for ahead, days in before.items():
        on = _working_day_before(day, days, hours.calendar)
        found[morning(on, hours, end)] = ahead
    return tuple(Moment(at=at, ahead=ahead) for at, ahead in found.items() if at < end)


def _working_day_before(day: date, days: int, calendar: Calendar) -> date:
    return calendar.previous_working_day(day - timedelta(days=days))
