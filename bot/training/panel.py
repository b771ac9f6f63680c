"""Training progress for the tab: how far each course is, by department and municipality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.errors import Refused
from bot.slice import Panel
from bot.training import acting, counting
from bot.training.counting import Counted
from bot.training.model import Course, CourseState, Org, Progress
from bot.training.rules.progress import percent, rest
from bot.training.rules.rights import is_desk
from bot.training.store import courses
from bot.turns.turn import Turn

MOST_COURSES, MOST_PARTS = 30, 60
_RUNNING = (CourseState.OPEN, CourseState.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """People of one course or organisation; the four parts add up to `audience`, `percent` of a
    hundred have finished."""

    name: str
    audience: int
    finished: int
    booked: int
    waiting: int
    nothing: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A course that takes people, and until when it is to be finished."""

    id: int
    title: str
    mandatory: bool
    finish_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """How far a course is: counts, never names. `municipality`: of its people alone, "" for all.

    `course` is the one that is counted, 0 where there is none, and `share` all of its people. The
    parts that have farthest to go come first; `more`: how many of them are left out.
    """

    today: date
    municipality: str
    courses: tuple[Running, ...]
    course: int
    share: Share | None
    departments: tuple[Share, ...]
    municipalities: tuple[Share, ...]
    more: int


def offered(turn: Turn) -> bool:
    """The training desk, and who coordinates a municipality."""
    return turn.person.is_staff and acting.reading(turn) is not None


def read(turn: Turn, asked: Mapping[str, int]) -> Learning:
    """The running courses, and one of them by department: that of the address, else the one whose
    day comes first. Raises Refused for a course that isn't the reader's."""
    found = _minded(turn)
    wanted = asked.get("course") or (found[0].id if found else 0)
    chosen = [one for one in found if one.id == wanted]
    if wanted and not chosen:
        raise Refused(acting.NOT_YOURS)
    municipality = "" if is_desk(turn.person) else acting.coordinated(turn)
    # Thousands of people are gone through for each course: of the others nothing is asked.
    counted = next(iter(counting.counted(turn.tx, chosen, turn.today)), None)
    departments = _parts(counted, Org.DEPARTMENT, municipality)
    municipalities = () if municipality else _parts(counted, Org.MUNICIPALITY, "")
    return Learning(
        today=turn.today,
        municipality=municipality,
        courses=tuple(map(_running, found)),
        course=wanted,
        share=_share(counted.total(municipality)) if counted else None,
        departments=departments[:MOST_PARTS],
        municipalities=municipalities[:MOST_PARTS] if len(municipalities) > 1 else (),
        more=max(len(departments) - MOST_PARTS, 0) + max(len(municipalities) - MOST_PARTS, 0),
    )


def _minded(turn: Turn) -> list[Course]:
    """Courses that have begun to take people and aren't over; what is prepared is nobody's yet."""
    found = [one for one in courses.every(turn.tx) if one.state in _RUNNING]
    found.sort(key=lambda one: (one.finish_by < turn.today, one.finish_by, one.id))
    return found[:MOST_COURSES]


def _running(course: Course) -> Running:
    return Running(
        id=course.id,
        title=course.title,
        mandatory=course.mandatory,
        finish_by=course.finish_by,
    )


def _parts(one: Counted | None, org: Org, municipality: str) -> tuple[Share, ...]:
    rows = one.by(org, municipality) if one else ()
    shares = [_share(row) for row in rows if row.audience]
    return tuple(sorted(shares, key=lambda share: (share.percent, -share.audience, share.name)))


def _share(row: Progress) -> Share:
    return Share(
        name=row.org,
        audience=row.audience,
        finished=row.finished,
        booked=row.booked,
        waiting=row.waiting,
        nothing=rest(row),
        percent=percent(row),
    )


PANELS = (
    Panel(name="training", view=Learning, offered=offered, read=read, asks=("course",), slow=True),
)
