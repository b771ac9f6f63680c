"""What a press needs worked out slowly, before its transaction: the one writer waits for nobody."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.people.model import Person
from bot.storage.tx import Tx
from bot.turns.turn import Turn

Slow = Callable[[], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The steps before a press. `look` reads what it takes and gives back the slow part, which
    touches no database, or None where there is none. `keep` gets its result in a transaction of
    its own, which stands whatever becomes of the press; what it gives back is `turn.ahead` there.

    The press looks again: whatever was read before may have changed.
    """

    look: Callable[[Tx, Person, Any], Slow | None]
    keep: Callable[[Turn, Any, Any], object]


class Workbench:
    """Does slow parts in a thread, one after the other: presses and posts keep the other cores."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(1)

    async def work(self, slow: Slow) -> Any:
        async with self._free:
            return await asyncio.to_thread(slow)
