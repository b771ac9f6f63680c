"""What we remember of duties: open ones, those of one matter, and when they come back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Text,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from bot.duties import rules
from bot.duties.model import MEETING, OPEN, Dated, Duty, DutyState, Obligor
from bot.errors import NotFound, Stale
from bot.storage.columns import Json
from bot.storage.packed import among
from bot.storage.tables import table
from bot.storage.tx import Tx

DUTY = table(
    "duty",
    Column("id", Integer, primary_key=True),
    Column("source", String(100), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("obligor", String(10), nullable=False),
    Column("post", Integer),
    Column("article", String(100), nullable=False),
    Column("items", Json, nullable=False),
    Column("due_on", Date),
    Column("every_months", Integer),
    Column("since", Date),
    Column("until", Date),
    Column("state", String(20), nullable=False),
    Column("done_on", Date),
    Column("evidence", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    Column("partner", Text, nullable=False, server_default=""),
    Column("soft", Boolean, nullable=False, server_default="0"),  # both databases read it
    Column("in_force", Boolean, nullable=False, server_default="1"),
    Column("lineage", Integer),
    Index(None, "tenant_id", "source"),
    Index(None, "tenant_id", "due_on"),
    Index(None, "tenant_id", "post"),
    Index(None, "tenant_id", "kind"),
    sqlite_autoincrement=True,  # cards name a duty by its id: none is given twice
)
_FIELDS = [column.name for column in DUTY.c if column.name not in ("tenant_id", "id")]

IS_OPEN = DUTY.c.state.in_([one.value for one in OPEN])
_GET = select(DUTY).where(DUTY.c.id == bindparam("one"))
_BY_SOURCE = select(DUTY).where(DUTY.c.source == bindparam("one")).order_by(DUTY.c.id)
_DUE = (
    select(DUTY)
    .where(IS_OPEN, DUTY.c.due_on <= bindparam("to"), DUTY.c.due_on >= bindparam("from_"))
    .order_by(DUTY.c.due_on, DUTY.c.id)
)
_OF_POSTS = (
    select(DUTY)
    .where(IS_OPEN, among(DUTY.c.post, "posts"))
    .order_by(DUTY.c.due_on.is_(None), DUTY.c.due_on, DUTY.c.id)
)
_BINDING = _DUE.with_only_columns(
    *(DUTY.c[name] for name in ("id", "source", "kind", "post", "due_on", "state")),
    *(DUTY.c[name] for name in ("title", "partner")),
).where(DUTY.c.in_force, DUTY.c.kind != MEETING)
_BINDING_FOR = _BINDING.where(among(DUTY.c.post, "posts"))
_ANY = select(DUTY.c.id).where(IS_OPEN, among(DUTY.c.post, "posts")).limit(1)
_OF_KIND = (
    select(DUTY)
    .where(IS_OPEN, DUTY.c.kind == bindparam("one"))
    .order_by(DUTY.c.due_on.is_(None), DUTY.c.due_on, DUTY.c.id)
)
_SOURCES = select(DUTY.c.source).where(DUTY.c.kind == bindparam("one")).distinct()
_UNTOLD = (
    select(DUTY)
    .where(IS_OPEN, DUTY.c.kind == bindparam("one"), DUTY.c.title == "")
    .order_by(DUTY.c.id)
    .limit(bindparam("most"))
)
_ADD = insert(DUTY).values({name: bindparam(name) for name in _FIELDS}).returning(DUTY.c.id)
_SAVE = (
    update(DUTY)
    .where(DUTY.c.id == bindparam("one"), DUTY.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _FIELDS})
)
_FORGET = delete(DUTY).where(DUTY.c.id == bindparam("one"))
_DROP = delete(DUTY).where(DUTY.c.source == bindparam("one"))


def get(tx: Tx, duty: int) -> Duty:
    """The duty by id; raises NotFound."""
    if (row := tx.first(_GET, one=duty)) is None:
        raise NotFound(f"duty:{duty}")
    return _duty(row)


def add(tx: Tx, duty: Duty) -> Duty:
    """Remember a new duty; the same with the id that it got."""
    return replace(duty, id=int(tx.value(_ADD, **_fields(duty))))


def save(tx: Tx, duty: Duty) -> Duty:
    """Remember a changed duty, its version one higher; raises Stale if it changed meanwhile."""
    kept = replace(duty, version=duty.version + 1)
    values = {f"new_{name}": value for name, value in _fields(kept).items()}
    if tx.run(_SAVE, one=duty.id, shown=duty.version, **values) != 1:
        raise Stale("common.refused.changed")
    return kept


def complete(
    tx: Tx, duty: Duty, *, evidence: str, on: date, next_on: date | None = None
) -> Duty | None:
    """Close a duty; the next one where it comes back (`rules.following`), already remembered."""
    save(tx, replace(duty, state=DutyState.DONE, evidence=evidence, done_on=on))
    following = rules.following(duty, on, next_on)
    return None if following is None else add(tx, following)


def reopen(tx: Tx, duty: Duty, following: Duty | None) -> Duty:
    """Take a completion back: the duty is open again, and what came back of it is forgotten."""
    if following is not None:
        tx.run(_FORGET, one=following.id)
    return save(tx, replace(duty, state=DutyState.OPEN, evidence="", done_on=None))


def of_source(tx: Tx, source: str) -> tuple[Duty, ...]:
    """Every duty of one matter (`agreement:7`), done ones too."""
    return tuple(map(_duty, tx.all(_BY_SOURCE, one=source)))


def due(tx: Tx, from_: date, to: date) -> tuple[Duty, ...]:
    """Open duties whose day lies between two days, both included, the earliest first."""
    return tuple(map(_duty, tx.all(_DUE, from_=from_, to=to)))


def binding(tx: Tx, from_: date, to: date) -> tuple[Dated, ...]:
    """Of those `due` between two days what binds by now; meetings have a slice of their own."""
    return tuple(map(_dated, tx.all(_BINDING, from_=from_, to=to)))


def binding_for(tx: Tx, posts: Iterable[int], from_: date, to: date) -> tuple[Dated, ...]:
    """The same, of these posts alone."""
    return tuple(map(_dated, tx.all(_BINDING_FOR, posts=tuple(posts), from_=from_, to=to)))


def owes(tx: Tx, posts: Iterable[int]) -> bool:
    """Whether one of these posts has an open duty."""
    return tx.first(_ANY, posts=tuple(posts)) is not None


def open_for(tx: Tx, posts: Iterable[int]) -> tuple[Duty, ...]:
    """Open duties of these posts, the earliest first, those without a day last."""
    return tuple(map(_duty, tx.all(_OF_POSTS, posts=tuple(posts))))


def of_kind(tx: Tx, kind: str) -> tuple[Duty, ...]:
    """Open duties of a kind, those without a day last."""
    return tuple(map(_duty, tx.all(_OF_KIND, one=kind)))


def sources_of(tx: Tx, kind: str) -> frozenset[str]:
    """Every matter (`agreement:7`) that has a duty of a kind, done ones too."""
    return frozenset(row.source for row in tx.all(_SOURCES, one=kind))


def untold(tx: Tx, kind: str, most: int) -> tuple[Duty, ...]:
    """Open duties of a kind that don't say in words what they come from, as of an older release."""
    return tuple(map(_duty, tx.all(_UNTOLD, one=kind, most=most)))


def erase(tx: Tx, source: str) -> int:
    """Take every duty of one matter out for good; how many there were."""
    return tx.run(_DROP, one=source)


def _fields(duty: Duty) -> dict[str, Any]:
    values = {name: getattr(duty, name) for name in _FIELDS}
    return {
        **values,
        "obligor": duty.obligor.value,
        "items": list(duty.items),
        "state": duty.state.value,
    }


def _duty(row: Any) -> Duty:
    values = {name: getattr(row, name) for name in ("id", *_FIELDS)}
    return Duty(
        **{
            **values,
            "obligor": Obligor(row.obligor),
            "items": tuple(row.items),
            "state": DutyState(row.state),
        }
    )


def _dated(row: Any) -> Dated:
    return Dated(
        id=row.id,
        source=row.source,
        kind=row.kind,
        post=row.post,
        day=row.due_on,
        state=DutyState(row.state),
        title=row.title,
        partner=row.partner,
    )
