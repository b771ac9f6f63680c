"""Tells every bad row of a file on a line of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.errors import Unreadable
from bot.sheets import BadRows


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Within it, BadRows become their lines on standard error and one Unreadable."""
    try:
        yield
    except BadRows as error:
        for fault in error.faults:
            click.echo(f"{file.name}, {fault}", err=True)
        remedy = f"{error.rows}; nothing was imported; correct the file"
        raise Unreadable(file.name, remedy) from None
