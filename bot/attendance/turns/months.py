"""出席簿: a class's month is read, corrected with a reason, and locked."""

from dataclasses import dataclass, replace
from datetime import date

from bot.attendance import access, book, placed, shown_months
from bot.attendance.book import Child, ClassMonth
from bot.attendance.model import Class, Mark, Marked
from bot.attendance.rules import months as rules
from bot.attendance.rules import numbers
from bot.attendance.rules.access import NOT_YOURS, Capacity, Right
from bot.attendance.rules.shown.classes import ShownClass, shown_class
from bot.attendance.store import classes, marks, months
from bot.errors import Refused, Stale
from bot.ledger.record import record
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import marks as marks_view
from cards.attendance import months as view
from cards.attendance.verbs.months import (
    LockMonth,
    Months,
    SetMark,
    ShowMarks,
    ShowMonth,
    UnlockMonth,
)

router = Router()
READERS = (Right.MARK, Right.LOCK)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ClassMonth:
    """A class whose month may be opened, and whether it is locked."""

    school_class: ShownClass
    locked: bool


@router.on(Months)
def list_classes(turn: Turn, verb: Months) -> Card:
    """The classes of a school whose book the presser may open."""
    school = placed.school_of(turn, verb.school_id, *READERS)
    month = rules.first_of(verb.month or turn.today)
    may = access.of(turn)
    found = [
        _ClassMonth(
            school_class=shown_class(one, school),
            locked=months.find(turn.tx, one.id, month).locked,
        )
        for one in classes.current(turn.tx, school.id, month)
        if any(may.may_in(right, one, turn.now) for right in READERS)
    ]
    return view.classes(turn.lang, school.name, month, found)


@router.hears(r"出席簿")
def say(turn: Turn, words: str) -> Card:
    """「出席簿」."""
    del words
    return list_classes(turn, Months())


@router.on(ShowMonth)
def show(turn: Turn, verb: ShowMonth | LockMonth | UnlockMonth) -> Card:
    """A class's month with each child's days counted; that it was opened is recorded."""
    class_, capacity = _class(turn, verb.class_id, *READERS)
    found = book.of(turn.tx, class_, verb.month, turn.today)
    _noted(turn, capacity, ShowMonth.name, found)
    page = getattr(verb, "page", 0)
    return _month(turn, found, page=min(max(page, 0), _last_page(found)))


def _month(turn: Turn, found: ClassMonth, *, page: int = 0, done: str = "") -> Card:
    shown, may = shown_months.shown(turn, found), _may(turn, found)
    return view.month(turn.lang, shown, may=may, page=page, done=done)


def _last_page(found: ClassMonth) -> int:
    return max(0, len(found.children) - 1) // view.LINES_ON_PAGE


@router.on(ShowMarks)
def show_marks(turn: Turn, verb: ShowMarks | SetMark) -> Card:
    """A child's marks with every correction and who made it."""
    return _marks(turn, verb)


def _marks(turn: Turn, verb: ShowMarks | SetMark, *, done: bool = False) -> Card:
    class_, _ = _class(turn, verb.class_id, *READERS)
    found = book.of(turn.tx, class_, verb.month, turn.today)
    child = _child(found, verb.pupil_id)
    may = access.of(turn).may_in(Right.MARK, class_, turn.now)
    return marks_view.marks(
        turn.lang,
        shown_months.shown(turn, found),
        shown_months.line(found, child),
        shown_months.corrections(turn, found, child),
        may_set=may and not found.month.locked and bool(found.days),
        done=done,
    )


@router.on(SetMark)
@returning(show_marks)
def set_mark(turn: Turn, verb: SetMark) -> Card:
    """What the school decides for a child's day; what the family said stays as it is."""
    class_, capacity = _class(turn, verb.class_id, Right.MARK)
    found = book.of(turn.tx, class_, verb.day, turn.today)
    rules.check_open(found.month.locked)
    if numbers.holds_number(verb.why):
        raise Refused("attendance.refused.my_number")
    if verb.day not in _child(found, verb.pupil_id).marks:
        raise Refused("attendance.refused.no_school_day")
    line = Marked(
        pupil=verb.pupil_id,
        class_id=class_.id,
        day=verb.day,
        mark=Mark(verb.mark),
        set_at=turn.now,
        set_by=turn.person.id,
        why=verb.why,
    )
    marks.add(turn.tx, line)
    _noted(turn, capacity, verb.name, found, pupil=verb.pupil_id)
    return _marks(turn, verb, done=True)


