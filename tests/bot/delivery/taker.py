"""A process that takes from a budget: python -m tests.bot.delivery.taker JSON.

Prints when each request would have gone, by the clock that all processes of a machine share.
"""

import asyncio
import json
import sys
import time

from bot.delivery.limiter import Limiter
from bot.settings import Settings
from bot.storage.store import open_storage


async def take(*, database: str, key: str, tenant: str, slots: int, answers: int) -> None:
    storage = open_storage(Settings(database_url=database, key_file=key))
    limiter = Limiter(storage)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    moments = []
    for _ in range(slots):
        await limiter.slot(tenant, urgent=False)
        moments.append(time.monotonic())
    for number in range(answers):
        await limiter.take(tenant, f"chat {number}")
        moments.append(time.monotonic())
    print(json.dumps(moments))
    storage.close()


asyncio.run(take(**json.loads(sys.argv[1])))
