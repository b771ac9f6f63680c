"""`renkei migrate`: the schema of PostgreSQL is the operator's to upgrade."""

import click

from bot.settings import Settings, load
from bot.storage.store import bind_key
from bot.storage.store import migrate as upgrade


@click.command
def migrate() -> None:
    """Make the database, or bring its schema up to date."""
    settings = load()
    is_new = upgrade(settings)
    is_bound = bind_key(settings)
    if settings.database_url.startswith("postgresql:"):
        from bot.delivery.engine import schema

        if not schema.migrate(settings.database_url):
            line = "older releases may still run on it; once none does, renkei migrate again"
            click.echo(f"the database's schema is good for this release: {line}")
            return
    done = "the database is made" if is_new else "the database's schema is up to date"
    click.echo(done + _key(settings) if is_bound else done)


def _key(settings: Settings) -> str:
    from bot.storage.crypto.choosing import key_file

    line = "keep a copy of it, away from the database and its backups"
    return f"; its key is {key_file(settings)}: {line}"
