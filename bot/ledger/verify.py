"""Proves that the ledger is whole, or says where it isn't."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select

from bot.ledger.record import ENTRY, FIELDS, HEAD, START, chained
from bot.storage.tx import Tx

_PAGE = 5000
_MOST_TOLD = 50

_NEXT = (
    select(*(ENTRY.c[name] for name in (*FIELDS, "hash")))
    .where(ENTRY.c.seq > bindparam("after"))
    .order_by(ENTRY.c.seq)
    .limit(_PAGE)
)
_HEAD = select(HEAD.c.seq, HEAD.c.hash)


class Harm(StrEnum):
    """What was done to the ledger."""

    CHANGED = "changed"  # this entry, or the one before it
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT_OFF = "cut off"  # the newest entries are gone
    HEAD = "head"  # the head doesn't fit the last entry
    ANCHOR = "anchor"  # the entry isn't the one that was noted down


@dataclass(frozen=True, slots=True)
class Fault:
    """One place, by the number of the entry (`last`: where several in a row are concerned)."""

    harm: Harm
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The result. `seq` and `hash` are the newest entry: noted elsewhere, they are an anchor."""

    entries: int
    seq: int
    hash: str
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class _Break:
    """An entry that doesn't fit the hash before it."""

    fields: tuple[Any, ...]
    hash: str
    before: str


@dataclass(slots=True)
class _Walk:
    """Where the walk along the chain stands; its size doesn't grow with the ledger."""

    seq: int = 0
    hash: str = START
    entries: int = 0
    broken: int = 0
    breaks: list[_Break] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def verify(
    tx: Tx,
    *,
    anchor: tuple[int, str] | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Verdict:
    """Walk the whole chain in one reading transaction, in constant memory.

    `anchor` is a number and hash from an earlier verdict, kept where nobody can reach both.
    `told` hears how many entries were read, now and then.
    """
    head = tx.first(_HEAD)
    walk = _Walk()
    for page in _pages(tx):
        _step(walk, page, anchor)
        told(len(page))
    faults = (*walk.faults, *_explained(walk), *_tail(walk, head, anchor))
    return Verdict(
        entries=walk.entries,
        seq=walk.seq,
        hash=walk.hash,
        faults=tuple(sorted(faults, key=lambda fault: fault.first)),
    )


def _pages(tx: Tx) -> Iterator[Sequence[Any]]:
    after = -(2**31)
    while page := tx.all(_NEXT, after=after):
        yield page
        after = page[-1][0]


def _step(walk: _Walk, page: Iterable[Any], anchor: tuple[int, str] | None) -> None:
    """The hot loop: rows are plain tuples here, their fields in the order of FIELDS."""
    seq, before = walk.seq, walk.hash
    for row in page:
        number, written = row[0], row[-1]
        if number != seq + 1:
            _jump(walk, seq, number)
        fields = row[:-1]
        if chained(before, fields) != written:
            walk.broken += 1
            if len(walk.breaks) < _MOST_TOLD and number > 0:
                walk.breaks.append(_Break(tuple(fields), written, before))
        if anchor is not None and number == anchor[0] and written != anchor[1]:
            walk.faults.append(Fault(Harm.ANCHOR, number, number))
        seq, before = number, written
        walk.entries += 1
    walk.seq, walk.hash = seq, before


def _jump(walk: _Walk, seq: int, number: int) -> None:
    """Numbers have no gaps and begin at 1."""
    if len(walk.faults) >= _MOST_TOLD:
        return
    if number <= 0:
        walk.faults.append(Fault(Harm.INSERTED, number, number))
    elif number > seq + 1:
        walk.faults.append(Fault(Harm.REMOVED, max(seq, 0) + 1, number - 1))


def _tail(walk: _Walk, head: Any, anchor: tuple[int, str] | None) -> list[Fault]:
    """What the head, and an anchor kept elsewhere, say of the newest entries."""
    seq, digest = (0, START) if head is None else (head.seq, head.hash)
    found: list[Fault] = []
    if seq > walk.seq:
        found.append(Fault(Harm.CUT_OFF, walk.seq + 1, seq))
    elif seq < walk.seq:
        found.append(Fault(Harm.INSERTED, seq + 1, walk.seq))
    elif digest != walk.hash and not walk.broken:
        found.append(Fault(Harm.HEAD, seq, seq))
    if anchor is not None and anchor[0] > max(seq, walk.seq):
        found.append(Fault(Harm.CUT_OFF, max(seq, walk.seq) + 1, anchor[0]))
    return found


def _explained(walk: _Walk) -> list[Fault]:
    """What happened where the chain is broken: an entry that fits elsewhere was moved there."""
    gaps = {fault.last + 1 for fault in walk.faults if fault.harm is Harm.REMOVED}
    breaks = [one for one in walk.breaks if one.fields[0] not in gaps]
    numbers = [one.fields[0] for one in breaks]
    hashes = {digest for one in walk.breaks for digest in (one.before, one.hash)}
    true = {one.fields[0]: _true_number(one, numbers, hashes) for one in breaks}
    if not breaks:
        return []
    moved = {number: real for number, real in true.items() if real is not None}
    by = {number - real for number, real in moved.items()}
    if moved and len(by) == 1 and len(moved) > 1 and by <= {1, -1}:
        harm = Harm.INSERTED if by == {1} else Harm.REMOVED
        return [Fault(harm, numbers[0], numbers[0])]
    if moved:
        return [Fault(Harm.REORDERED, min(moved), max(moved))]
    return [Fault(Harm.CHANGED, first, last) for first, last in _runs(numbers)]


def _true_number(one: _Break, numbers: Sequence[int], hashes: Iterable[str]) -> int | None:
    """The number under which this entry was recorded, if it isn't the one it has now."""
    own: int = one.fields[0]
    for number in dict.fromkeys((own - 1, own + 1, *numbers)):
        fields = (number, *one.fields[1:])
        if number != own and any(chained(before, fields) == one.hash for before in hashes):
            return number
    return None


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
