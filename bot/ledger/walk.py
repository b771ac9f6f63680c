"""Walks along the chain and says what was done to it, and where; it knows no database."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.ledger.chain import START, chained

Row = Sequence[Any]  # an entry's fields in the order of FIELDS, then its hash
Anchor = tuple[int, str]  # an entry's number and hash, noted where nobody reaches both
_MOST_TOLD = 50


class Harm(StrEnum):
    """What was done to the ledger."""

    CHANGED = "changed"  # this entry, or the one before it
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT_OFF = "cut off"  # the newest entries are gone
    HEAD = "head"  # the head doesn't fit the last entry
    ANCHOR = "anchor"  # not what it was when it was noted down: written anew since


@dataclass(frozen=True, slots=True)
class Fault:
    """One place, by the number of the entry (`last`: where several in a row are concerned)."""

    harm: Harm
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The result. `seq` and `hash` are the newest entry: noted elsewhere, they are an anchor.

    `anchors`: how many of those given were held against the chain.
    """

    entries: int
    seq: int
    hash: str
    faults: tuple[Fault, ...]
    anchors: int = 0

    @property
    def whole(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class _Break:
    """An entry that doesn't fit the hash before it. `earlier`: the hash before that one, which is
    what it was chained to where the entry before it was put there later."""

    fields: tuple[Any, ...]
    hash: str
    before: str
    earlier: str


@dataclass(slots=True)
class _Walk:
    """Where the walk along the chain stands; its size doesn't grow with the ledger."""

    noted: Mapping[int, frozenset[str]]
    seq: int = 0
    hash: str = START
    earlier: str = START
    entries: int = 0
    broken: int = 0
    kept: int = 0  # the newest entry that is still what was noted down
    rewritten: int = 0  # the first that isn't
    breaks: list[_Break] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def walked(
    pages: Iterable[Sequence[Row]],
    head: Anchor,
    anchors: Iterable[Anchor] = (),
    told: Callable[[int], None] = lambda _: None,
) -> Verdict:
    """The verdict on a chain whose rows come page by page, by their numbers, in constant memory.

    `head` is what the ledger itself says of its newest entry; `told` hears how many were read.
    """
    walk = _Walk(_by_number(anchors))
    for page in pages:
        _step(walk, page)
        told(len(page))
    faults = (*walk.faults, *_explained(walk), *_tail(walk, head))
    return Verdict(
        entries=walk.entries,
        seq=walk.seq,
        hash=walk.hash,
        faults=tuple(sorted(faults, key=lambda fault: fault.first)),
        anchors=len(walk.noted),
    )


def _by_number(anchors: Iterable[Anchor]) -> dict[int, frozenset[str]]:
    """The hashes that were noted of each number."""
    found: dict[int, frozenset[str]] = {}
    for number, digest in anchors:
        found[number] = found.get(number, frozenset()) | {digest}
    return found


def _step(walk: _Walk, page: Iterable[Row]) -> None:
    """The hot loop: one hash for each entry, and nothing that isn't wanted of a whole chain."""
    seq, before, earlier, noted = walk.seq, walk.hash, walk.earlier, walk.noted
    for row in page:
        number, written = row[0], row[-1]
        if number != seq + 1:
            _jump(walk, seq, number)
        fields = row[:-1]
        if chained(before, fields) != written:
            _broken(walk, _Break(tuple(fields), written, before, earlier))
        if number in noted:
            _compare(walk, number, written)
        seq, before, earlier = number, written, before
        walk.entries += 1
    walk.seq, walk.hash, walk.earlier = seq, before, earlier


def _broken(walk: _Walk, found: _Break) -> None:
    walk.broken += 1
    if len(walk.breaks) < _MOST_TOLD and found.fields[0] > 0:
        walk.breaks.append(found)


def _compare(walk: _Walk, number: int, written: str) -> None:
    """Whatever is chained to an entry that was written anew is new too: the first one tells."""
    if walk.noted[number] == {written}:
        walk.kept = number
    elif not walk.rewritten:
        walk.rewritten = number
        walk.faults.append(Fault(Harm.ANCHOR, walk.kept + 1, number))


def _jump(walk: _Walk, seq: int, number: int) -> None:
    """Numbers have no gaps and begin at 1."""
    if len(walk.faults) >= _MOST_TOLD:
        return
    if number <= 0:
        walk.faults.append(Fault(Harm.INSERTED, number, number))
    elif number > seq + 1:
        walk.faults.append(Fault(Harm.REMOVED, max(seq, 0) + 1, number - 1))


def _tail(walk: _Walk, head: Anchor) -> Iterator[Fault]:
    """What the head, and what was noted elsewhere, say of the newest entries."""
    seq, digest = head
    if seq > walk.seq:
        yield Fault(Harm.CUT_OFF, walk.seq + 1, seq)
    elif seq < walk.seq:
        yield Fault(Harm.INSERTED, seq + 1, walk.seq)
    elif digest != walk.hash and not walk.broken:
        yield Fault(Harm.HEAD, seq, seq)
    last, newest = max(seq, walk.seq), max(walk.noted, default=0)
    if newest > last:
        yield Fault(Harm.CUT_OFF, last + 1, newest)


def _explained(walk: _Walk) -> list[Fault]:
    """What happened where the chain is broken: an entry that fits elsewhere was moved there."""
    gaps = {fault.last + 1 for fault in walk.faults if fault.harm is Harm.REMOVED}
    breaks = [one for one in walk.breaks if one.fields[0] not in gaps]
    numbers = [one.fields[0] for one in breaks]
    hashes = {digest for one in walk.breaks for digest in (one.before, one.hash, one.earlier)}
    true = {one.fields[0]: _true_number(one, numbers, hashes) for one in breaks}
    if not breaks:
        return []
    moved = {number: real for number, real in true.items() if real is not None}
    by = {number - real for number, real in moved.items()}
    if moved and len(by) == 1 and len(moved) > 1 and by <= {1, -1}:
        harm, place = (Harm.INSERTED, min(moved) - 1) if by == {1} else (Harm.REMOVED, numbers[0])
        return [Fault(harm, place, place)]
    if moved:
        return [Fault(Harm.REORDERED, numbers[0], max(moved))]
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
