"""Agreements in outline: what their days, their state and one line turn on, for very many at once.

An outline has no texts, no contacts and no version: nothing can be saved from it. Only those that
are `named` have their parties.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, select

from bot.agreements.model import Agreement
from bot.agreements.store.rows import AGREEMENT, OWNER
from bot.agreements.store.written import read
from bot.storage.packed import among
from bot.storage.tx import Row, Tx

_FIELDS = (
    "title",
    "draft",
    "in_force",
    "start",
    "end",
    "renewal",
    "lead_days",
    "needs_budget",
    "post",
    "deputies",
    "state",
    "settled_end",
)
_PAGE = 2000

_OUTLINES = select(AGREEMENT.c.id, AGREEMENT.c.facts, AGREEMENT.c.alerted)
_ENDING = (
    _OUTLINES.where(AGREEMENT.c.end >= bindparam("since"), AGREEMENT.c.id > bindparam("last"))
    .order_by(AGREEMENT.c.id)
    .limit(bindparam("most", type_=Integer))
)
_OWNED = (
    _OUTLINES.join(OWNER, OWNER.c.agreement_id == AGREEMENT.c.id)
    .where(among(OWNER.c.post, "posts"), AGREEMENT.c.end >= bindparam("since"))
    .order_by(AGREEMENT.c.id)
)
_SOME = _OUTLINES.where(among(AGREEMENT.c.id, "ids")).order_by(AGREEMENT.c.id)
_ANY = select(OWNER.c.agreement_id).where(among(OWNER.c.post, "posts")).limit(1)


def ending(tx: Tx, since: date) -> tuple[Agreement, ...]:
    """Every agreement whose term ends on a day or later, however many there are: when somebody
    must decide about one says only its text, perhaps years before its end."""
    found: list[Agreement] = []
    while rows := tx.all(_ENDING, since=since, last=found[-1].id if found else 0, most=_PAGE):
        found += map(_outline, rows)
    return tuple(found)


def owned_by(tx: Tx, posts: Iterable[int], since: date) -> tuple[Agreement, ...]:
    """Those that one of these posts owns or deputises, once for all its posts."""
    rows = {row.id: row for row in tx.all(_OWNED, posts=tuple(posts), since=since)}
    return tuple(map(_outline, rows.values()))


def owns(tx: Tx, posts: Iterable[int]) -> bool:
    """Whether one of these posts owns or deputises an agreement."""
    return tx.first(_ANY, posts=tuple(posts)) is not None


def named(tx: Tx, subjects: Iterable[str]) -> dict[str, Agreement]:
    """The agreements among these matters (`agreement:7`), each by its own, with their parties;
    others are left out."""
    ids = {number for subject in subjects if (number := _number(subject)) is not None}
    rows = tx.all(_SOME, ids=sorted(ids)) if ids else []
    found = (_outline(row, "parties") for row in rows)
    return {one.subject: one for one in found}


def _number(subject: str) -> int | None:
    kind, _, number = subject.partition(":")
    return int(number) if kind == "agreement" and number.isdecimal() else None


def _outline(row: Row, *more: str) -> Agreement:
    facts: dict[str, Any] = row.facts
    told = {name: facts[name] for name in (*_FIELDS, *more) if name in facts}
    return read(Agreement, told, id=row.id, alerted=row.alerted, version=0)
