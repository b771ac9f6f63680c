"""Whether a database is empty, and tables in it that fit a backup."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from bot.errors import Misconfigured
from bot.storage import schema
from bot.storage.backup.sides import side_of
from bot.storage.backup.snapshot import OWN
from bot.storage.backup.trouble import trouble
from bot.storage.backup.writing import KEYS

# What a command that only looked may have left in a database that holds nothing yet.
LEFT = (KEYS, "key_rotation")


def filled(engine: Engine) -> tuple[str, ...]:
    """The tables with rows of somebody's; none in a database that a backup may be put into."""
    with trouble(engine), engine.connect() as connection:
        return _filled(connection)


def _filled(connection: Connection) -> tuple[str, ...]:
    quote = connection.dialect.identifier_preparer.quote
    return tuple(
        name
        for name in names_in(connection)
        if name not in (*OWN, *LEFT)
        and connection.execute(text(f"SELECT 1 FROM {quote(name)} LIMIT 1")).first()  # noqa: S608
    )


def names_in(connection: Connection) -> tuple[str, ...]:
    """Every table of ours: none but ours names a tenant in its first column."""
    found = inspect(connection).get_multi_columns()
    return tuple(
        sorted(
            name
            for (_, name), columns in found.items()
            if name in OWN or (columns and columns[0]["name"] == "tenant_id")
        )
    )


def make_room(engine: Engine, revision: str) -> None:
    """Empty tables at this revision; a database with anything in it is refused untouched."""
    standing = schema.revision(engine)
    with trouble(engine), engine.connect() as connection:
        refuse_rows(connection)
    if standing == revision:
        return
    if standing is not None:
        _drop(engine)
    schema.build(engine, revision)


def refuse_rows(connection: Connection) -> None:
    """Raise Misconfigured where somebody's rows stand in the database."""
    if names := _filled(connection):
        raise _not_empty(names)


def _not_empty(names: Sequence[str]) -> Misconfigured:
    some = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    line = f"RENKEI_DATABASE_URL: this database isn't empty (rows in {some}); nothing was changed"
    remedy = "stop the service, name a new database there, and restore into that one"
    return Misconfigured(f"{line}; {remedy}")


def _drop(engine: Engine) -> None:
    """Take away empty tables of another release."""
    with trouble(engine), engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        names = names_in(connection)
        side_of(engine).write(raw, names)
        refuse_rows(connection)
        for name in names:
            raw.execute(f"DROP TABLE {engine.dialect.identifier_preparer.quote(name)}")
        raw.execute("COMMIT")
