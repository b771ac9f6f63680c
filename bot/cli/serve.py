"""`renkei serve`: the bot, until it is told to stop."""

import asyncio
import signal

import click

from bot.settings import Settings, check_serving, load


@click.command
def serve() -> None:
    """The bot: hears Teams, delivers, ticks (settings from RENKEI_* or renkei.toml)."""
    settings = load()
    check_serving(settings)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    import structlog

    from bot import logs
    from bot.cli.opening import clock_of
    from bot.main import build, listen
    from bot.storage.store import open_storage

    logs.set_up(json=True)
    log = structlog.get_logger()
    told = stop_signals()
    storage = open_storage(settings)
    try:
        house = await build(settings, storage, clock_of(settings))
        runner, port = await listen(house.application(), settings.host, settings.port)
        await house.start()
        log.info("ready", address=f"http://{settings.host}:{port}/api/messages", port=port)
        await told.wait()
        await runner.cleanup()
        await house.stop()
    finally:
        storage.close()


def stop_signals() -> asyncio.Event:
    """Set when the operator or the system asks this process to stop."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    return told
