"""`renkei migrate`: the schema of PostgreSQL is the operator's to upgrade."""

import click

from bot.settings import load
from bot.storage.store import migrate as upgrade


@click.command
def migrate() -> None:
    """Bring the database's schema up to date."""
    settings = load()
    upgrade(settings)
    if settings.database_url.startswith("postgresql:"):
        from bot.delivery.engine import schema

        if not schema.migrate(settings.database_url):
            line = "older releases may still run on it; once none does, renkei migrate again"
            click.echo(f"the database's schema is good for this release: {line}")
            return
    click.echo("the database's schema is up to date")
