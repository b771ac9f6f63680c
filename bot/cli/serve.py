"""`renkei serve`: the bot, until it is told to stop."""

import asyncio
import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from typing import Any

import click

from bot.cli.opening import clock_of, require_database
from bot.settings import Settings, check_serving, load


@click.command
def serve() -> None:
    """The bot: hears Teams, delivers, ticks (settings from RENKEI_* or renkei.toml)."""
    settings = load()
    check_serving(settings)
    require_database(settings)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    with loading():
        import structlog

        from bot import logs, metrics, tracing
        from bot.main import build, listen
        from bot.storage.store import open_bound
        from bot.watching import Watching

    logs.set_up(json=True)
    log = structlog.get_logger()
    told = stop_signals()
    clock = clock_of(settings)
    with (
        tracing.exported(),
        closing(open_bound(settings)) as storage,
        metrics.exported(settings.metrics_port, Watching(storage, settings, clock)),
    ):
        async with AsyncExitStack() as leaving:
            house = await build(settings, storage, clock)
            leaving.push_async_callback(house.stop)
            runner, port = await listen(house.application(), settings.host, settings.port)
            leaving.push_async_callback(runner.cleanup)
            await house.start()
            log.info("ready", address=f"http://{settings.host}:{port}/api/messages", port=port)
            await told.wait()


@contextmanager
def loading() -> Iterator[None]:
    """Import what stays for good, without what costs a sixth of the start and is of no use here.

    The collector finds nothing to free meanwhile. And structlog brings rich along wherever it
    finds it, for tracebacks that are never printed here.
    """
    gc.disable()
    absent: Any = None
    kept = sys.modules.get("rich", absent)
    sys.modules["rich"] = kept
    try:
        yield
    finally:
        if kept is None:
            del sys.modules["rich"]
        gc.enable()


def stop_signals() -> asyncio.Event:
    """Set when the operator or the system asks this process to stop."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    return told
