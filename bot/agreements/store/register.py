"""The register (協定一覧): agreements by id, number, words, owner and by the clock."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, delete, func, insert, select, update

from bot.agreements.model import Agreement
from bot.agreements.store.rows import AGREEMENT, OWNER
from bot.agreements.store.written import read, written
from bot.errors import NotFound, Stale
from bot.storage import like
from bot.storage.packed import among
from bot.storage.tx import Row, Tx

_OWN_COLUMNS = ("alerted", "alerted_on", "snoozed_until", "seen_on")  # the clock writes them alone
_APART = frozenset(("id", "contacts", "version", *_OWN_COLUMNS))
_PAGE = 2000
MOST_FOUND = 200
MOST_WORDS, LONGEST_SEARCH = 10, 100  # more would only narrow what is found

# What `_agreement` reads; what stands in columns only to be searched for stays there.
_AGREEMENTS = select(
    *(AGREEMENT.c[name] for name in ("id", "end", "facts", "contacts", "version", *_OWN_COLUMNS))
)
_GET = _AGREEMENTS.where(AGREEMENT.c.id == bindparam("one"))
_NUMBERED = _AGREEMENTS.where(AGREEMENT.c.number == bindparam("one"))
_TITLED = _AGREEMENTS.where(AGREEMENT.c.title == bindparam("one")).order_by(AGREEMENT.c.id)
_PAGED = _AGREEMENTS.where(AGREEMENT.c.id > bindparam("last")).order_by(AGREEMENT.c.id).limit(_PAGE)
_DUE = (
    _AGREEMENTS.where(AGREEMENT.c.next_due_on <= bindparam("day"))
    .order_by(AGREEMENT.c.next_due_on, AGREEMENT.c.post, AGREEMENT.c.id)
    .limit(bindparam("most", type_=Integer))
)
_OWNED = (
    _AGREEMENTS.join(OWNER, OWNER.c.agreement_id == AGREEMENT.c.id)
    .where(among(OWNER.c.post, "posts"))
    .order_by(AGREEMENT.c.end.is_(None), AGREEMENT.c.end, AGREEMENT.c.id)
)
_UNSIGNED = _AGREEMENTS.where(AGREEMENT.c.state == "unsigned").order_by(AGREEMENT.c.id)
_COUNT = select(func.count()).select_from(AGREEMENT)


def get(tx: Tx, agreement: int) -> Agreement:
    """The agreement by id; raises NotFound."""
    row = tx.first(_GET, one=agreement)
    if row is None:
        raise NotFound(f"agreement:{agreement}")
    return _agreement(tx, row)


def find(tx: Tx, agreement: int) -> Agreement | None:
    """The agreement by id, or None."""
    row = tx.first(_GET, one=agreement)
    return None if row is None else _agreement(tx, row)


def numbered(tx: Tx, number: str) -> Agreement | None:
    """The agreement with this number (番号), or None."""
    row = tx.first(_NUMBERED, one=number)
    return None if row is None else _agreement(tx, row)


def titled(tx: Tx, title: str) -> tuple[Agreement, ...]:
    """Every agreement of exactly this title."""
    return tuple(_agreement(tx, row) for row in tx.all(_TITLED, one=title))


def every(tx: Tx) -> Iterator[Agreement]:
    """The whole register in the order of its ids, a page at a time."""
    last = 0
    while rows := tx.all(_PAGED, last=last):
        for row in rows:
            yield _agreement(tx, row)
        last = rows[-1].id


def count(tx: Tx) -> int:
    """How many agreements the register holds."""
    return int(tx.value(_COUNT))


def due(tx: Tx, day: date, most: int) -> tuple[Agreement, ...]:
    """Agreements at which the clock must look by `day`: the longest due first, owner by owner."""
    return tuple(_agreement(tx, row) for row in tx.all(_DUE, day=day, most=most))


def owned_by(tx: Tx, posts: Iterable[int]) -> tuple[Agreement, ...]:
    """Agreements that one of these posts owns or deputises, the earliest end first."""
    rows = {row.id: row for row in tx.all(_OWNED, posts=tuple(posts))}  # once for all its posts
    return tuple(_agreement(tx, row) for row in rows.values())


def unsigned(tx: Tx) -> tuple[Agreement, ...]:
    """Drafts and agreements whose signing date stands blank: the desk's to complete."""
    return tuple(_agreement(tx, row) for row in tx.all(_UNSIGNED))


def search(tx: Tx, words: str) -> tuple[Agreement, ...]:
    """Agreements in which each word occurs: number, title, department, any name ever borne."""
    wanted = folded(words[:LONGEST_SEARCH])[:LONGEST_SEARCH].split()[:MOST_WORDS]
    if not wanted:
        return ()
    query = _like(len(wanted))
    patterns = {f"word{index}": f"%{like.literal(word)}%" for index, word in enumerate(wanted)}
    return tuple(_agreement(tx, row) for row in tx.all(query, **patterns))


_LIKES: dict[int, Any] = {}


def _like(words: int) -> Any:
    """The query for so many words, made once."""
    if words not in _LIKES:
        binds = (bindparam(f"word{index}", type_=String) for index in range(words))
        conditions = [AGREEMENT.c.words.like(bind, escape=like.ESCAPE) for bind in binds]
        _LIKES[words] = (
            _AGREEMENTS.where(*conditions)
            .order_by(AGREEMENT.c.end.is_(None), AGREEMENT.c.end, AGREEMENT.c.id)
            .limit(MOST_FOUND)
        )
    return _LIKES[words]


