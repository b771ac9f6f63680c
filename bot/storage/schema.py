"""The schema's version: Alembic's migrations, and which releases may run on it."""

import re
import time
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.errors import Misconfigured, Unavailable

HEAD = "0005"  # the newest migration; a test holds it against the scripts
# Less than the second after which PostgreSQL ends one of two that wait for each other: it is the
# migration that steps back, and tries again when those who work have gone on.
_LOCK_MILLISECONDS = 500
_TRIES = 40
_PAUSE_SECONDS = 0.5


def upgrade(engine: Engine) -> None:
    """Bring the schema to HEAD; one that a newer release has only added to is left as it is.

    Raises Misconfigured where that release has taken away what this one needs.
    """
    with _open(engine) as connection:
        if _is_ready(connection):
            return
    _migrate(engine, "head")


def build(engine: Engine, revision: str) -> None:
    """Bring an empty database to an older release's schema, for rows that were taken from it."""
    _migrate(engine, revision)


def revision(engine: Engine) -> str | None:
    """The migration that the database stands at; None where it has no tables of ours."""
    with _open(engine) as connection:
        return _at(connection)


def revisions() -> tuple[str, ...]:
    """Every migration that this release knows, the oldest first."""
    folder = Path(__file__).with_name("migrations") / "versions"
    return tuple(sorted(file.name.partition("_")[0] for file in folder.glob("[0-9]*_*.py")))


def check(engine: Engine) -> None:
    """Refuse a schema that is older than this release's, or newer than this release can use;
    `renkei migrate` is the operator's to run."""
    with _open(engine) as connection:
        if not _is_ready(connection):
            raise Misconfigured("the database's schema is older than this release; renkei migrate")


def is_newer(engine: Engine) -> bool:
    """Whether a newer release has added to the schema what this one knows nothing of."""
    return (revision(engine) or HEAD) not in revisions()


def _open(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:
        raise unavailable(engine, error) from error


def unavailable(engine: Engine, error: Exception) -> Unavailable:
    """The driver's error as one line that says what to do."""
    if engine.dialect.name == "postgresql":
        remedy = "check that the server runs and that RENKEI_DATABASE_URL names it"
        return Unavailable("PostgreSQL", remedy=remedy)
    from bot.storage.sqlite import remedy_for

    return Unavailable("the database file", remedy=remedy_for(error))


def _at(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _is_ready(connection: Connection) -> bool:
    """Whether this release can work on it: its own schema, or a newer one that lets it.

    Raises Misconfigured for a newer one that doesn't.
    """
    at, oldest = _at(connection), _oldest(connection)
    if oldest is not None and _numbers(oldest) > _numbers(version("renkei")):
        line = f"the database was upgraded and needs Renkei {oldest} or newer"
        raise Misconfigured(f"{line}; install that release or restore a backup")
    return at == HEAD or (oldest is not None and at not in revisions())


def _oldest(connection: Connection) -> str | None:
    """The oldest release that can use the schema, as the database says; None where it is silent."""
    try:
        if not inspect(connection).has_table("release"):
            return None
        found = connection.execute(text("SELECT oldest FROM release")).scalar()
    except DBAPIError as error:
        raise unavailable(connection.engine, error) from error
    return None if found is None else str(found)


def _numbers(release: str) -> tuple[int, ...]:
    """0.7.0rc1 is as far as 0.7.0: it knows the same schema."""
    return tuple(map(int, re.findall(r"(?:^|\.)(\d+)", release)[:3]))


def _migrate(engine: Engine, revision: str) -> None:
    """Raises Unavailable, with nothing changed, where others never let go of a table."""
    for tries_left in reversed(range(_TRIES)):
        try:
            return _run_scripts(engine, revision)
        except DBAPIError as error:
            if not tries_left or not isinstance(error.orig, _busy(engine)):
                raise unavailable(engine, error) from error
        time.sleep(_PAUSE_SECONDS)
    return None


def _run_scripts(engine: Engine, revision: str) -> None:
    """All in one transaction."""
    # Alembic costs a third of a second: imported only when there is something to do.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.connect() as connection:
        own = connection.execution_options(isolation_level="SERIALIZABLE")
        if engine.dialect.name == "postgresql":
            own.execute(text(f"SET LOCAL lock_timeout = {_LOCK_MILLISECONDS}"))
        config.attributes["connection"] = own
        command.upgrade(config, revision)
        own.commit()


def _busy(engine: Engine) -> tuple[type[Exception], ...]:
    """What PostgreSQL says where running processes use what a migration wants for itself."""
    if engine.dialect.name != "postgresql":
        return ()
    from psycopg import errors

    return (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)
