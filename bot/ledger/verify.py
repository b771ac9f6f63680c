"""Proves that the ledger is whole, or says where it isn't."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from bot.ledger.chain import START
from bot.ledger.record import ENTRY, FIELDS, HEAD
from bot.ledger.walk import Anchor, Fault, Harm, Verdict, walked
from bot.storage.tx import Tx

__all__ = ["Anchor", "Fault", "Harm", "Verdict", "head", "verify"]

_PAGE = 5000
_BEFORE_ALL = -(2**31)  # also of numbers that no entry of ours has

_NEXT = (
    select(*(ENTRY.c[name] for name in (*FIELDS, "hash")))
    .where(ENTRY.c.seq > bindparam("after"))
    .order_by(ENTRY.c.seq)
    .limit(_PAGE)
)
_HEAD = select(HEAD.c.seq, HEAD.c.hash)


def verify(
    tx: Tx,
    *,
    anchors: Iterable[Anchor] = (),
    told: Callable[[int], None] = lambda _: None,
) -> Verdict:
    """Walk the whole chain in one reading transaction, in constant memory.

    `anchors` are numbers and hashes of earlier heads, kept where nobody can reach both.
    `told` hears how many entries were read, now and then.
    """
    return walked(_pages(tx), head(tx), anchors, told)


def head(tx: Tx) -> Anchor:
    """The newest entry by the ledger's own word: its number and hash; 0 and START before any."""
    row = tx.first(_HEAD)
    return (0, START) if row is None else (row.seq, row.hash)


def _pages(tx: Tx) -> Iterator[Sequence[Any]]:
    after = _BEFORE_ALL
    while page := tx.all(_NEXT, after=after):
        yield page
        after = page[-1][0]
