"""Holds what we believe of a notice against what the practice tenant really saw."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.delivery.rows import DELIVERY, State
from bot.emulator.record import Call
from bot.storage.tx import Tx
from tests.bot.delivery.rig import delivery_of

ENDED = {State.SENT, State.CONFIRMED, State.UNKNOWN}


@dataclass(frozen=True)
class Verdict:
    """Ids of copies. A duplicate is counted where its row says how often nobody could tell."""

    lost: frozenset[int]
    thrice: frozenset[int]
    duplicates: frozenset[int]
    uncounted: frozenset[int]  # duplicates that no uncertain outcome explains
    misnamed: frozenset[int]  # copies that believe in a card which was never posted
    uncertain: frozenset[int]
    unknown: frozenset[int]

    @property
    def is_clean(self) -> bool:
        """Nothing lost, nothing three times, duplicates only where that was counted."""
        return not (self.lost | self.thrice | self.uncounted | self.misnamed)


def rows(tx: Tx) -> list[Any]:
    """All copies of the tenant."""
    columns = (DELIVERY.c.id, DELIVERY.c.state, DELIVERY.c.uncertain, DELIVERY.c.activity_id)
    return tx.all(select(*columns))


def judge(calls: Iterable[Call], copies: Iterable[Any]) -> Verdict:
    """`calls`: the practice tenant's record; `copies`: rows whose sending has ended."""
    posted: dict[int, list[str | None]] = defaultdict(list)
    for call in calls:
        if call.method == "POST" and call.applied:
            posted[delivery_of(call.raw)].append(call.activity_id)
    found = {row.id: row for row in copies}
    times = {copy: len(posted[copy]) for copy in found}

    def those(says: Any) -> frozenset[int]:
        return frozenset(copy for copy, row in found.items() if says(row))

    return Verdict(
        lost=those(lambda row: State(row.state) not in ENDED or _is_lost(row, times[row.id])),
        thrice=those(lambda row: times[row.id] > 2),
        duplicates=those(lambda row: times[row.id] == 2),
        uncounted=those(lambda row: times[row.id] > 1 + row.uncertain),
        misnamed=those(lambda row: row.activity_id and row.activity_id not in posted[row.id]),
        uncertain=those(lambda row: row.uncertain > 0),
        unknown=those(lambda row: row.state == State.UNKNOWN),
    )


def _is_lost(row: Any, times: int) -> bool:
    """A card that is said to stand there and was never posted."""
    return times == 0 and State(row.state) is not State.UNKNOWN
