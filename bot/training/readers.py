"""How a person stands to a course before they press: what the rules of enrolling ask for."""

from datetime import date

from bot.people import reach
from bot.people.model import Person
from bot.storage.tx import Tx
from bot.training.model import Course, Enrolment
from bot.training.rules.eligible import Reader
from bot.training.store import completions, waves


def reader(
    tx: Tx,
    course: Course,
    person: Person,
    on: date,
    own: Enrolment | None,
    *,
    wave: bool = True,
) -> Reader:
    """Who asks, as far as a course is concerned.

    `own`: their enrolment in it, if any. `wave` False: no session in question has one, so that
    which wave their municipality has chosen needn't be looked up.
    """
    return Reader(
        meant=is_meant(tx, course, person, on),
        finished=completions.codes(tx, person.id) if course.requires else frozenset(),
        done=completions.of(tx, course.id, person.id) is not None,
        wave=_wave(tx, course, person) if wave else None,
        enrolment=own,
    )


def is_meant(tx: Tx, course: Course, person: Person, on: date) -> bool:
    """Whether the course's audience has a person on a day."""
    return reach.includes(tx, reach.written(course.to, course.but), person, on)


def _wave(tx: Tx, course: Course, person: Person) -> int | None:
    if not person.municipality:
        return None
    return waves.chosen(tx, course.id, person.municipality) or None
