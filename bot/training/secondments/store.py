"""The tables of secondments and of their reports, whose words are sealed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from bot.errors import NotFound
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Row, Tx
from bot.training.secondments.terms import Report, Secondment

# `look_on`: the next day on which the clock has something to say, NULL for none.
SECONDMENT = table(
    "secondment",
    Column("id", Integer, primary_key=True),
    Column("person", Integer, nullable=False),
    Column("host", Text, nullable=False),
    Column("home", Integer, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("every", Integer, nullable=False),
    Column("registered_on", Date, nullable=False),
    Column("said_on", Date, nullable=False),
    Column("look_on", Date),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "person", "starts_on"),
    Index(None, "tenant_id", "look_on"),
    sqlite_autoincrement=True,
)
REPORT = table(
    "secondment_report",
    Column("secondment", Integer, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("sent_on", Date, nullable=False),
    Column("text", Sealed(lambda row: _key(row.secondment, row.due_on)), nullable=False),
    PrimaryKeyConstraint("tenant_id", "secondment", "due_on"),
)
_ONE: BindParameter[int] = bindparam("one")
_NAMES = ("person", "host", "home", "every", "registered_on", "said_on", "version")
_COLUMNS = (*_NAMES, "starts_on", "ends_on", "look_on")
_ADD = (
    insert(SECONDMENT)
    .values({name: bindparam(name) for name in _COLUMNS})
    .returning(SECONDMENT.c.id)
)
_SAVE = (
    update(SECONDMENT)
    .where(SECONDMENT.c.id == _ONE)
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_EVERY = select(SECONDMENT).order_by(SECONDMENT.c.ends_on, SECONDMENT.c.id)
_BY_ID = select(SECONDMENT).where(SECONDMENT.c.id == _ONE)
_OF = _EVERY.where(SECONDMENT.c.person == _ONE)
_BEGUN = _OF.where(SECONDMENT.c.starts_on == bindparam("begun"))
_DUE = _EVERY.where(SECONDMENT.c.look_on <= bindparam("today")).limit(bindparam("most"))
_REPORTS = select(REPORT).where(REPORT.c.secondment == _ONE).order_by(REPORT.c.due_on)
_REPORT = insert(REPORT).values(
    {name: bindparam(name) for name in ("secondment", "due_on", "sent_on", "text")}
)
_ERASE = delete(SECONDMENT).where(SECONDMENT.c.id == _ONE)
_ERASE_REPORTS = delete(REPORT).where(REPORT.c.secondment == _ONE)


def add(tx: Tx, one: Secondment, *, look_on: date | None) -> Secondment:
    """Enter a new secondment; with its id."""
    return replace(one, id=int(tx.value(_ADD, **_values(one, look_on))))


def save(tx: Tx, one: Secondment, *, look_on: date | None) -> Secondment:
    """Keep what it has become, and when the clock looks at it next."""
    given = {f"new_{name}": value for name, value in _values(one, look_on).items()}
    tx.run(_SAVE, one=one.id, **given)
    return one


def get(tx: Tx, secondment: int) -> Secondment:
    """The secondment with this id; raises NotFound."""
    row = tx.first(_BY_ID, one=secondment)
    if row is None:
        raise NotFound(f"secondment:{secondment}")
    return _read(row)


def find(tx: Tx, person: int, start: date) -> Secondment | None:
    """The person's secondment that begins on a day, or None."""
    row = tx.first(_BEGUN, one=person, begun=start)
    return None if row is None else _read(row)


def every(tx: Tx) -> tuple[Secondment, ...]:
    """All of them, who returns first above."""
    return _all(tx.all(_EVERY))


def of_person(tx: Tx, person: int) -> tuple[Secondment, ...]:
    """One person's."""
    return _all(tx.all(_OF, one=person))


def due(tx: Tx, today: date, most: int) -> tuple[Secondment, ...]:
    """Those of which something is to be said by a day."""
    return _all(tx.all(_DUE, today=today, most=most))


def sent(tx: Tx, secondment: int) -> tuple[Report, ...]:
    """The reports that came, in the order of the days by which they were owed."""
    return tuple(
        Report(
            due_on=row.due_on,
            sent_on=row.sent_on,
            text=tx.unseal("secondment_report", "text", _key(secondment, row.due_on), row.text),
        )
        for row in tx.all(_REPORTS, one=secondment)
    )


def report(tx: Tx, secondment: int, found: Report) -> None:
    """Remember a report that came."""
    key = _key(secondment, found.due_on)
    sealed = tx.seal("secondment_report", "text", key, found.text)
    days = {"due_on": found.due_on, "sent_on": found.sent_on}
    tx.run(_REPORT, secondment=secondment, text=sealed, **days)


def erase(tx: Tx, secondment: int) -> int:
    """Destroy a secondment with its reports; whether there was one."""
    tx.run(_ERASE_REPORTS, one=secondment)
    return tx.run(_ERASE, one=secondment)


def _key(secondment: int, due_on: date) -> str:
    return f"{secondment}:{due_on}"


def _values(one: Secondment, look_on: date | None) -> dict[str, Any]:
    kept = {name: getattr(one, name) for name in _NAMES}
    return {**kept, "starts_on": one.start, "ends_on": one.end, "look_on": look_on}


def _all(rows: Iterable[Row]) -> tuple[Secondment, ...]:
    return tuple(map(_read, rows))


def _read(row: Row) -> Secondment:
    kept = {name: getattr(row, name) for name in _NAMES}
    return Secondment(id=row.id, start=row.starts_on, end=row.ends_on, **kept)
