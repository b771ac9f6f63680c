"""How long a seat that came free is kept for whoever waited: a day on which the city works."""

from datetime import datetime, time, timedelta

from bot.training.model import Enrolment, Session, State
from bot.workdays import ONE_DAY, Calendar

AN_HOUR = timedelta(hours=1)


def until(now: datetime, session: Session, calendar: Calendar) -> datetime:
    """The instant at which an offer of `now` (in the tenant's zone) lapses, in that zone.

    24 hours, of working days alone (Friday 15:00 → Monday 15:00), and an hour before the session
    at the latest. Who would have less than an hour so has until the session begins, for the list
    moves until then.
    """
    begins = session.starts_at.astimezone(now.tzinfo)
    latest = begins - AN_HOUR
    if latest - now < AN_HOUR:
        latest = begins
    return min(a_working_day_later(now, calendar), latest)


def a_working_day_later(at: datetime, calendar: Calendar) -> datetime:
    """24 hours on, counting the hours of working days only; what begins on a day off begins with
    the next working day."""
    day = calendar.next_working_day(at.date())
    clock = at.time() if day == at.date() else time.min
    after = calendar.next_working_day(day + ONE_DAY)
    return datetime.combine(after, clock, at.tzinfo)


def is_over(enrolment: Enrolment, session: Session, now: datetime) -> bool:
    """Whether an offer wasn't answered in time: at its instant it is too late, as it is once the
    session has begun (which may have been moved meanwhile)."""
    if enrolment.state is not State.OFFERED:
        return False
    ends = min(enrolment.until or session.starts_at, session.starts_at)
    return ends <= now
