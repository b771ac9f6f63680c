"""What only the whole roster can tell: two in one seat, one child twice, one account for two.

Counting finds the few that may be wrong in one pass over an index; those alone are looked at.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from sqlalchemy import Date, bindparam, func, select

from bot.attendance.importing.work import MOST_FAULTS, Work
from bot.attendance.sheets.roster import COLUMNS, Kind
from bot.attendance.store.tables import ENROLMENT, PUPIL_LINE, PUPILS, STAFF
from bot.people.tables import HOLDING
from bot.sheets import BadCell
from bot.storage.tx import Row, Tx

_ROSTER: Any = bindparam("roster")
_MANY = func.count() > 1
# Lines alone are looked at: what remains of an older roster (line 0) was true when it was.
_NAMED = (ENROLMENT.c.generation == _ROSTER, ENROLMENT.c.main, ENROLMENT.c.line > 0)
_ROWS = select(ENROLMENT.c.line, ENROLMENT.c.since, ENROLMENT.c.until).where(*_NAMED)
_IN_ORDER = _ROWS.order_by(ENROLMENT.c.line)
_SEATS = (
    select(ENROLMENT.c.class_id, ENROLMENT.c.number)
    .where(*_NAMED)
    .group_by(ENROLMENT.c.class_id, ENROLMENT.c.number)
    .having(_MANY)
)
_OF_SEAT = _IN_ORDER.where(
    ENROLMENT.c.class_id == bindparam("class_id"), ENROLMENT.c.number == bindparam("number")
)
_CHILDREN = select(ENROLMENT.c.pupil).where(*_NAMED).group_by(ENROLMENT.c.pupil).having(_MANY)
_OF_CHILD = _IN_ORDER.where(ENROLMENT.c.pupil == bindparam("pupil"))
_ACCOUNTS = (
    select(PUPIL_LINE.c.person)
    .where(PUPIL_LINE.c.generation == _ROSTER, PUPIL_LINE.c.person > 0, PUPIL_LINE.c.line > 0)
    .group_by(PUPIL_LINE.c.person)
    .having(_MANY)
)
_OF_ACCOUNT = (
    select(PUPIL_LINE.c.line)
    .where(PUPIL_LINE.c.generation == _ROSTER, PUPIL_LINE.c.person == bindparam("person"))
    .order_by(PUPIL_LINE.c.line)
)
_STAFF = select(HOLDING.c.person).where(HOLDING.c.generation == bindparam("staff"))
_OF_STAFF = (
    select(PUPIL_LINE.c.line)
    .where(
        PUPIL_LINE.c.generation == _ROSTER,
        PUPIL_LINE.c.line > 0,
        PUPIL_LINE.c.person.in_(_STAFF),
    )
    .order_by(PUPIL_LINE.c.line)
    .limit(MOST_FAULTS)
)


_SEATED = (
    select(ENROLMENT.c.class_id)
    .where(
        ENROLMENT.c.generation == _ROSTER,
        ENROLMENT.c.main,
        ENROLMENT.c.until >= bindparam("day", type_=Date),
    )
    .distinct()
)


def left_without_class(work: Work) -> int:
    """How many classes a file leaves out although children sit in them, whom it doesn't move."""
    if not work.has(Kind.CLASSES) or work.has(Kind.PUPILS):
        return 0
    given = {"roster": work.before(PUPILS), "day": work.today}
    seated = {row.class_id for row in work.read(lambda tx: tx.all(_SEATED, **given))}
    return len(seated - {one.id for one in work.classes.values()})


def look(work: Work) -> None:
    """Look at the whole of the new children, before anybody sees them."""
    if not work.has(Kind.PUPILS) or work.is_spoilt:
        return
    for found in (_seats, _children, _accounts, _staff):
        work.faults += work.read(lambda tx, found=found: list(found(tx, work)))  # type: ignore[misc]


def _seats(tx: Tx, work: Work) -> Iterator[BadCell]:
    new = work.fresh[PUPILS]
    for seat in tx.all(_SEATS, roster=new):
        rows = tx.all(_OF_SEAT, roster=new, class_id=seat.class_id, number=seat.number)
        for first, row in _together(rows):
            remedy = f"is the number of line {first.line} in the same class"
            yield _bad(work, row.line, "number", remedy)


def _children(tx: Tx, work: Work) -> Iterator[BadCell]:
    new = work.fresh[PUPILS]
    for child in tx.all(_CHILDREN, roster=new):
        for first, row in _together(tx.all(_OF_CHILD, roster=new, pupil=child.pupil)):
            remedy = f"lies in the days of line {first.line}, the same child"
            yield _bad(work, row.line, "class", remedy)


def _together(rows: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Those whose days overlap."""
    for first, row in combinations(rows, 2):
        if first.since <= row.until and row.since <= first.until:
            yield first, row


def _accounts(tx: Tx, work: Work) -> Iterator[BadCell]:
    new = work.fresh[PUPILS]
    for shared in tx.all(_ACCOUNTS, roster=new):
        first, *others = tx.all(_OF_ACCOUNT, roster=new, person=shared.person)
        for row in others:
            remedy = f"is the account of another child, in line {first.line}"
            yield _bad(work, row.line, "mail", remedy)


def _staff(tx: Tx, work: Work) -> Iterator[BadCell]:
    for row in tx.all(_OF_STAFF, roster=work.fresh[PUPILS], staff=work.generation(STAFF)):
        yield _bad(work, row.line, "mail", "is the account of a member of staff")


def _bad(work: Work, line: int, key: str, remedy: str) -> BadCell:
    heading = next(one.headings[0] for one in COLUMNS[Kind.PUPILS] if one.key == key)
    return BadCell(line, heading, remedy, work.tables[Kind.PUPILS].sheet)
