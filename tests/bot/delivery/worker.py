"""A process with an engine, to be killed: python -m tests.bot.delivery.worker JSON."""

import asyncio
import json
import signal
import sys
from dataclasses import replace
from typing import Any

from bot.clock import SystemClock
from bot.delivery.connector import Connector, open_session
from bot.delivery.limiter import Limiter
from bot.delivery.tempo import Tempo
from bot.delivery.tokens import open_tokens
from bot.settings import Settings
from bot.storage.store import open_storage
from tests.bot.delivery.engines import QUICK, Clock, engine_of, settings_for


async def work(
    *, database: str, key: str, tenants: list[str], queue: str, limited: bool, quick: bool
) -> None:
    settings = settings_for(tenants[0])
    storage = open_storage(Settings(database_url=database, key_file=key))
    session, tokens = open_session(), open_tokens(settings)
    tempo = replace(QUICK, batch=24, crowd=24) if quick else Tempo()
    engine = engine_of(
        queue,
        tenants,
        storage=storage,
        connector=Connector(session, tokens, settings),
        limiter=Limiter(storage, limited=limited),
        clock=Clock() if quick else SystemClock(),
        tempo=tempo,
    )
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await engine.start()
    print("started", flush=True)
    await told.wait()
    await engine.stop()
    await tokens.close()
    await session.close()
    storage.close()


given: dict[str, Any] = json.loads(sys.argv[1])
asyncio.run(work(**given))
