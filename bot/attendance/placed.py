"""A child with the school and class in which they are, for whoever may know it."""

from dataclasses import dataclass
from datetime import date

from bot.attendance import access
from bot.attendance.model import Class, Pupil, School
from bot.attendance.rules.access import NOT_YOURS, Access, Capacity, Right
from bot.attendance.store import classes, enrolments, pupils, schools
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.storage.tx import Tx
from bot.turns.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A child in their own class (the one whose roll counts) of a school."""

    pupil: Pupil
    school: School
    class_: Class
    number: int


def of(tx: Tx, pupil: int, day: date) -> tuple[Placed, ...]:
    """Where a child is on a day, then where they will be; () is 「在籍していません」."""
    named = pupils.find(tx, pupil)
    found = (one for one in enrolments.of_pupil(tx, pupil) if one.main and one.until >= day)
    ordered = sorted(found, key=lambda one: one.since)
    placed = ((one, classes.find(tx, one.class_id)) for one in ordered)
    return tuple(
        Placed(pupil=named, school=schools.get(tx, class_.school), class_=class_, number=one.number)
        for one, class_ in placed
        if named is not None and class_ is not None
    )


def reached(turn: Turn, pupil: int, *rights: Right) -> tuple[Placed, Capacity]:
    """The child, and the post by which the presser has one of these rights for them.

    A forged id, another school's child and one who has left are refused alike (個人情報保護法66条).
    """
    may = access.of(turn)
    for one in of(turn.tx, pupil, turn.today):
        for right in rights:
            capacity = may.acting_in(right, one.class_, turn.now)
            if capacity is not None:
                return one, capacity
    raise Refused(NOT_YOURS)


def held(may: Access, one: Placed, turn: Turn, *rights: Right) -> frozenset[Right]:
    """Which of these rights the presser has for a child."""
    return frozenset(right for right in rights if may.may_in(right, one.class_, turn.now))


def school_of(turn: Turn, school: int, *rights: Right) -> School:
    """The school that a card names, else the presser's first; Refused where none is theirs."""
    may = access.of(turn)
    own = frozenset[int]().union(*(may.schools(right) for right in rights))
    wanted = school or min(own, default=0)
    found = schools.find(turn.tx, wanted) if wanted in own else None
    if found is None:
        raise Refused(NOT_YOURS)
    return found


def acting(turn: Turn, capacity: Capacity) -> Actor:
    """Who the ledger says it was: in which post, and for whom where they deputise (代理)."""
    return turn.actor.acting(capacity.holder.post, capacity.holder.deputy_for)
