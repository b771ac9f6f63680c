"""What `renkei doctor` says of the schema: whether this release's code and the tables agree."""

from pathlib import Path

from bot.cli.findings import Fails
from bot.settings import Settings


async def version(settings: Settings) -> str:
    """At which migration the tables stand, and what the database is.

    Looks before anything opens the database, for opening brings a SQLite file up to date, or makes
    it. Raises Fails where there is none or a migration is owed, and Misconfigured where a newer
    release has taken away what this one needs.
    """
    from bot.cli.opening import require_database
    from bot.storage import schema
    from bot.storage.store import engine_of

    require_database(settings)
    _require_file(settings)
    engine = engine_of(settings)
    try:
        at, program = schema.revision(engine.engine), engine.engine.dialect.name
        if at is not None and at not in schema.revisions():
            schema.check(engine.engine)
    finally:
        engine.close()
    if at is None:
        raise Fails(f"{program}, empty", "make its tables with: renkei migrate")
    if at not in schema.revisions():
        return f"{program}, at {at}: a newer release's, which has only added to this one's"
    if at != schema.HEAD:
        line = f"the tables stand at {at}, this release wants {schema.HEAD}"
        raise Fails(line, "make a backup, then run: renkei migrate")
    return f"{program}, at {at}"


def _require_file(settings: Settings) -> None:
    """The default's file as well: to look at a database that isn't there would make it."""
    from bot.storage.crypto.choosing import SQLITE

    file = Path(settings.database_url.removeprefix(SQLITE))
    if not settings.database_url.startswith(SQLITE):
        return
    try:
        file.open("rb").close()  # who may not read it is told so, not that the database is broken
    except FileNotFoundError:
        remedy = "go where its settings and its database are, or make one here: renkei migrate"
        raise Fails(f"there is no {file.name} in this folder", remedy) from None


async def queue(settings: Settings) -> str:
    """Whether the tables that share the work among processes are there; SQLite needs none."""
    from bot.storage.crypto.choosing import SQLITE

    if settings.database_url.startswith(SQLITE):
        return "one process delivers; more need PostgreSQL"
    from bot.delivery.engine import schema

    schema.check(settings.database_url)
    return "any number of processes may deliver"
