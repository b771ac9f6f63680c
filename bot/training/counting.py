"""How far courses are: people by department and municipality, counted once for each audience."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.people import audience
from bot.storage.tx import Tx
from bot.training import audiences
from bot.training.model import Course, Org, Progress
from bot.training.rules import progress as rules
from bot.training.store import progress
from bot.training.store.progress import BOOKED, FINISHED, WAITING, Counts, Place

Places = dict[Place, int]  # people
_PART = {Org.MUNICIPALITY: 0, Org.DEPARTMENT: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One course with its people by place; `meant`: those of its audience."""

    course: Course
    meant: Places
    counts: Counts

    def by(self, org: Org, municipality: str = "") -> tuple[Progress, ...]:
        """A row for each organisation; `municipality`: of its people alone, "" for everybody."""
        return rules.rows(
            *(
                _rolled_up(one, org, municipality)
                for one in (self.meant, *(self.counts[x] for x in (FINISHED, BOOKED, WAITING)))
            )
        )

    def total(self, municipality: str = "") -> Progress:
        """All organisations together."""
        return rules.total(self.by(Org.MUNICIPALITY, municipality))


def _rolled_up(places: Places, org: Org, municipality: str) -> dict[str, int]:
    found: dict[str, int] = {}
    part = _PART[org]
    for place, people in places.items():
        if municipality in ("", place[0]):
            found[place[part]] = found.get(place[part], 0) + people
    return found


def counted(tx: Tx, courses: Sequence[Course], on: date) -> tuple[Counted, ...]:
    """How far each of these courses is on a day. Courses for the same people count them once."""
    found = progress.counts(tx, [course.id for course in courses])
    meant: dict[tuple[tuple[str, ...], tuple[str, ...]], Places] = {}
    for course in courses:
        if (course.to, course.but) not in meant:
            meant[course.to, course.but] = _meant(tx, course, on)
    return tuple(
        Counted(course=one, meant=meant[one.to, one.but], counts=found[one.id]) for one in courses
    )


def _meant(tx: Tx, course: Course, on: date) -> Places:
    found: Places = {}
    for page in audience.pages(tx, audiences.of(course), on):
        _add(found, progress.places(tx, page.people, on).values())
    return found


def _add(found: Places, places: Iterable[Place]) -> None:
    for place in places:
        found[place] = found.get(place, 0) + 1
