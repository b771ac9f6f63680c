"""What families said: one row for each report, its content sealed as one."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    delete,
    insert,
    or_,
    select,
    update,
)

from bot.attendance.model import Ack, Door, Kind, Report, ReportState
from bot.attendance.store import content
from bot.attendance.store.tables import ENROLMENT, PUPILS, standing
from bot.errors import NotFound, Stale
from bot.storage.columns import Instant
from bot.storage.packed import among
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Tx

# `key` is what the report came from (a draft, a line of a file), so that it comes once; the sealed
# content opens beside it alone. No id is given twice: a card posted long ago still names its own.
REPORT = table(
    "attendance_report",
    Column("id", Integer, primary_key=True),
    Column("key", String(100), nullable=False),
    Column("pupil", Integer, nullable=False),
    Column("school", Integer, nullable=False),
    Column("day_class", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("door", String(10), nullable=False),
    Column("author", Integer, nullable=False),
    Column("guardian", Integer, nullable=False),
    Column("language", String(16), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("content", Sealed(lambda row: row.key), nullable=False),
    Column("state", String(10), nullable=False),
    Column("late", Boolean, nullable=False),
    Column("ack", String(10), nullable=False),
    Column("ack_at", Instant),
    Column("ack_post", Integer, nullable=False),
    Column("ack_person", Integer, nullable=False),
    Column("reply", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "key"),
    Index(None, "tenant_id", "pupil", "until"),
    Index(None, "tenant_id", "school", "until"),
    Index(None, "tenant_id", "day_class", "until"),
    Index(None, "tenant_id", "author", "until"),
    Index(None, "tenant_id", "id"),  # disposal looks at all of them, page by page
    sqlite_autoincrement=True,
)
_PLAIN = (
    "pupil",
    "school",
    "day_class",
    "since",
    "until",
    "author",
    "guardian",
    "language",
    "sent_at",
    "late",
    "ack_at",
    "ack_post",
    "ack_person",
    "reply",
    "version",
)
_ENUMS = ("kind", "door", "state", "ack")
_one: Any = bindparam("one")
_ADD = (
    insert(REPORT)
    .values({name: bindparam(name) for name in (*_PLAIN, *_ENUMS, "key", "content")})
    .returning(REPORT.c.id)
)
_CHANGED = (
    "school",
    "day_class",
    "since",
    "until",
    "state",
    "late",
    "guardian",
    "ack",
    "ack_at",
    "ack_post",
    "ack_person",
    "reply",
)
_SAVE = (
    update(REPORT)
    .where(REPORT.c.id == _one, REPORT.c.version == bindparam("was"))
    .values({name: bindparam(f"new_{name}") for name in (*_CHANGED, "version")})
)
_GET = select(REPORT).where(REPORT.c.id == _one)
_KEYED = select(REPORT).where(REPORT.c.key == bindparam("the_key"))
_SPAN = (REPORT.c.until >= bindparam("first"), REPORT.c.since <= bindparam("last"))
_ORDER = (REPORT.c.sent_at, REPORT.c.id)
_OF_PUPILS = select(REPORT).where(among(REPORT.c.pupil, "pupils"), *_SPAN).order_by(*_ORDER)
_OF_PUPIL = select(REPORT).where(REPORT.c.pupil == _one, *_SPAN).order_by(*_ORDER)
_OF_SCHOOL = select(REPORT).where(REPORT.c.school == _one, *_SPAN).order_by(*_ORDER)
_OF_CLASS = select(REPORT).where(REPORT.c.day_class == _one, *_SPAN).order_by(*_ORDER)
# As `rules.answers.waits` says: what a guardian must be asked about, a request that nobody has
# rung about, and what nobody has answered.
_UNANSWERED = select(REPORT.c.day_class).where(
    REPORT.c.school == _one,
    *_SPAN,
    or_(
        REPORT.c.state == ReportState.HELD.value,
        and_(
            REPORT.c.state == ReportState.STANDING.value,
            or_(
                REPORT.c.ack == Ack.NONE.value,
                and_(REPORT.c.kind == Kind.EARLY.value, REPORT.c.ack != Ack.RETURNED.value),
            ),
        ),
    ),
)
# Whose child sits in another class on the first of its days that is still to come.
_day: Any = bindparam("day", type_=Date)
_FIRST = case((REPORT.c.since > _day, REPORT.c.since), else_=_day)
_ELSEWHERE = (
    select(REPORT)
    .join(
        ENROLMENT,
        and_(
            ENROLMENT.c.tenant_id == REPORT.c.tenant_id,
            ENROLMENT.c.pupil == REPORT.c.pupil,
            ENROLMENT.c.main,
            ENROLMENT.c.since <= _FIRST,
            ENROLMENT.c.until >= _FIRST,
            ENROLMENT.c.class_id != REPORT.c.day_class,
            standing(ENROLMENT, PUPILS),
        ),
    )
    .where(
        REPORT.c.school == _one,
        REPORT.c.until >= _day,
        REPORT.c.state.in_([ReportState.STANDING.value, ReportState.HELD.value]),
    )
    .order_by(*_ORDER)
)
_BY_AUTHOR = (
    select(REPORT)
    .where(REPORT.c.author == _one, REPORT.c.until >= bindparam("first"))
    .order_by(*_ORDER)
)
_SOME = select(REPORT).where(among(REPORT.c.id, "ids")).order_by(*_ORDER)
_SPANS = select(REPORT.c.id, REPORT.c.pupil, REPORT.c.since, REPORT.c.until).where(
    among(REPORT.c.id, "ids")
)
_BEFORE = (
    select(REPORT.c.id)
    .where(REPORT.c.until < bindparam("first"), REPORT.c.id > bindparam("after", type_=Integer))
    .order_by(REPORT.c.id)
    .limit(bindparam("most", type_=Integer))
)
_ERASE = delete(REPORT).where(among(REPORT.c.id, "ids"))
_ERASE_PUPIL = delete(REPORT).where(REPORT.c.pupil == _one)


class Span(NamedTuple):
    """Whose days a report is about."""

    id: int
    pupil: int
    since: date
    until: date


def add(tx: Tx, report: Report, *, key: str = "") -> Report:
    """Keep a new report; `key` says what it came from and is there once ("": nothing else)."""
    key = key or f"own:{secrets.token_hex(12)}"
    sealed = tx.seal("attendance_report", "content", key, content.written(report.content))
    values = {name: getattr(report, name) for name in _PLAIN}
    values |= {name: getattr(report, name).value for name in _ENUMS}
    return replace(report, id=int(tx.value(_ADD, **values, key=key, content=sealed)))


def save(tx: Tx, report: Report) -> Report:
    """Keep what became of a report; what the family wrote never changes. Raises Stale."""
    saved = replace(report, version=report.version + 1)
    values = {f"new_{name}": _plain(getattr(saved, name)) for name in (*_CHANGED, "version")}
    if not tx.run(_SAVE, one=report.id, was=report.version, **values):
        raise Stale("attendance.refused.changed")
    return saved


def get(tx: Tx, report: int) -> Report:
    """The report with this id; raises NotFound."""
    row = tx.first(_GET, one=report)
    if row is None:
        raise NotFound(f"report:{report}")
    return _report(tx, row)


def keyed(tx: Tx, key: str) -> Report | None:
    """The report that came from this draft or line already: a second press changes nothing."""
    row = tx.first(_KEYED, the_key=key)
    return None if row is None else _report(tx, row)


def some(tx: Tx, ids: Iterable[int]) -> tuple[Report, ...]:
    """Those of these reports that there still are, the oldest first."""
    return _reports(tx, tx.all(_SOME, ids=tuple(ids)))


def of_pupil(tx: Tx, pupil: int, since: date, until: date) -> tuple[Report, ...]:
    """Everything said of a child for any of these days, in every state, the oldest first."""
    return _reports(tx, tx.all(_OF_PUPIL, one=pupil, first=since, last=until))


def of_pupils(tx: Tx, pupils: Iterable[int], since: date, until: date) -> tuple[Report, ...]:
    """As `of_pupil`, for many children at once."""
    return _reports(tx, tx.all(_OF_PUPILS, pupils=tuple(pupils), first=since, last=until))


def of_school(tx: Tx, school: int, day: date) -> tuple[Report, ...]:
    """Everything said for a school's day, in every state."""
    return _reports(tx, tx.all(_OF_SCHOOL, one=school, first=day, last=day))


