"""Procrastinate's tables: in a PostgreSQL schema of their own, brought up to date by us.

The library ships its newest schema and each step towards it, but doesn't keep which steps a
database has taken; we do, by the names of its files. A step named `post` takes away what the
release before still calls: it waits for a later `renkei migrate`, when no such process runs.
https://procrastinate.readthedocs.io/en/stable/howto/production/migrations.html
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager
from psycopg import sql

from bot.errors import Misconfigured, Unavailable

SCHEMA = "renkei_procrastinate"
_CONNECT_SECONDS = 5
_ONE_AT_A_TIME = 0x72656E6B  # an advisory lock: two operators may migrate at once
Connection = psycopg.Connection[tuple[str]]


def migrate(url: str) -> bool:
    """Make the tables, or bring those of an older release up to date (`renkei migrate`).

    Whether all is done; else a second call, once every process runs this release, ends it.
    """
    with _connected(url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        if _taken(connection) is None:
            _make(connection)
        for step in _needed(connection) or _missing(connection):
            with connection.transaction():
                connection.execute(step.read_bytes())
                _note(connection, [step])
        return not _missing(connection)


def check(url: str) -> None:
    """Raise Misconfigured where the tables are missing or older than this release's."""
    with _connected(url) as connection:
        if _taken(connection) is None or _needed(connection):
            line = "the database's tables for delivery are older than this release"
            raise Misconfigured(f"{line}; renkei migrate")


def _make(connection: Connection) -> None:
    name = sql.Identifier(SCHEMA)
    with connection.transaction():
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
        connection.execute("CREATE TABLE step (name text PRIMARY KEY)")
        connection.execute(SchemaManager.get_schema())
        _note(connection, _steps())


def _steps() -> list[Path]:
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _taken(connection: Connection) -> set[str] | None:
    """The steps that this database has taken; None where there is nothing yet."""
    found = connection.execute("SELECT to_regclass('step')::text").fetchone()
    if found is None or found[0] is None:
        return None
    return {name for (name,) in connection.execute("SELECT name FROM step")}


def _missing(connection: Connection) -> list[Path]:
    taken = _taken(connection) or set()
    return [step for step in _steps() if step.name not in taken]


def _needed(connection: Connection) -> list[Path]:
    """What this release can't do without; it runs before and after the others."""
    return [step for step in _missing(connection) if "_post_" not in step.name]


def _note(connection: Connection, steps: list[Path]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO step (name) VALUES (%s)", [(s.name,) for s in steps])


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """Statements commit by themselves; unqualified names mean our schema alone."""
    try:
        with psycopg.connect(url, connect_timeout=_CONNECT_SECONDS, autocommit=True) as connection:
            connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(SCHEMA)))
            yield connection
    except psycopg.errors.InsufficientPrivilege as error:
        line = "the database's user may not make the schema for delivery"
        raise Misconfigured(f"{line}; grant it CREATE on the database, then: renkei migrate") from (
            error
        )
    except psycopg.OperationalError as error:
        remedy = "check that the server runs and that RENKEI_DATABASE_URL names it"
        raise Unavailable("PostgreSQL", remedy=remedy) from error
