"""A process with a pump, to be killed: python -m tests.bot.delivery.worker DATABASE KEY TENANT."""

import asyncio
import sys
from dataclasses import replace

from bot.delivery.connector import Connector, open_session
from bot.delivery.engine import InProcessEngine
from bot.delivery.limiter import Limiter
from bot.delivery.tokens import open_tokens
from bot.settings import Settings
from bot.storage.store import open_storage
from tests.bot.delivery.rig import QUICK, Clock, settings_for


async def work(database: str, key_file: str, tenant: str) -> None:
    settings = settings_for(tenant)
    storage = open_storage(Settings(database_url=database, key_file=key_file))
    connector = Connector(open_session(), open_tokens(settings), settings)
    engine = InProcessEngine(
        [tenant],
        storage=storage,
        connector=connector,
        limiter=Limiter(storage, limited=False),
        clock=Clock(),
        tempo=replace(QUICK, batch=24, crowd=24),
    )
    await engine.start()
    print("started", flush=True)
    await asyncio.Event().wait()


asyncio.run(work(*sys.argv[1:4]))
