"""A place to try a backup out in: beside the database, seen by nobody, gone afterwards."""

import fcntl
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, make_url, text
from sqlalchemy.engine import Connection

from bot.settings import Settings
from bot.storage.backup.trouble import trouble
from bot.storage.crypto.choosing import SQLITE, key_file

_PREFIX = "renkei_check_"
_LOCK = "in-use"


@contextmanager
def scratch(settings: Settings, engine: Engine) -> Iterator[Settings]:
    """Settings of an empty database of the same kind, with the same envelope keys.

    `engine`: the real one. What a check that was killed has left behind is thrown away first.
    """
    key = "" if settings.key_vault_key else str(key_file(settings))
    at = replace(settings, key_file=key)
    if settings.database_url.startswith(SQLITE):
        with _folder(Path(settings.database_url.removeprefix(SQLITE)).parent) as folder:
            yield replace(at, database_url=f"{SQLITE}{folder / 'check.db'}")
    else:
        with trouble(engine), engine.connect() as connection, _schema(connection) as name:
            yield replace(at, database_url=_within(settings.database_url, name))


@contextmanager
def _folder(beside: Path) -> Iterator[Path]:
    """A folder for this user alone, on the disk that has room for the database."""
    for found in beside.glob(f".{_PREFIX}*"):
        _sweep(found)
    folder = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}", dir=beside))
    with (folder / _LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


def _sweep(folder: Path) -> None:
    """Delete a folder whose process is dead; its lock died with it."""
    with suppress(FileNotFoundError), (folder / _LOCK).open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        shutil.rmtree(folder)


@contextmanager
def _schema(connection: Connection) -> Iterator[str]:
    """A schema of PostgreSQL, held by a lock that ends with this connection."""
    names = "SELECT nspname FROM pg_namespace WHERE nspname LIKE :like"
    for name in connection.execute(text(names), {"like": f"{_PREFIX}%"}).scalars().all():
        if _held(connection, name):
            _drop(connection, name)
    name = f"{_PREFIX}{secrets.token_hex(8)}"
    _held(connection, name)
    connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        yield name
    finally:
        _drop(connection, name)


def _held(connection: Connection, name: str) -> bool:
    asked = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
    return bool(connection.execute(asked, {"name": name}).scalar())


def _drop(connection: Connection, name: str) -> None:
    quoted: Any = connection.dialect.identifier_preparer.quote(name)
    connection.execute(text(f"DROP SCHEMA {quoted} CASCADE"))
    connection.execute(
        text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))"), {"name": name}
    )


def _within(url: str, name: str) -> str:
    """The same database, where an unqualified name means a table of this schema."""
    here = make_url(url)
    given = str(here.query.get("options", ""))
    options = f"{given} -c search_path={name}".strip()
    return here.update_query_dict({"options": options}).render_as_string(hide_password=False)
