"""`renkei tick`: run what is due once, for a machine whose own clock rings."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.cli.opening import TENANT, House, chosen, opened
from bot.clock import Clock, PracticeClock
from bot.errors import Misconfigured
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.storage.store import Storage

_PATIENCE_SECONDS = 5.0  # what isn't sent by then waits for `serve` in its rows


@click.command
@TENANT
@click.option("--at", "at", help="A time with its UTC offset, such as 2026-12-28T08:30+09:00.")
def tick(at: str | None) -> None:
    """Insert what is due; post it unless another process does; wait for nothing else.

    For every tenant served, or the one that --tenant names.
    """
    with opened() as house:
        only = replace(house.settings, tenants=(house.tenant,))
        settings = only if chosen() else house.settings
        asyncio.run(_tick(settings, house.storage, _clock(house, at)))


def _clock(house: House, at: str | None) -> Clock:
    if at is None:
        return house.clock
    try:
        wanted = datetime.fromisoformat(at)
    except ValueError:
        raise click.UsageError(f"--at: {at} is no time; write 2026-12-28T08:30+09:00") from None
    if wanted.tzinfo is None:
        wanted = wanted.replace(tzinfo=house.zone)
    if wanted > house.now and not house.settings.on_loopback:
        line = "--at lies in the future: only allowed while every host is loopback"
        raise Misconfigured(f"{line}; leave --at out")
    return PracticeClock(wanted)


async def _tick(settings: Settings, storage: "Storage", clock: Clock) -> None:
    from bot.main import build

    house = await build(settings, storage, clock)
    await house.tick()
    if settings.app_id:
        await house.start(rings=False)
        await house.engine.settle(patience=_PATIENCE_SECONDS)
    await house.stop()
