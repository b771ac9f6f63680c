"""What `renkei doctor` says of the schema: whether this release's code and the tables agree."""

from bot.errors import Misconfigured
from bot.settings import Settings


async def version(settings: Settings) -> str:
    """At which migration the tables stand, and what the database is.

    Looks before anything opens the database, for opening brings a SQLite file up to date. Raises
    Misconfigured where a migration is owed, or where a newer release has taken away what this one
    needs.
    """
    from bot.cli.opening import require_database
    from bot.storage import schema
    from bot.storage.store import engine_of

    require_database(settings)
    engine = engine_of(settings)
    try:
        at, program = schema.revision(engine.engine), engine.engine.dialect.name
        if at is not None and at not in schema.revisions():
            schema.check(engine.engine)
    finally:
        engine.close()
    if at is None and program == "sqlite":
        return f"{program}, empty: its tables are made on first use"
    if at not in schema.revisions() and at is not None:
        return f"{program}, at {at}: a newer release's, which has only added to this one's"
    if at != schema.HEAD:
        line = f"the tables stand at {at or 'nothing'}, this release wants {schema.HEAD}"
        raise Misconfigured(f"{line}; make a backup, then run: renkei migrate")
    return f"{program}, at {at}"


async def queue(settings: Settings) -> str:
    """Whether the tables that share the work among processes are there; SQLite needs none."""
    from bot.storage.crypto.choosing import SQLITE

    if settings.database_url.startswith(SQLITE):
        return "one process delivers; more need PostgreSQL"
    from bot.delivery.engine import schema

    schema.check(settings.database_url)
    return "any number of processes may deliver"
