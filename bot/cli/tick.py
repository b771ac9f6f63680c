"""`renkei tick`: run what is due once, for a machine whose own clock rings."""

import asyncio
import logging
from datetime import datetime

import click

from bot.clock import Clock, PracticeClock
from bot.errors import Misconfigured
from bot.settings import Settings, load

_PATIENCE_SECONDS = 5.0  # what isn't sent by then waits for `serve` in its rows


@click.command
@click.option("--at", "at", help="A time with its UTC offset, such as 2026-12-28T08:30+09:00.")
def tick(at: str | None) -> None:
    """Insert what is due; post it unless another process does; wait for nothing else."""
    settings = load()
    asyncio.run(_tick(settings, _clock(settings, at)))


def _clock(settings: Settings, at: str | None) -> Clock:
    from bot.cli.opening import clock_of

    clock = clock_of(settings)
    if at is None:
        return clock
    try:
        wanted = datetime.fromisoformat(at)
    except ValueError:
        raise click.UsageError(f"--at: {at} is no time; write 2026-12-28T08:30+09:00") from None
    if wanted.tzinfo is None:
        wanted = wanted.replace(tzinfo=settings.zone)
    if wanted > clock.now() and not settings.on_loopback:
        line = "--at lies in the future: only allowed while every host is loopback"
        raise Misconfigured(f"{line}; leave --at out")
    return PracticeClock(wanted)


async def _tick(settings: Settings, clock: Clock) -> None:
    from bot import logs
    from bot.main import build
    from bot.storage.store import open_storage

    logs.set_up(json=False, least=logging.WARNING)
    storage = open_storage(settings)
    try:
        house = await build(settings, storage, clock)
        await house.tick()
        if settings.app_id:
            await house.start(rings=False)
            await house.engine.settle(patience=_PATIENCE_SECONDS)
        await house.stop()
    finally:
        storage.close()
