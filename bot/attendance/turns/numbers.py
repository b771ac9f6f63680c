"""人数の一覧: a school's own numbers by class, and those of all schools for the board; no names."""

from dataclasses import dataclass
from datetime import date

from bot.attendance import access, counting
from bot.attendance.counting import Count
from bot.attendance.model import Class, School, Stream
from bot.attendance.rules import few
from bot.attendance.rules.access import NOT_YOURS, Right
from bot.attendance.rules.shown.classes import shown_class
from bot.attendance.store import classes, schools
from bot.errors import Refused
from bot.ledger.record import record
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import numbers as view
from cards.attendance.classes import class_name
from cards.attendance.verbs.months import Numbers

router = Router()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A line: None where a number is so small that it points at somebody."""

    heading: str
    enrolled: int | None
    absent: int | None
    late: int | None
    suspended: int | None


@router.on(Numbers)
def show(turn: Turn, verb: Numbers) -> Card:
    """Of one's own school by class; the board of education sees schools, never a class."""
    day, may = verb.day or turn.today, access.of(turn)
    own = may.schools(Right.NUMBERS)
    if may.by_role(Right.NUMBERS) and not own:
        return _board(turn, day)
    school = schools.find(turn.tx, verb.school_id or min(own, default=0))
    if school is None or school.id not in own:
        raise Refused(NOT_YOURS)
    lines = tuple(_of_classes(turn, school, day))
    return view.numbers(turn.lang, day, lines, fewest=0, school_id=school.id)


@router.hears(r"人数(?:の?一覧)?")
def say(turn: Turn, words: str) -> Card:
    """「人数」."""
    del words
    return show(turn, Numbers())


def _board(turn: Turn, day: date) -> Card:
    """Counts alone, and none so small that it tells of somebody (個人情報保護法69条)."""
    every = schools.every(turn.tx)
    found = counting.of_schools(turn.tx, day, turn.today)
    counts = [found.get(one.id, Count()) for one in every]
    lines = [_hidden(one.name, count) for one, count in zip(every, counts, strict=True)]
    record(turn.tx, turn.actor, at=turn.now, act=Numbers.name, subject="schools")
    whole = _whole(turn, counts) if len(counts) > 1 else None
    return view.numbers(turn.lang, day, lines, fewest=few.FEW, whole=whole)


def _hidden(heading: str, count: Count) -> Told:
    return Told(
        heading=heading,
        enrolled=few.told(count.enrolled),
        absent=few.told(count.absent),
        late=few.told(count.late),
        suspended=few.told(count.suspended),
    )


def _whole(turn: Turn, counts: list[Count]) -> Told:
    """All schools; a sum that would give a hidden number away isn't told."""
    return Told(
        heading=turn.lang.t("attendance.numbers.whole"),
        enrolled=few.total([one.enrolled for one in counts]),
        absent=few.total([one.absent for one in counts]),
        late=few.total([one.late for one in counts]),
        suspended=few.total([one.suspended for one in counts]),
    )


def _of_classes(turn: Turn, school: School, day: date) -> list[Told]:
    """The classes by name; those of support are one line with no name of theirs."""
    known = [one for one in classes.current(turn.tx, school.id, day) if one.is_known(turn.now)]
    support = [one for one in known if one.stream is Stream.SUPPORT]
    others = sum((counting.of_class(turn.tx, one, day) for one in support), Count())
    return [
        *(_of_class(turn, school, one, day) for one in known if one not in support),
        *([_plain(turn.lang.t("attendance.day.morning.others"), others)] if support else []),
    ]


def _of_class(turn: Turn, school: School, class_: Class, day: date) -> Told:
    name = class_name(turn.lang, shown_class(class_, school))
    return _plain(name, counting.of_class(turn.tx, class_, day))


def _plain(heading: str, count: Count) -> Told:
    return Told(
        heading=heading,
        enrolled=count.enrolled,
        absent=count.absent,
        late=count.late,
        suspended=count.suspended,
    )
