"""教育ダッシュボード, for the tab: the morning by school; names for a school's own staff alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.attendance import access, counting, mornings, whom
from bot.attendance.counting import Count
from bot.attendance.model import Class, RollState, School, Stream
from bot.attendance.rules import days as of_days
from bot.attendance.rules import few
from bot.attendance.rules.access import EVERY, Access, Right
from bot.attendance.rules.shown.classes import shown_class
from bot.attendance.store import classes, days, reads, rolls, schools
from bot.attendance.telling.rosters import matter as roster_of
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people.model import Holder
from bot.slice import Panel
from bot.turns.turn import Turn
from cards.attendance.classes import class_name

ACT = "attendance.board"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Children of a class or school this morning; None where a number is so small that it points
    at somebody. `present` is who is left, told to the school alone; `suspended` are at home by
    order."""

    enrolled: int | None
    present: int | None
    absent: int | None
    late: int | None
    suspended: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child beside whose name something stands; the reason never does.

    `mark` as on the class's card: absent, late, early, talk, held, differs or missing.
    """

    number: int
    name: str
    mark: str
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMorning:
    """A class of the reader's school, or several in one line without a name (`id` 0). `roll`: open,
    done, missing or silent; "" before it opens. `named`: the reader may see who; where they ask,
    `children` has everybody with a mark."""

    id: int
    name: str
    counted: Counted
    roll: str
    named: bool
    children: tuple[Child, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolMorning:
    """One school. `own`: the reader holds a post there, and sees its classes as far as the post
    reaches; `every`: that is all of them, else `counted` is of those alone. `unchecked` rolls and
    `missing` children are told to its heads alone."""

    id: int
    name: str
    own: bool
    every: bool
    in_session: bool
    counted: Counted
    unchecked: int | None
    missing: int | None
    classes: tuple[ClassMorning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """This morning by school: the reader's own first; for the board of education counts alone.

    `whole`: all schools together, for the board; None where that would give a number away.
    """

    day: date
    at: datetime
    board: bool
    whole: Counted | None
    schools: tuple[SchoolMorning, ...]


def offered(turn: Turn) -> bool:
    """Who holds a post at a school that reads a class or its numbers, and the board."""
    may = access.of(turn)
    return may.by_role(Right.NUMBERS) or bool(_own(may))


def read(turn: Turn, asked: Mapping[str, int]) -> Board:
    """The day as it stands now; children by name only where that is asked for."""
    may, day, names = access.of(turn), turn.today, bool(asked.get("names"))
    found = _schools(turn, _own(may))
    own = tuple(_own_school(turn, may, one, names=names) for one in found)
    board = may.by_role(Right.NUMBERS)
    others = [one for one in schools.every(turn.tx) if one.id not in _own(may)] if board else []
    found_there = counting.of_schools(turn.tx, day, day) if others else {}
    counts = [found_there.get(one.id, Count()) for one in others]
    pairs = zip(others, counts, strict=True)
    return Board(
        day=day,
        at=turn.now.replace(second=0, microsecond=0),
        board=board,
        whole=_whole(counts) if board and len(counts) > 1 else None,
        schools=(*own, *(_others_school(turn, one, count) for one, count in pairs)),
    )


def note(turn: Turn, board: Board) -> None:
    """Who was shown children by name, or numbers of all schools: once for each person, post of
    theirs, and hour; as deputy (代理) where they are one."""
    for key, subject, actor in _looks(turn, board):
        if reads.first(turn.tx, turn.person.id, key, turn.now):
            record(turn.tx, actor, at=turn.now, act=ACT, subject=subject)


def owes(turn: Turn, board: Board) -> bool:
    """Whether the ledger is still to have any of it for this hour."""
    looks = _looks(turn, board)
    return any(not reads.known(turn.tx, turn.person.id, key, turn.now) for key, _, _ in looks)


def _looks(turn: Turn, board: Board) -> Iterator[tuple[str, str, Actor]]:
    """What is to be remembered: under which key, about what, and in whose capacity."""
    for school in board.schools:
        subject = f"school:{school.id}"
        for by in dict.fromkeys(_capacities(turn, school)):
            actor = turn.actor.acting(by.post, by.deputy_for) if by else turn.actor
            yield f"board:{subject}:{by.post if by else 0}", subject, actor
    if board.board:
        yield "board:schools", "schools", turn.actor


def _capacities(turn: Turn, school: SchoolMorning) -> Iterator[Holder | None]:
    """By which posts the named children were shown; None where that right is gone meanwhile."""
    may = access.of(turn)
    for one in school.classes:
        if one.children:
            by = may.acting_in(Right.READ, classes.get(turn.tx, one.id), turn.now)
            yield by.holder if by else None


_BY_CLASS = (Right.READ, Right.NUMBERS)


def _own(may: Access) -> frozenset[int]:
    return frozenset(one for right in _BY_CLASS for one in may.schools(right) if one != EVERY)


def _schools(turn: Turn, wanted: frozenset[int]) -> list[School]:
    found = (schools.find(turn.tx, one) for one in sorted(wanted))
    return [one for one in found if one is not None]


def _others_school(turn: Turn, school: School, count: Count) -> SchoolMorning:
    """Counts alone, and none so small that it tells of somebody (個人情報保護法69条)."""
    return SchoolMorning(
        id=school.id,
        name=school.name,
        own=False,
        every=True,
        in_session=_in_session(turn, school),
        counted=_hidden(count),
        unchecked=None,
        missing=None,
        classes=(),
    )


def _hidden(count: Count) -> Counted:
    """Who is there isn't told: what is left of a number gives the hidden ones away."""
    return Counted(
        enrolled=few.told(count.enrolled),
        present=None,
        absent=few.told(count.absent),
        late=few.told(count.late),
        suspended=few.told(count.suspended),
    )


