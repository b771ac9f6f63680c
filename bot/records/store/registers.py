"""The tables of the registers and of the 取扱台帳; names and words are sealed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import (
    BindParameter,
    Column,
    Date,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.agreements.store.written import written
from bot.errors import NotFound, Refused, Stale
from bot.records.model.registers import (
    ROWS,
    Act,
    Device,
    Kind,
    Line,
    Responsible,
    Row,
    Worker,
    Workplace,
    kind_of,
)
from bot.records.rules.registers import Register
from bot.records.store.bodies import opened, sealed
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Tx


def _place(row: Any) -> str:
    return f"{row.subject}:{row.kind}:{row.mark}"


def _line_place(row: Any) -> str:
    return f"{row.subject}:{row.mark}"


ROW = table(
    "handling_row",
    Column("id", Integer, primary_key=True),
    Column("subject", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("mark", String(64), nullable=False),  # by what it is known, told to nobody
    Column("who", String(64)),  # likewise whom it names
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("body", Sealed(_place), nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "subject", "kind", "mark"),
    Index(None, "tenant_id", "who"),
    sqlite_autoincrement=True,
)
LINE = table(
    "handling_line",
    Column("id", Integer, primary_key=True),
    Column("subject", String(100), nullable=False),
    Column("on", Date, nullable=False),
    Column("act", String(20), nullable=False),
    Column("corrects", Integer),
    Column("mark", String(64), nullable=False),
    Column("who", String(64)),
    Column("body", Sealed(_line_place), nullable=False),
    UniqueConstraint("tenant_id", "subject", "mark"),
    Index(None, "tenant_id", "who"),
    Index(None, "tenant_id", "subject", "on"),
    sqlite_autoincrement=True,
)
_ROW_APART = frozenset(("id", "subject", "since", "until", "version"))
_LINE_APART = frozenset(("id", "subject", "on", "act", "corrects"))
_ROW_NAMES = ("subject", "kind", "mark", "who", "since", "until", "body", "version")
_LINE_NAMES = ("subject", "on", "act", "corrects", "mark", "who", "body")

_ONE: BindParameter[Any] = bindparam("one")
_ADD = insert(ROW).values({name: bindparam(name) for name in _ROW_NAMES}).returning(ROW.c.id)
_SAVE = (
    update(ROW)
    .where(ROW.c.id == _ONE, ROW.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _ROW_NAMES})
)
_GET = select(ROW).where(ROW.c.id == _ONE)
_OF = select(ROW).where(ROW.c.subject == _ONE).order_by(ROW.c.id)
_MARKED = _OF.where(ROW.c.kind == bindparam("kind"), ROW.c.mark == bindparam("marked"))
_DROP = delete(ROW).where(ROW.c.id == _ONE)
_ADD_LINE = (
    insert(LINE).values({name: bindparam(name) for name in _LINE_NAMES}).returning(LINE.c.id)
)
_GET_LINE = select(LINE).where(LINE.c.id == _ONE)
_LINES = select(LINE).where(LINE.c.subject == _ONE).order_by(LINE.c.on, LINE.c.id)
_MARKED_LINE = _LINES.where(LINE.c.mark == bindparam("marked"))
_SUBJECTS = select(ROW.c.subject).union(select(LINE.c.subject))
_COUNT = select(ROW.c.kind, func.count().label("count")).where(ROW.c.subject == _ONE)
_COUNTS = _COUNT.group_by(ROW.c.kind)
_NAMED = select(ROW).where(ROW.c.who == _ONE).order_by(ROW.c.id)
_NAMED_LINES = select(LINE).where(LINE.c.who == _ONE).order_by(LINE.c.id)
_BLANK = (
    update(LINE)
    .where(LINE.c.id == _ONE)
    .values({name: bindparam(f"new_{name}") for name in ("mark", "who", "body")})
)
_ERASE = delete(ROW).where(ROW.c.subject == _ONE)
_ERASE_LINES = delete(LINE).where(LINE.c.subject == _ONE)


def add(tx: Tx, row: Row) -> Row:
    """Enter a row; the same with its id. Refused where the register has it already."""
    if find(tx, row) is not None:
        raise Refused("records.handling.refused.twice")
    return replace(row, id=int(tx.value(_ADD, **_values(tx, row))))


def save(tx: Tx, row: Row) -> Row:
    """Keep what a row has become, its version one higher; raises Stale, or Refused where another
    row is known by the same."""
    other = find(tx, row)
    if other is not None and other.id != row.id:
        raise Refused("records.handling.refused.twice")
    kept = replace(row, version=row.version + 1)
    values = {f"new_{name}": value for name, value in _values(tx, kept).items()}
    if tx.run(_SAVE, one=row.id, shown=row.version, **values) != 1:
        raise Stale("records.handling.refused.changed")
    return kept


def get(tx: Tx, row: int) -> Row:
    """The row by id; raises NotFound."""
    if (found := tx.first(_GET, one=row)) is None:
        raise NotFound(f"handling_row:{row}")
    return _row(tx, found)


def find(tx: Tx, like: Row) -> Row | None:
    """The row of the same register that is known by the same as `like`, or None."""
    mark = _mark(tx, like)
    found = tx.first(_MARKED, one=like.subject, kind=kind_of(like).value, marked=mark)
    return None if found is None else _row(tx, found)


def drop(tx: Tx, row: int) -> None:
    """Take out what was entered by mistake."""
    tx.run(_DROP, one=row)


def add_line(tx: Tx, line: Line) -> Line | None:
    """Enter a line of the 取扱台帳; None where exactly this one stands there."""
    words = _words(tx, line)
    if tx.first(_MARKED_LINE, one=line.subject, marked=words["mark"]) is not None:
        return None
    own = {"subject": line.subject, "on": line.on, "act": line.act.value}
    return replace(line, id=int(tx.value(_ADD_LINE, **own, corrects=line.corrects, **words)))


def get_line(tx: Tx, line: int) -> Line:
    """The line by id; raises NotFound."""
    if (found := tx.first(_GET_LINE, one=line)) is None:
        raise NotFound(f"handling_line:{line}")
    return _line(tx, found)


def lines(tx: Tx, subject: str) -> Iterator[Line]:
    """The 取扱台帳 of a subject, the oldest first."""
    return (_line(tx, row) for row in tx.all(_LINES, one=subject))


def rows(tx: Tx, subject: str) -> tuple[Row, ...]:
    """Every row of a subject's registers, in the order in which they were entered."""
    return tuple(_row(tx, row) for row in tx.all(_OF, one=subject))


