"""The schema's version: Alembic's migrations, and which releases may run on it."""

from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.errors import Misconfigured, Unavailable

HEAD = "0005"  # the newest migration; a test holds it against the scripts
RELEASE = "0.5.0"  # that HEAD comes with: while it is made, the package bears an earlier number


def upgrade(engine: Engine) -> None:
    """Bring the schema to HEAD; a database of a newer release is refused before anything."""
    with _open(engine) as connection:
        _refuse_newer(connection)
        if _at(connection) == HEAD:
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
    """Refuse a schema that isn't this release's; `renkei migrate` is the operator's to run."""
    with _open(engine) as connection:
        _refuse_newer(connection)
        if _at(connection) != HEAD:
            raise Misconfigured("the database's schema is older than this release; renkei migrate")


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


def _refuse_newer(connection: Connection) -> None:
    """The database says since which release its schema can be used at all."""
    try:
        if not inspect(connection).has_table("release"):
            return
        oldest = connection.execute(text("SELECT oldest FROM release")).scalar()
    except DBAPIError as error:
        raise unavailable(connection.engine, error) from error
    own = max(_numbers(version("renkei")), _numbers(RELEASE))
    if oldest is not None and _numbers(str(oldest)) > own:
        line = f"the database was upgraded and needs Renkei {oldest} or newer"
        raise Misconfigured(f"{line}; install that release or restore a backup")


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split(".")[:3])


def _migrate(engine: Engine, revision: str) -> None:
    # Alembic costs a third of a second: imported only when there is something to do.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    try:
        with engine.connect() as connection:
            own = connection.execution_options(isolation_level="SERIALIZABLE")
            config.attributes["connection"] = own
            command.upgrade(config, revision)
            own.commit()
    except DBAPIError as error:
        raise unavailable(engine, error) from error