def _whole(counts: list[Count]) -> Counted:
    return Counted(
        enrolled=few.total([one.enrolled for one in counts]),
        present=None,
        absent=few.total([one.absent for one in counts]),
        late=few.total([one.late for one in counts]),
        suspended=few.total([one.suspended for one in counts]),
    )


def _own_school(turn: Turn, may: Access, school: School, *, names: bool) -> SchoolMorning:
    day, in_session = turn.today, _in_session(turn, school)
    known = [one for one in classes.current(turn.tx, school.id, day) if one.is_known(turn.now)]
    seen = [one for one in known if _sees(turn, may, one)]
    morning = mornings.shown(turn.tx, school, day, turn.now)
    heads = school.id in may.schools(Right.NUMBERS)
    counts = (counting.of_class(turn.tx, one, day) for one in seen)
    found = [(one, _known(turn, may, one, count)) for one, count in zip(seen, counts, strict=True)]
    return SchoolMorning(
        id=school.id,
        name=school.name,
        own=True,
        every=len(seen) == len(known),
        in_session=in_session,
        counted=_plain(sum((count for _, count in found), Count())),
        unchecked=len(morning.unchecked) if heads else None,
        missing=sum(one.count for one in morning.missing) if heads else None,
        classes=_classes(turn, may, school, found, names=names and in_session),
    )


_OF_ORDERS = (Right.NUMBERS, Right.SUSPEND, Right.PREPARE, Right.CHECK, Right.EXPORT)


def _known(turn: Turn, may: Access, class_: Class, count: Count) -> Count:
    """出席停止 is told to whom orders concern, or who keeps the school's numbers. To others such a
    child is absent, as beside its name: else the two together say of whom there is an order."""
    if any(may.may_in(right, class_, turn.now) for right in _OF_ORDERS):
        return count
    return replace(count, absent=count.absent + count.suspended, suspended=0)


def _sees(turn: Turn, may: Access, class_: Class) -> bool:
    return any(may.may_in(right, class_, turn.now) for right in _BY_CLASS)


def _classes(
    turn: Turn, may: Access, school: School, found: list[tuple[Class, Count]], *, names: bool
) -> tuple[ClassMorning, ...]:
    """The classes by name; a 特別支援学級 is on no list but its own teachers': those of others are
    one line without a name."""
    others = [pair for pair in found if _is_unlisted(turn, may, pair[0])]
    listed = [pair for pair in found if pair not in others]
    lines = [_class(turn, may, school, one, count, names=names) for one, count in listed]
    return (*lines, *([_others(turn, others)] if others else []))


def _is_unlisted(turn: Turn, may: Access, class_: Class) -> bool:
    return class_.stream is Stream.SUPPORT and not may.teaches(class_, turn.now)


def _others(turn: Turn, found: list[tuple[Class, Count]]) -> ClassMorning:
    """One line; checked where each of them is."""
    states = {_roll(turn, one) for one, _ in found} - {RollState.SILENT.value}
    unchecked = (RollState.MISSING.value, RollState.OPEN.value, "", RollState.DONE.value)
    return ClassMorning(
        id=0,
        name=turn.lang.t("attendance.day.morning.others"),
        counted=_plain(sum((count for _, count in found), Count())),
        roll=next((one for one in unchecked if one in states), RollState.SILENT.value),
        named=False,
        children=(),
    )


def _class(
    turn: Turn, may: Access, school: School, class_: Class, count: Count, *, names: bool
) -> ClassMorning:
    roll = _roll(turn, class_)
    silent = roll == RollState.SILENT
    named = may.may_in(Right.READ, class_, turn.now)
    return ClassMorning(
        id=class_.id,
        name=class_name(turn.lang, shown_class(class_, school)),
        counted=_plain(count),
        roll=roll,
        named=named,
        children=_children(turn, class_) if names and named and not silent else (),
    )


def _roll(turn: Turn, class_: Class) -> str:
    """Where the class's roll stands; "" before it opens."""
    found = rolls.of(turn.tx, class_.id, turn.today)
    return found.state.value if found else ""


def _children(turn: Turn, class_: Class) -> tuple[Child, ...]:
    """Those with a mark, by number, as the class's card has them.

    A protected child (秘匿対象) has a name for the class's own staff alone.
    """
    own = turn.person.id in whom.roster_of(turn.tx, class_.id, turn.today, turn.now)
    found = roster_of(turn.tx, class_, turn.today, turn.now, outside=not own)
    return tuple(
        Child(number=one.number, name=one.name, mark=one.mark, answered=one.answered)
        for one in found.lines
        if one.mark
    )


def _in_session(turn: Turn, school: School) -> bool:
    return any(
        of_days.keeps_roll(days.today(turn.tx, school, one, turn.today))
        for one in classes.current(turn.tx, school.id, turn.today)
    )


def _present(count: Count) -> int:
    return max(count.enrolled - count.absent - count.late - count.suspended, 0)


def _plain(count: Count) -> Counted:
    return Counted(
        enrolled=count.enrolled,
        present=_present(count),
        absent=count.absent,
        late=count.late,
        suspended=count.suspended,
    )


PANELS = (
    Panel(
        name="attendance",
        view=Board,
        offered=offered,
        read=read,
        asks=("names",),
        note=note,
        owes=owes,
    ),
)