@router.on(LockMonth)
@returning(show)
def lock(turn: Turn, verb: LockMonth) -> Card:
    """Curriculum head (教務) or principal: no later report changes a mark any more."""
    class_, capacity = _class(turn, verb.class_id, Right.LOCK)
    found = book.of(turn.tx, class_, verb.month, turn.today)
    _check(found, verb.version, locked=False)
    rules.check_over(found.month.first, turn.today)
    whole = _presumed(found) if verb.present else found
    unknown = sum(len(one.unknown) for one in whole.children)
    if unknown:
        raise Refused("attendance.refused.unknown_marks", count=unknown)
    _keep(turn, found, locked=True, marks_=whole.book)
    _noted(turn, capacity, verb.name, found)
    return _month(turn, book.of(turn.tx, class_, verb.month, turn.today), done="locked")


@router.on(UnlockMonth)
@returning(show)
def unlock(turn: Turn, verb: UnlockMonth) -> Card:
    """For a correction after the lock; the marks that were locked stay as corrections."""
    class_, capacity = _class(turn, verb.class_id, Right.LOCK)
    if numbers.holds_number(verb.why):
        raise Refused("attendance.refused.my_number")
    found = book.of(turn.tx, class_, verb.month, turn.today)
    _check(found, verb.version, locked=True)
    _keep(turn, found, locked=False, marks_={})
    _keep_decided(turn, found, verb.why)
    _noted(turn, capacity, verb.name, found)
    return _month(turn, book.of(turn.tx, class_, verb.month, turn.today), done="unlocked")


def _keep_decided(turn: Turn, found: ClassMonth, why: str) -> None:
    """What was locked would be derived anew: where that differs, the decision is kept as a line."""
    derived = book.of(turn.tx, found.class_, found.month.first, turn.today)
    by_pupil = {one.pupil.id: one.marks for one in derived.children}
    for child in found.children:
        for day, mark in child.marks.items():
            if mark is not None and by_pupil.get(child.pupil.id, {}).get(day) is not mark:
                marks.add(turn.tx, _decided(turn, found.class_, child, day, mark, why))


def _decided(turn: Turn, class_: Class, child: Child, day: date, mark: Mark, why: str) -> Marked:
    return Marked(
        pupil=child.pupil.id,
        class_id=class_.id,
        day=day,
        mark=mark,
        set_at=turn.now,
        set_by=turn.person.id,
        why=why,
    )


def _keep(turn: Turn, found: ClassMonth, *, locked: bool, marks_: months.Book) -> None:
    new = replace(found.month, locked=locked, set_at=turn.now, set_by=turn.person.id)
    months.put(turn.tx, new, marks_)


def _presumed(found: ClassMonth) -> ClassMonth:
    """Whoever locks says of the days without a record that the children were there."""
    children = (replace(one, marks=_filled(one)) for one in found.children)
    return replace(found, children=tuple(children))


def _filled(child: Child) -> dict[date, Mark | None]:
    return {day: Mark.PRESENT if mark is None else mark for day, mark in child.marks.items()}


def _class(turn: Turn, class_id: int, *rights: Right) -> tuple[Class, Capacity]:
    """A class, and the post by which the presser has one of these rights for it."""
    found = classes.find(turn.tx, class_id)
    may = access.of(turn)
    for right in rights if found else ():
        if found and (capacity := may.acting_in(right, found, turn.now)):
            return found, capacity
    raise Refused(NOT_YOURS)


def _check(found: ClassMonth, version: int, *, locked: bool) -> None:
    if found.month.version != version or found.month.locked is not locked:
        current = ShowMonth(class_id=found.class_.id, month=found.month.first)
        raise Stale("attendance.refused.changed", show=current)


def _child(found: ClassMonth, pupil: int) -> Child:
    child = next((one for one in found.children if one.pupil.id == pupil), None)
    if child is None:
        raise Refused(NOT_YOURS)
    return child


def _may(turn: Turn, found: ClassMonth) -> frozenset[str]:
    if not access.of(turn).may_in(Right.LOCK, found.class_, turn.now):
        return frozenset()
    if found.month.locked:
        return frozenset(("unlock",))
    over = rules.last_of(found.month.first) < turn.today
    return frozenset(("lock",)) if over else frozenset()


def _noted(
    turn: Turn, capacity: Capacity, act: str, found: ClassMonth, pupil: int | None = None
) -> None:
    actor = placed.acting(turn, capacity)
    detail = {"pupil": pupil} if pupil is not None else None
    subject = found.month.subject
    record(turn.tx, actor, at=turn.now, act=act, subject=subject, detail=detail)
