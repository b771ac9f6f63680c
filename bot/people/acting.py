"""Who acts for a post on a day: holders, deputies of those who are away, superiors."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from sqlalchemy import or_, select

from bot.people import rules
from bot.people.model import Deputy, Holder, Holders
from bot.people.posts import HIGHEST, POST_BY_ID, superior
from bot.people.tables import (
    BY_HAND,
    CURRENT,
    DEPUTY,
    HOLDING,
    LEAVE,
    LISTING,
    ON,
    ONE,
    STANDING,
    covers,
    now,
    span,
    valid,
)
from bot.storage.tx import Tx

_MOST_BELOW = 200
_HERE = (LISTING.c.generation == CURRENT) & (LISTING.c.left_on > ON)
# No DISTINCT here: it would have SQLite walk every post instead of the index on the superior.
_BELOW = select(STANDING.c.post).where(
    STANDING.c.superior == ONE, valid(STANDING), STANDING.c.since <= ON
)
_OWN = (
    select(HOLDING.c.post)
    .join(LISTING, LISTING.c.person == HOLDING.c.person)
    .where(HOLDING.c.person == ONE, HOLDING.c.post.is_not(None), now(HOLDING), _HERE)
    .order_by(HOLDING.c.id)
)
_DEPUTISED = (
    select(HOLDING.c.post, DEPUTY.c.person)
    .join(DEPUTY, DEPUTY.c.person == HOLDING.c.person)
    .join(LISTING, LISTING.c.person == DEPUTY.c.deputy)
    .where(DEPUTY.c.deputy == ONE, covers(DEPUTY), HOLDING.c.post.is_not(None), now(HOLDING), _HERE)
    .order_by(HOLDING.c.id)
)
_HELD_BY = (
    select(HOLDING.c.person)
    .join(LISTING, LISTING.c.person == HOLDING.c.person)
    .where(HOLDING.c.post == ONE, now(HOLDING), _HERE)
    .order_by(HOLDING.c.id)
)
_IS_ON_LEAVE = select(LEAVE.c.id).where(
    LEAVE.c.person == ONE,
    or_(LEAVE.c.generation == BY_HAND, LEAVE.c.generation == CURRENT),
    covers(LEAVE),
)
_DEPUTIES = (
    select(DEPUTY.c.person, DEPUTY.c.deputy, DEPUTY.c.since, DEPUTY.c.until)
    .join(LISTING, LISTING.c.person == DEPUTY.c.deputy)
    .where(DEPUTY.c.person == ONE, covers(DEPUTY), _HERE)
    .order_by(DEPUTY.c.id)
)
_KNOWN = "holders"
_ATTENDING = "attending"


def holders_of(tx: Tx, person: int, on: date) -> Holders:
    """In which capacities a person may act on a day: none for who isn't here any more.

    Their own posts, those of whom they deputise, and the posts right below that nobody attends.
    Found out once in a transaction.
    """
    known: dict[tuple[int, date], Holders] = tx.known.get(_KNOWN, {})
    found = known.get((person, on))
    if found is None:
        found = _holders_of(tx, person, on)
        tx.known[_KNOWN] = {**known, (person, on): found}
    return found


def forget(tx: Tx) -> None:
    """Who acts for whom was changed: what this transaction has found out may hold no more."""
    tx.known.pop(_KNOWN, None)
    tx.known.pop(_ATTENDING, None)


def _holders_of(tx: Tx, person: int, on: date) -> Holders:
    own = [Holder(person=person, post=row.post) for row in tx.all(_OWN, one=person, on=on)]
    for found in tx.all(_DEPUTISED, one=person, on=on):
        own.append(Holder(person=person, post=found.post, deputy_for=found.person))
    return Holders((*own, *_unattended_below(tx, own, on)))


def _unattended_below(tx: Tx, holders: list[Holder], on: date) -> list[Holder]:
    """A post with neither holder nor deputy is its superior's, whoever that is today."""
    found: dict[int, Holder] = {}
    held = {holder.post for holder in holders}
    waiting = list(holders)
    while waiting and len(found) < _MOST_BELOW:
        above = waiting.pop()
        for row in tx.all(_BELOW, one=above.post, on=on):
            if row.post in held or row.post in found or _stands_elsewhere(tx, row.post, above, on):
                continue
            if not attending(tx, row.post, on):
                holder = Holder(person=above.person, post=row.post, deputy_for=above.deputy_for)
                found[row.post] = holder
                waiting.append(holder)
    return list(found.values())


def _stands_elsewhere(tx: Tx, post: int, above: Holder, on: date) -> bool:
    """Whether a newer line of the register has moved the post under another."""
    row = tx.first(POST_BY_ID, one=post, on=on)
    return row is None or row.superior != above.post


def attending(tx: Tx, post: int, on: date) -> tuple[Holder, ...]:
    """Who is there for exactly this post: holders present, or deputies of those who are away.

    Found out once in a transaction.
    """
    known: dict[tuple[int, date], tuple[Holder, ...]] = tx.known.get(_ATTENDING, {})
    found = known.get((post, on))
    if found is None:
        found = _attending(tx, post, on)
        tx.known[_ATTENDING] = {**known, (post, on): found}
    return found


def _attending(tx: Tx, post: int, on: date) -> tuple[Holder, ...]:
    held = holding(tx, post, on)
    deputies = tuple(found for person in held for found in deputies_of(tx, person, on))
    concerned = {*held, *(found.deputy for found in deputies)}
    away = frozenset(person for person in concerned if is_on_leave(tx, person, on))
    return rules.attending(post, held, deputies, away)


def holding(tx: Tx, post: int, on: date) -> tuple[int, ...]:
    """Who holds exactly this post on a day, whether present or away."""
    return tuple(dict.fromkeys(row.person for row in tx.all(_HELD_BY, one=post, on=on)))


def acting(tx: Tx, posts: tuple[int, ...], on: date) -> tuple[Holder, ...]:
    """Who acts for these posts on a day; each Holder names the post asked for.

    A post that nobody attends goes to the nearest superior that somebody attends.
    """
    found: list[Holder] = []
    for post in dict.fromkeys(posts):
        for rung in chain((post,), _rungs(tx, post, on)):
            if present := attending(tx, rung, on):
                found.extend(rules.standing_in(post, present))
                break
    return tuple(dict.fromkeys(found))


def _rungs(tx: Tx, post: int, on: date) -> Iterator[int]:
    """The ids of the superiors, each looked up only when the one below is empty."""
    seen = {post}
    above = superior(tx, post, on)
    while above and above.id not in seen and len(seen) <= HIGHEST:
        yield above.id
        seen.add(above.id)
        above = superior(tx, above.id, on)


def is_on_leave(tx: Tx, person: int, on: date) -> bool:
    """Whether the person is away (on leave, or 不在): no reminders then."""
    return tx.first(_IS_ON_LEAVE, one=person, on=on) is not None


def deputies_of(tx: Tx, person: int, on: date) -> tuple[Deputy, ...]:
    """Who deputises for a person on a day, as far as they are still here themselves."""
    rows = tx.all(_DEPUTIES, one=person, on=on)
    return tuple(
        Deputy(person=row.person, deputy=row.deputy, span=span(row.since, row.until))
        for row in rows
    )
