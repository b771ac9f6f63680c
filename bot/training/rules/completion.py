"""When somebody has finished a course, and by what that shows."""

from datetime import date, timedelta

from bot.training.model import Completion, Course, Enrolment, How, Session

_MINUTE = timedelta(minutes=1)
_HUNDRED = 100


def needed(course: Course, session: Session) -> int:
    """How many minutes of a session are enough: the course's share of its length, rounded up."""
    length = (session.ends_at - session.starts_at) // _MINUTE
    return -(-length * course.threshold // _HUNDRED)


def is_enough(course: Course, session: Session, minutes: int) -> bool:
    """Whether somebody who was there so long has finished; who never came has not, whatever the
    course asks for."""
    return minutes > 0 and minutes >= needed(course, session)


def by_attendance(enrolment: Enrolment, on: date) -> Completion:
    """Somebody was there long enough; they count for where they enrolled from."""
    return Completion(
        course=enrolment.course,
        person=enrolment.person,
        on=on,
        how=How.ATTENDANCE,
        municipality=enrolment.municipality,
        department=enrolment.department,
    )
