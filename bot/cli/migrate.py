"""`renkei migrate`: the schema of PostgreSQL is the operator's to upgrade."""

import click

from bot.settings import load
from bot.storage.store import migrate as upgrade


@click.command
def migrate() -> None:
    """Bring the database's schema up to date."""
    upgrade(load())
    click.echo("the database's schema is up to date")
