"""A process that hears and ticks, to be killed; run as a module with JSON as its argument.

Each line that it reads is a minute of the morning: a time, and what is pressed in it.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any

from bot import logs, slices
from bot.errors import Unavailable
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.turns.heard import Conversation, Event, Heard
from bot.turns.hearing import Hearing
from tests.bot.delivery.engines import Clock

PLACE = Conversation(id="a:1", kind="personal", service_url="http://127.0.0.1:1/")


class Worker:
    """What `renkei serve` does of a morning, without its door and its pump."""

    def __init__(self, storage: Storage, tenant: str) -> None:
        self.storage, self.tenant, self.clock = storage, tenant, Clock()
        self.settings = Settings(tenants=(tenant,))
        self.hearing = Hearing(
            storage, slices.router(), slices.FALLBACKS, clock=self.clock, settings=self.settings
        )

    async def minute(self, at: datetime, presses: list[dict[str, Any]]) -> int:
        """Everything at once; how many presses were answered.

        What the database refuses for a moment rings again, or is sent again by Teams.
        """
        self.clock.at = at
        heard = (partial(self.press, **one) for one in presses)
        answered = await asyncio.gather(again(self.tick), *(again(one) for one in heard))
        await again(self.pulse)
        return sum(answered)

    async def tick(self) -> bool:
        now, zone = self.clock.at, self.settings.zone
        await self.storage.write(self.tenant, lambda tx: slices.tick(tx, now, zone))
        return False

    async def pulse(self) -> bool:
        now, zone = self.clock.at, self.settings.zone
        while await self.storage.read(self.tenant, slices.waiting):
            if not await self.storage.write(self.tenant, lambda tx: slices.pulse(tx, now, zone)):
                break
        return False

    async def press(self, activity: str, aad: str, verb: str, data: dict[str, Any]) -> bool:
        heard = Heard(
            event=Event.PRESS,
            tenant=self.tenant,
            activity_id=activity,
            conversation=PLACE,
            aad_object_id=aad,
            locale="ja-JP",
            verb=verb,
            data=data,
            execute=True,
        )
        return await self.hearing.hear(heard) is not None


async def again(work: Callable[[], Awaitable[bool]]) -> bool:
    """Until the database is there."""
    while True:
        try:
            return await work()
        except Unavailable:
            await asyncio.sleep(0.1)


async def work(*, database: str, key: str, tenant: str) -> None:
    logs.set_up(json=True)  # beside what is answered here
    storage = open_storage(Settings(database_url=database, key_file=key))
    worker = Worker(storage, tenant)
    print("started", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        given = json.loads(line)
        done = await worker.minute(datetime.fromisoformat(given["at"]), given["presses"])
        print(f"done {done}", flush=True)
    storage.close()


if __name__ == "__main__":
    asyncio.run(work(**json.loads(sys.argv[1])))
