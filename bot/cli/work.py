"""`renkei work`: one more process that delivers, beside any number of `renkei serve`."""

import asyncio
from contextlib import AsyncExitStack, closing

import click

from bot.cli.serve import loading, stop_signals
from bot.errors import Misconfigured
from bot.settings import Settings, check_serving, load


@click.command
def work() -> None:
    """A worker: delivers, runs errands, ticks; hears nobody (PostgreSQL only)."""
    settings = load()
    check_serving(settings)
    if settings.database_url.startswith("sqlite:"):
        line = "RENKEI_DATABASE_URL: a SQLite file is delivered from by `renkei serve` alone"
        raise Misconfigured(f"{line}; name a PostgreSQL database to share the work")
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    with loading():
        import structlog

        from bot import logs, metrics, tracing
        from bot.cli.opening import clock_of
        from bot.main import build
        from bot.storage.store import open_bound
        from bot.watching import Watching

    logs.set_up(json=True)
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
            await house.start(hears=False)
            structlog.get_logger().info("ready")
            await told.wait()
