"""Reads the directory to its end: the next page is asked for while the one before is written."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.people import sync
from bot.people.listing import Followed
from bot.people.sync import Answer, Step, Written
from bot.storage.store import Storage
from graph import Graph

_MOST = 1000  # accounts that wait to be written: memory doesn't grow with the directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Whom is asked, and where what they say is kept. `now` in the tenant's zone; `told` hears how
    many accounts and members each page has brought."""

    storage: Storage
    tenant: str
    graph: Graph
    now: datetime
    told: Callable[[int], None] = lambda _: None

    async def run(self) -> Written:
        """On from where the last reading stopped, to the end; what it has done altogether.

        Raises what Graph ends in, and Stale where somebody else reads at the same time. What was
        written until then stays, and the next reading goes on from there.
        """
        written = Written(
            next=await self.storage.write(self.tenant, sync.begin), followed=Followed()
        )
        while written.next is not None:
            written = await self._run_of_pages(written.next)
        return written

    async def _run_of_pages(self, first: Step) -> Written:
        """Pages of which each names the next. One write at a time; pages that come meanwhile are
        written together."""
        waiting: list[Answer] = []
        writing: asyncio.Task[Written] | None = None
        asked: Step | None = first
        try:
            while asked is not None:
                waiting.append(await self._asked(asked))
                asked = asked.then(waiting[-1])
                if writing is None or writing.done() or asked is None or _is_full(waiting):
                    after = await writing if writing is not None else None
                    start = first if after is None or after.next is None else after.next
                    writing = asyncio.create_task(self._write(start, waiting))
                    waiting = []
        finally:
            if writing is not None:
                await asyncio.wait((writing,))
        assert writing is not None  # noqa: S101 - there is a first step
        return await writing

    async def _asked(self, step: Step) -> Answer:
        answer = await sync.ask(self.graph, step)
        self.told(len(answer.accounts) + len(answer.members))
        return answer

    async def _write(self, step: Step, answers: list[Answer]) -> Written:
        return await self.storage.write(
            self.tenant, lambda tx: sync.write(tx, step, answers, self.now)
        )


def _is_full(waiting: list[Answer]) -> bool:
    return sum(len(one.accounts) for one in waiting) >= _MOST
