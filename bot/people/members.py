"""Who stands in a group or a list: read from the directory or a file, a page at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    select,
)

from bot.people.selectors import Audience, Selector, parse
from bot.people.tables import CURRENT, LISTING, ONE
from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

# How far a group or a list is known; whom nobody in the register answers to is only counted.
AUDIENCE_LIST = table(
    "audience_list",
    Column("list_key", String(200), nullable=False),  # group:ID or list:KEY
    Column("state", String(10), nullable=False),
    Column("unknown", Integer, nullable=False),
    Column("read_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "list_key"),
)
AUDIENCE_MEMBER = table(
    "audience_member",
    Column("list_key", String(200), nullable=False),
    Column("person", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "list_key", "person"),
    Index(None, "tenant_id", "person"),
)
READING, ARRIVED, WHOLE, MISSING = "reading", "arrived", "whole", "missing"
_IDS: Any = bindparam("ids", expanding=True)
_LIST = select(AUDIENCE_LIST).where(AUDIENCE_LIST.c.list_key == ONE)
_STATE = select(AUDIENCE_LIST.c.state).where(AUDIENCE_LIST.c.list_key == ONE)
_FORGET = delete(AUDIENCE_LIST).where(AUDIENCE_LIST.c.list_key == ONE)
_begin = upsert(AUDIENCE_LIST).values(
    list_key=ONE, state=bindparam("state"), unknown=bindparam("unknown"), read_at=bindparam("at")
)
_KEEP_LIST = _begin.on_conflict_do_update(
    index_elements=["tenant_id", "list_key"],
    set_={name: _begin.excluded[name] for name in ("state", "unknown", "read_at")},
)
_CLEAR = delete(AUDIENCE_MEMBER).where(AUDIENCE_MEMBER.c.list_key == ONE)
_ADD = (
    upsert(AUDIENCE_MEMBER)
    .values(list_key=bindparam("list_key"), person=bindparam("person"))
    .on_conflict_do_nothing()
)
_EVERY = select(AUDIENCE_LIST.c.list_key).order_by(AUDIENCE_LIST.c.list_key)
_OF_PERSON = (
    select(AUDIENCE_MEMBER.c.list_key)
    .where(AUDIENCE_MEMBER.c.person == ONE)
    .order_by(AUDIENCE_MEMBER.c.list_key)
)
_ERASE = delete(AUDIENCE_MEMBER).where(AUDIENCE_MEMBER.c.person == ONE)
_LISTED = select(LISTING.c.person, LISTING.c.aad_object_id, LISTING.c.mail).where(
    LISTING.c.generation == CURRENT
)
# One statement for each: no index finds what is one or the other.
_BY_ACCOUNT = _LISTED.where(LISTING.c.aad_object_id.in_(_IDS))
_BY_MAIL = _LISTED.where(LISTING.c.mail.in_(_IDS))


def state(tx: Tx, selector: Selector) -> str | None:
    """READING, ARRIVED (to be looked up here), WHOLE or MISSING; None where nobody has asked."""
    found: str | None = tx.value(_STATE, one=str(selector))
    return found


def is_whole(tx: Tx, selector: Selector) -> bool:
    """Whether all members of a group or list are known here."""
    return state(tx, selector) == WHOLE


def read_at(tx: Tx, selector: Selector) -> datetime | None:
    """When it was last heard of."""
    row = tx.first(_LIST, one=str(selector))
    return None if row is None else row.read_at


def mark(tx: Tx, selector: Selector, state: str, *, at: datetime) -> None:
    """Say how far it is known."""
    tx.run(_KEEP_LIST, one=str(selector), state=state, unknown=_unknown(tx, selector), at=at)


def forget(tx: Tx, selector: Selector) -> None:
    """As if nobody had ever asked."""
    tx.run(_CLEAR, one=str(selector))
    tx.run(_FORGET, one=str(selector))


def begin(tx: Tx, selector: Selector, *, at: datetime) -> None:
    """Forget the members of a group or list: they are about to be read anew."""
    tx.run(_CLEAR, one=str(selector))
    tx.run(_KEEP_LIST, one=str(selector), state=READING, unknown=0, at=at)


def fill(tx: Tx, selector: Selector, names: Sequence[str], *, at: datetime) -> tuple[str, ...]:
    """Add members by mail address or directory id; the names that nobody here answers to."""
    key = str(selector)
    rows = _answering(tx, names)
    people = dict.fromkeys(row.person for row in rows)
    tx.many(_ADD, [{"list_key": key, "person": person} for person in people])
    nobody = _unanswered(names, rows)
    before = _unknown(tx, selector)
    tx.run(_KEEP_LIST, one=key, state=READING, unknown=before + len(nobody), at=at)
    return nobody


def put(tx: Tx, selector: Selector, people: Sequence[int], *, at: datetime) -> None:
    """Add members by their ids to a list that is being filled; who is in it stays in it once."""
    key = str(selector)
    tx.many(_ADD, [{"list_key": key, "person": person} for person in people])
    tx.run(_KEEP_LIST, one=key, state=READING, unknown=_unknown(tx, selector), at=at)


def strangers(tx: Tx, names: Sequence[str]) -> tuple[str, ...]:
    """The mail addresses and directory ids that nobody here answers to; changes nothing."""
    return _unanswered(names, _answering(tx, names))


def _answering(tx: Tx, names: Sequence[str]) -> Sequence[Any]:
    meant = list({name.strip().lower() for name in names if name.strip()})
    if not meant:
        return []
    return [*tx.all(_BY_ACCOUNT, ids=meant), *tx.all(_BY_MAIL, ids=meant)]


def _unanswered(names: Sequence[str], rows: Sequence[Any]) -> tuple[str, ...]:
    known = {row.aad_object_id for row in rows} | {row.mail for row in rows}
    meant = {name.strip().lower(): name for name in names if name.strip()}
    return tuple(name for word, name in meant.items() if word not in known)


def end(tx: Tx, selector: Selector, *, at: datetime) -> None:
    """The last member is in."""
    mark(tx, selector, WHOLE, at=at)


def unknown(tx: Tx, audience: Audience) -> int:
    """How many members of its groups and lists nobody in the register answers to."""
    return sum(_unknown(tx, one) for one in audience.member_lists)


def _unknown(tx: Tx, selector: Selector) -> int:
    row = tx.first(_LIST, one=str(selector))
    return 0 if row is None else int(row.unknown)


def every(tx: Tx) -> tuple[Selector, ...]:
    """All groups and lists of which anything is known here."""
    return tuple(parse(row.list_key) for row in tx.all(_EVERY))


def of_person(tx: Tx, person: int) -> tuple[str, ...]:
    """The groups and lists that a person is in, as selectors are written."""
    return tuple(row.list_key for row in tx.all(_OF_PERSON, one=person))


def erase(tx: Tx, person: int) -> int:
    """Take a person out of every group and list; in how many they were."""
    return tx.run(_ERASE, one=person)