def of_class(tx: Tx, class_id: int, day: date) -> tuple[Report, ...]:
    """Everything for a day that went to the staff of one class, in every state."""
    return _reports(tx, tx.all(_OF_CLASS, one=class_id, first=day, last=day))


def elsewhere(tx: Tx, school: int, day: date) -> tuple[Report, ...]:
    """What stands for that day or later with a school, of children who sit in another class then:
    of another school, of this one, or of one that wasn't announced when the report came."""
    return _reports(tx, tx.all(_ELSEWHERE, one=school, day=day))


def unanswered(tx: Tx, school: int, day: date) -> tuple[int, ...]:
    """The class of each report of a school's day that still waits, 0 for the office's."""
    return tuple(row.day_class for row in tx.all(_UNANSWERED, one=school, first=day, last=day))


def by_author(tx: Tx, author: int, since: date) -> tuple[Report, ...]:
    """What one account has sent itself for that day or later ones, in every state."""
    return _reports(tx, tx.all(_BY_AUTHOR, one=author, first=since))


def spans(tx: Tx, ids: Iterable[int]) -> tuple[Span, ...]:
    """Of whom these reports are and for which days; none is opened for it."""
    rows = tx.all(_SPANS, ids=tuple(ids))
    return tuple(Span(id=row.id, pupil=row.pupil, since=row.since, until=row.until) for row in rows)


def ids_before(tx: Tx, day: date, most: int, after: int = 0) -> tuple[int, ...]:
    """The next reports whose last day is before that one: those that keeping looks at."""
    return tuple(row.id for row in tx.all(_BEFORE, first=day, most=most, after=after))


def erase(tx: Tx, ids: Iterable[int]) -> int:
    """Destroy these reports; how many there were."""
    return tx.run(_ERASE, ids=tuple(ids))


def erase_pupil(tx: Tx, pupil: int) -> int:
    """Destroy everything that was said of a child; how many reports there were."""
    return tx.run(_ERASE_PUPIL, one=pupil)


def _reports(tx: Tx, rows: Iterable[Any]) -> tuple[Report, ...]:
    return tuple(_report(tx, row) for row in rows)


def _report(tx: Tx, row: Any) -> Report:
    written = tx.unseal("attendance_report", "content", row.key, row.content)
    return Report(
        id=row.id,
        kind=Kind(row.kind),
        door=Door(row.door),
        state=ReportState(row.state),
        ack=Ack(row.ack),
        content=content.read(written),
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, ReportState | Ack) else value
