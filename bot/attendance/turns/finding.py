"""Which child a call is about: by class and number, by name or reading, or chosen from several."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.attendance import access, seen
from bot.attendance.model import Class, Pupil, School
from bot.attendance.rules.access import NOT_YOURS, Right
from bot.attendance.rules.shown.classes import UNNAMED, ShownClass
from bot.attendance.store import classes, enrolments, pupils
from bot.errors import Refused
from bot.people.rules import folded
from bot.turns.turn import Turn
from cards.attendance.verbs.office import Enter

MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A child and the seat by which they were found."""

    pupil: Pupil
    number: int
    class_: Class


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSeat:
    """A child as whoever answers the telephone tells them from others."""

    pupil_id: int
    school_class: ShownClass
    number: int
    name: str


def child(turn: Turn, school: School, verb: Enter) -> Found | tuple[Found, ...]:
    """The child, or those among whom to choose: none, several, or one whom a part fits.

    Only a number of a class and a whole name or reading are certain.

    An id that comes back with the form counts only for a child of that school whose class the
    presser may know of; any other is refused as nobody's. Raises Refused.
    """
    day = verb.since or turn.today
    if verb.pupil_id:
        return seated(turn, school, verb.pupil_id, day)
    typed = unicodedata.normalize("NFKC", verb.child).strip()
    found = tuple(_looked_up(turn, school, verb.class_id, typed, day))
    certain = [one for one in found if _is_certain(one, typed)]
    return certain[0] if len(certain) == 1 else found[:MOST]


def _is_certain(found: Found, typed: str) -> bool:
    """Found by number, or by the whole of the name or reading; blanks and width don't matter."""
    pupil, words = found.pupil, folded(typed)
    return typed.isdecimal() or words in (folded(pupil.name), folded(pupil.reading))


def shown(turn: Turn, found: Found, day: date) -> ShownSeat:
    """The child's seat as lists name it: of a 特別支援学級 nothing, where it is their only one."""
    seat = seen.seat_of(turn.tx, found.pupil.id, day)
    named = seat is not None and seat.nameable
    return ShownSeat(
        pupil_id=found.pupil.id,
        school_class=seen.named(turn.tx, seat.class_) if seat and named else UNNAMED,
        number=seat.number if seat and named else 0,
        name=found.pupil.name,
    )


def seated(turn: Turn, school: School, pupil: int, day: date) -> Found:
    """A child of that school whose class the presser may know of; raises Refused for any other."""
    known = pupils.find(turn.tx, pupil)
    if known is not None:
        for found in _seats(turn, school, known, day):
            return found
    raise Refused(NOT_YOURS)


def _looked_up(turn: Turn, school: School, class_id: int, typed: str, day: date) -> Iterable[Found]:
    if not typed:
        return ()
    if not class_id:
        named = pupils.search(turn.tx, school.id, typed, day, most=MOST)
        return (one for pupil in named for one in _seats(turn, school, pupil, day)[:1])
    class_ = classes.find(turn.tx, class_id)
    if class_ is None or class_.school != school.id or not _may(turn, class_):
        raise Refused(NOT_YOURS)
    return _in_class(turn, class_, typed, day)


def _in_class(turn: Turn, class_: Class, typed: str, day: date) -> Iterable[Found]:
    """By number where it is one, else by how name or reading begin."""
    for seat, pupil in enrolments.seats(turn.tx, class_.id, day):
        if seat.number == int(typed) if typed.isdecimal() else _is_named(pupil, typed):
            yield Found(pupil=pupil, number=seat.number, class_=class_)


def _is_named(pupil: Pupil, typed: str) -> bool:
    words = folded(typed)
    return any(folded(name).startswith(words) for name in (pupil.name, pupil.reading) if name)


def _seats(turn: Turn, school: School, pupil: Pupil, day: date) -> list[Found]:
    """Where the child sits that day, as far as the presser may know of it."""
    found = (
        (classes.get(turn.tx, one.class_id), one.number)
        for one in enrolments.on(turn.tx, pupil.id, day)
    )
    return [
        Found(pupil=pupil, number=number, class_=class_)
        for class_, number in found
        if class_.school == school.id and _may(turn, class_)
    ]


def _may(turn: Turn, class_: Class) -> bool:
    return access.of(turn).may_in(Right.ENTER, class_, turn.now)
