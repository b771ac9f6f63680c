"""`renkei demo`: the practice tenant, without a Microsoft account and without a network."""

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.serve import loading, stop_signals

if TYPE_CHECKING:
    from bot.practice import Practice


@click.command
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=3979,
    show_default=True,
    help="Port of the page; 0: any free one.",
)
@click.option("--fresh", is_flag=True, help="Throw away what happened before.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".renkei-demo"),
    show_default=True,
    help="Where its data is kept.",
)
@click.option(
    "--people",
    type=click.IntRange(0, 200_000),
    default=40_000,
    show_default=True,
    help="How many staff to send notices to, beside the few whom one can be.",
)
def demo(port: int, fresh: bool, folder: Path, people: int) -> None:
    """The practice tenant with sample data; prints the address of its page."""
    asyncio.run(_demo(port, fresh, folder.resolve(), people))


async def _demo(port: int, fresh: bool, folder: Path, people: int) -> None:
    with loading():
        from bot import logs
        from bot.practice import start

    logs.set_up(json=False, least=logging.WARNING)  # the page itself shows what goes on
    told = stop_signals()
    practice = await start(folder, port=port, fresh=fresh, people=people, opened=_tell)
    try:
        await told.wait()
    finally:
        await practice.stop()


def _tell(practice: "Practice") -> None:
    click.echo(f"練習テナント  The practice tenant:  {practice.address}")
    click.echo(f"データの場所  Its data:  {practice.folder}")
    click.echo("終了するには Ctrl+C  Stop it with Ctrl+C")
