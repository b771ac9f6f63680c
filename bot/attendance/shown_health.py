"""出席停止 as its cards show it: to the school's staff, and to a family."""

from dataclasses import dataclass
from datetime import date

from bot.attendance import suspending
from bot.attendance.model import Answer, Pupil, School, Suspension, SuspensionState
from bot.attendance.placed import Placed
from bot.attendance.rules import suspension
from bot.attendance.rules.families import shows_class
from bot.attendance.rules.shown import health
from bot.attendance.rules.shown.classes import ShownClass, shown_class
from bot.attendance.rules.shown.health import ShownAnswer, ShownSuspension
from bot.people.names import person_name
from bot.storage.tx import Tx
from bot.turns.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSchool:
    """A school by its name."""

    school_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChild:
    """A child in their class, as staff of the school find them."""

    pupil_id: int
    school_class: ShownClass
    number: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOrder:
    """The order as the family reads it, when they press."""

    suspension_id: int
    child: str
    disease: str
    since: date
    allowed_from: date | None
    returns_on: date | None
    ended_on: date | None
    ask: bool
    over: bool
    phone: str


def shown_school(school: School) -> ShownSchool:
    """A school by its name."""
    return ShownSchool(school_id=school.id, name=school.name)


def shown_child(placed: Placed) -> ShownChild:
    """A child by class, number and name, for the school's own staff."""
    return ShownChild(
        pupil_id=placed.pupil.id,
        school_class=shown_class(placed.class_, placed.school),
        number=placed.number,
        name=placed.pupil.name,
    )


def shown(turn: Turn, one: Suspension, placed: Placed) -> ShownSuspension:
    """All of it, with the reckoned day: the answer of a press by who may read it."""
    tx, today = turn.tx, turn.today
    return health.suspension(
        one,
        placed.pupil,
        placed.number,
        shown_class(placed.class_, placed.school),
        suspending.guide(tx, one),
        days=suspending.counted(tx, one, today),
        zone=turn.now.tzinfo,
        checked_by=person_name(tx, one.checked_by, today) if one.checked_by else "",
        ordered_by=person_name(tx, one.ordered_by, today) if one.ordered_by else "",
        answers=tuple(_answer(tx, said, today) for said in one.answers),
    )


def _answer(tx: Tx, said: Answer, today: date) -> ShownAnswer:
    name = person_name(tx, said.account, today)
    return ShownAnswer(name=name, on=said.on, ended_on=said.ended_on)


def order(tx: Tx, one: Suspension, pupil: Pupil, school: School, *, account: int) -> ShownOrder:
    """What an account of the family is told when it presses: the reason and the time (令6条2項),
    and of how the child is only what it said itself or the school has set.

    On the child's own account neither name nor reason: others look at that screen as well.
    """
    seen = suspension.as_read_by(one, account)
    found = suspending.guide(tx, seen)
    standing = one.state is SuspensionState.ORDERED
    own = suspension.answer_of(one, account)
    adult = account in suspending.adults_told_of(tx, pupil)
    asked = account in suspending.asked_of(tx, pupil) and one.returns_on is None
    return ShownOrder(
        suspension_id=one.id,
        child=pupil.name if adult else "",
        disease=one.disease.value if adult else "",
        since=one.since,
        allowed_from=found.school_day,
        returns_on=one.returns_on,
        ended_on=own,
        ask=standing and asked and (suspending.asks_family(found) or own is not None),
        over=not standing,
        phone=school.phone if shows_class(pupil) else "",
    )