def register(tx: Tx, subject: str) -> Register:
    """Everything that is listed under a subject."""
    return Register(subject=subject, rows=rows(tx, subject), lines=tuple(lines(tx, subject)))


def subjects(tx: Tx) -> tuple[str, ...]:
    """Every subject under which anything is listed."""
    return tuple(sorted(row.subject for row in tx.all(_SUBJECTS)))


def counts(tx: Tx, subject: str) -> dict[Kind, int]:
    """How many rows each register of a subject has, those of the past too."""
    return {Kind(row.kind): row.count for row in tx.all(_COUNTS, one=subject)}


def naming(tx: Tx, name: str) -> tuple[Row, ...]:
    """Every row that names a person."""
    return tuple(_row(tx, row) for row in tx.all(_NAMED, one=_named(tx, name)))


def lines_naming(tx: Tx, name: str) -> tuple[Line, ...]:
    """Every line of which a person is who did it."""
    return tuple(_line(tx, row) for row in tx.all(_NAMED_LINES, one=_named(tx, name)))


def is_named(tx: Tx, name: str) -> bool:
    """Whether any row or line names a person; none is opened for it."""
    who = _named(tx, name)
    return any(tx.first(found, one=who) is not None for found in (_NAMED, _NAMED_LINES))


def forget(tx: Tx, name: str, instead: str) -> int:
    """Take a person out: their rows go, their lines say `instead`; how many there were."""
    found, theirs = naming(tx, name), lines_naming(tx, name)
    for row in found:
        drop(tx, row.id)
    for line in theirs:
        words = _words(tx, replace(line, who=f"{instead}{line.id}"))
        tx.run(_BLANK, one=line.id, **{f"new_{key}": value for key, value in words.items()})
    return len(found) + len(theirs)


def erase(tx: Tx, subject: str) -> int:
    """Destroy all registers of a subject; how many rows and lines they had."""
    return tx.run(_ERASE, one=subject) + tx.run(_ERASE_LINES, one=subject)


def known_by(row: Row) -> str:
    """By what a row is known in its register: a name with its first day, a place, a number."""
    match row:
        case Responsible() | Worker():
            return f"{row.name}\n{row.since.isoformat()}"
        case Workplace():
            return row.name
        case Device():
            return row.number


def _mark(tx: Tx, row: Row) -> str:
    return tx.digest("handling_row", "mark", f"{kind_of(row).value}\n{known_by(row)}")


def _named(tx: Tx, name: str) -> str:
    return tx.digest("handling_row", "who", "".join(name.split()))


def _words(tx: Tx, line: Line) -> dict[str, Any]:
    """The columns of a line that tell what stands in it to nobody without the key."""
    said = written(line, without=frozenset(("id", "subject")))
    told = orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()
    mark = tx.digest("handling_line", "mark", told)
    place = f"{line.subject}:{mark}"
    return {
        "mark": mark,
        "who": _named(tx, line.who),
        "body": sealed(tx, "handling_line", place, line, _LINE_APART),
    }


def _values(tx: Tx, row: Row) -> dict[str, Any]:
    kind, mark = kind_of(row).value, _mark(tx, row)
    place = f"{row.subject}:{kind}:{mark}"
    return {
        "subject": row.subject,
        "kind": kind,
        "mark": mark,
        "who": _named(tx, row.name) if isinstance(row, (Responsible, Worker)) else None,
        "since": row.since,
        "until": row.until,
        "body": sealed(tx, "handling_row", place, row, _ROW_APART),
        "version": row.version,
    }


def _row(tx: Tx, row: Any) -> Row:
    own = {name: getattr(row, name) for name in _ROW_APART}
    made: type[Row] = ROWS[Kind(row.kind)]
    return opened(tx, "handling_row", _place(row), row.body, made, **own)


def _line(tx: Tx, row: Any) -> Line:
    own: dict[str, Any] = {name: getattr(row, name) for name in _LINE_APART}
    place = _line_place(row)
    return opened(tx, "handling_line", place, row.body, Line, **(own | {"act": Act(row.act)}))
