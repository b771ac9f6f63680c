"""PostgreSQL databases of a test's own, emptied and lent again: making one takes a while."""

import uuid
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from bot.storage.schema import HEAD

TEMPLATE = "renkei_template"
_OWN = frozenset(("alembic_version", "release"))
_PUBLIC = "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
_TABLES = f"SELECT relname, relnatts {_PUBLIC}"
_USED = f"SELECT relname {_PUBLIC} AND pg_relation_size(oid) > 0"
_SCHEMAS = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'renkei_check_%'"
_AT = "SELECT version_num FROM alembic_version"


class Pool:
    """Databases beside that of the run, on the same server."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._free: list[str] = []
        self._lent: list[str] = []
        self._tables: set[Any] = set()

    def lend(self, template: str = TEMPLATE) -> str:
        """The URL of an empty database, with its tables unless `template` is another one."""
        name = self._free.pop() if self._free and template == TEMPLATE else self.made(template)
        self._lent.append(name)
        return self._named(name)

    def made(self, template: str, name: str = "") -> str:
        name = name or f"t{uuid.uuid4().hex[:12]}"
        self._do("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def know(self) -> None:
        """The template is as every database is to be that is lent again."""
        with psycopg.connect(self._named(TEMPLATE)) as connection:
            self._tables = set(connection.execute(_TABLES))

    def take_back(self) -> None:
        """Empty what was lent; what a test has changed otherwise is dropped."""
        for name in self._lent:
            try:
                whole = self._emptied(name)
            except psycopg.Error:  # somebody is in it still
                whole = False
            if whole:
                self._free.append(name)
            else:
                self._do("DROP DATABASE {} WITH (FORCE)", name)
        self._lent.clear()

    def _emptied(self, name: str) -> bool:
        with psycopg.connect(self._named(name), autocommit=True) as connection:
            ask: Any = connection.execute
            ask("SET lock_timeout TO '2s'")
            if set(ask(_TABLES)) != self._tables or ask(_SCHEMAS).fetchone() != (0,):
                return False
            if ask(_AT).fetchone() != (HEAD,):
                return False
            used = [one for (one,) in ask(_USED) if one not in _OWN]
            if used:
                names = SQL(", ").join(map(Identifier, used))
                ask(SQL("TRUNCATE {} RESTART IDENTITY").format(names))
        return True

    def _do(self, words: str, *names: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            statement: Any = SQL(words)
            connection.execute(statement.format(*map(Identifier, names)))

    def _named(self, name: str) -> str:
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)
