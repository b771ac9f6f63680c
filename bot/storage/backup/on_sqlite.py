"""SQLite's side of a backup: one reading transaction on the WAL, one writing transaction."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy.sql.compiler import IdentifierPreparer

from bot.storage.backup.rows import Row, Shape
from bot.storage.backup.sides import BATCH, listed, selecting


class OnSqlite:
    """Writers go on beside the reading; what they commit stands in the WAL until it ends."""

    def __init__(self, prepare: IdentifierPreparer) -> None:
        self._prepare = prepare

    def read(self, raw: Any) -> None:
        raw.execute("PRAGMA query_only=ON")
        raw.execute("BEGIN DEFERRED")
        raw.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # from here on it holds

    def batches(self, raw: Any, shape: Shape) -> Iterator[Sequence[Row]]:
        cursor = raw.execute(selecting(self._prepare, shape))
        while found := cursor.fetchmany(BATCH):
            yield found

    def last(self, raw: Any, name: str) -> int | None:
        if not self._numbers(raw, name):
            return None
        row = raw.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [name]).fetchone()
        return None if row is None else int(row[0])

    def write(self, raw: Any, names: Iterable[str]) -> None:
        del names  # there is one writer at a time, whatever it writes
        raw.execute("BEGIN IMMEDIATE")

    def load(self, raw: Any, shape: Shape, batches: Iterable[Sequence[Row]]) -> None:
        places = ", ".join("?" * len(shape.columns))
        name = self._prepare.quote(shape.name)
        insert = f"INSERT INTO {name} ({listed(self._prepare, shape)}) VALUES ({places})"  # noqa: S608
        for rows in batches:
            raw.executemany(insert, rows)

    def keep_last(self, raw: Any, name: str, last: int | None) -> None:
        if last is None or not self._numbers(raw, name):
            return
        known = self.last(raw, name)
        if known is None:
            raw.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [name, last])
        elif known < last:
            raw.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", [last, name])

    def _numbers(self, raw: Any, name: str) -> bool:
        """Whether the table never gives an id twice."""
        made = "SELECT 1 FROM sqlite_master WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'"
        return raw.execute(made, [name]).fetchone() is not None