def folded(words: str) -> str:
    """Text as a search compares it: without regard to width and case."""
    return unicodedata.normalize("NFKC", words).casefold()


_COLUMNS = (
    "number",
    "title",
    "state",
    "end",
    "post",
    "facts",
    "contacts",
    "words",
    *_OWN_COLUMNS,
    "next_due_on",
    "version",
)
_ADD = (
    insert(AGREEMENT).values({name: bindparam(name) for name in _COLUMNS}).returning(AGREEMENT.c.id)
)
_SAVE = (
    update(AGREEMENT)
    .where(AGREEMENT.c.id == bindparam("one"), AGREEMENT.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_SEALED = (
    update(AGREEMENT).where(AGREEMENT.c.id == bindparam("one")).values(contacts=bindparam("sealed"))
)
_TOLD = (
    update(AGREEMENT)
    .where(AGREEMENT.c.id == bindparam("one"), AGREEMENT.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in (*_OWN_COLUMNS, "next_due_on")})
)
_PLAN = (
    update(AGREEMENT)
    .where(AGREEMENT.c.id == bindparam("one"), AGREEMENT.c.version == bindparam("shown"))
    .values(next_due_on=bindparam("day", type_=Date))
)
_ADD_OWNER = insert(OWNER).values(
    post=bindparam("post"), agreement_id=bindparam("agreement_id"), rank=bindparam("rank")
)
_DROP_OWNERS = delete(OWNER).where(OWNER.c.agreement_id == bindparam("one"))
_DROP = delete(AGREEMENT).where(AGREEMENT.c.id == bindparam("one"))


def add(tx: Tx, agreement: Agreement, *, due_on: date | None) -> Agreement:
    """Enter an agreement; the same with its id. `due_on`: when the clock looks at it first."""
    new = int(tx.value(_ADD, **_values(tx, replace(agreement, contacts="")), next_due_on=due_on))
    kept = replace(agreement, id=new)
    if kept.contacts:
        tx.run(_SEALED, one=new, sealed=_sealed(tx, kept))
    _add_owners(tx, kept)
    return kept


def save(tx: Tx, agreement: Agreement, *, before: Agreement, due_on: date | None) -> None:
    """Remember what a rule has made of the agreement `before`, its version one higher.

    Raises Stale where somebody else changed it meanwhile.
    """
    values = {f"new_{name}": value for name, value in _values(tx, agreement).items()}
    shown = agreement.version - 1
    if tx.run(_SAVE, one=agreement.id, shown=shown, **values, new_next_due_on=due_on) != 1:
        raise Stale("agreements.refused.changed")
    if agreement.posts != before.posts:
        tx.run(_DROP_OWNERS, one=agreement.id)
        _add_owners(tx, agreement)


def save_told(tx: Tx, told: Sequence[tuple[Agreement, date | None]]) -> None:
    """Remember what the clock has told of agreements that nobody changed meanwhile."""
    tx.many(
        _TOLD,
        [
            {
                "one": agreement.id,
                "shown": agreement.version,
                "new_next_due_on": due_on,
                **{f"new_{name}": getattr(agreement, name) for name in _OWN_COLUMNS},
            }
            for agreement, due_on in told
        ],
    )


def save_plan(tx: Tx, planned: Sequence[tuple[Agreement, date | None]]) -> None:
    """Remember when the clock looks again, after closed days have changed."""
    tx.many(
        _PLAN,
        [{"one": one.id, "shown": one.version, "day": day} for one, day in planned],
    )


def erase(tx: Tx, agreement: int) -> bool:
    """Take an agreement out of the register for good; whether there was one."""
    tx.run(_DROP_OWNERS, one=agreement)
    return tx.run(_DROP, one=agreement) > 0


def _add_owners(tx: Tx, agreement: Agreement) -> None:
    tx.many(
        _ADD_OWNER,
        [
            {"post": post, "agreement_id": agreement.id, "rank": rank}
            for rank, post in enumerate(dict.fromkeys(agreement.posts))
        ],
    )


def _values(tx: Tx, agreement: Agreement) -> dict[str, Any]:
    return {
        "number": agreement.number or None,
        "title": agreement.title,
        "state": "unsigned" if agreement.awaits_signing_date else agreement.state.value,
        "end": agreement.end,
        "post": agreement.post,
        "facts": written(agreement, without=_APART),
        "contacts": _sealed(tx, agreement),
        "words": _words(agreement),
        "version": agreement.version,
        **{name: getattr(agreement, name) for name in _OWN_COLUMNS},
    }


def _sealed(tx: Tx, agreement: Agreement) -> bytes | None:
    if not agreement.contacts:
        return None
    return tx.seal("agreement", "contacts", str(agreement.id), agreement.contacts)


def _words(agreement: Agreement) -> str:
    names = [name.name for party in agreement.parties for name in party.names]
    titles = [programme.title for programme in agreement.programmes]
    parts = (agreement.number, agreement.title, agreement.department, *names, *titles)
    return folded("\n".join(dict.fromkeys(filter(None, parts))))


def _agreement(tx: Tx, row: Row) -> Agreement:
    contacts = tx.unseal("agreement", "contacts", str(row.id), row.contacts) if row.contacts else ""
    own = {name: getattr(row, name) for name in _OWN_COLUMNS}
    return read(Agreement, row.facts, id=row.id, contacts=contacts, version=row.version, **own)
