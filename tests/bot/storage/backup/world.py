"""Databases with rows, and processes that are killed while they work on them."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
from sqlalchemy import insert

from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.ledger.verify import verify
from bot.settings import Settings
from bot.storage.backup.checking import Proof
from bot.storage.backup.making import make
from bot.storage.backup.rows import encoder, shape_of
from bot.storage.backup.snapshot import snapshot
from bot.storage.columns import Instant, Json
from bot.storage.store import Storage
from bot.storage.tables import metadata
from bot.turns.memory import HEARD

ROOT = Path(__file__).parents[4]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
UNTIL = date(2026, 12, 27)
TENANTS = ("akatsuki", "minato")


@dataclass(frozen=True, kw_only=True)
class Databases:
    """Makes databases of one engine; all are opened by one key file."""

    new: Callable[[bool], str]
    key: Path

    def settings(self, *, migrated: bool = True) -> Settings:
        return Settings(
            database_url=self.new(migrated), key_file=str(self.key), tenant_id="akatsuki"
        )


def live_in(storage: Storage) -> None:
    for tenant in TENANTS:
        storage.write_now(tenant, lambda tx: _live(tx, 5))


def _live(tx, entries: int) -> None:
    actor = Actor.command(pseudonyms.of_system_user(tx, "clerk"))
    for number in range(entries):
        record(tx, actor, at=NOW, act="people import", subject=f"person:{number}", detail={"n": 1})
        sealed = tx.seal("heard", "answer", f"k{number}", "返事 <b>秘密</b>")
        tx.run(insert(HEARD).values(key=f"k{number}", answer=sealed, at=NOW))


def fill(storage: Storage, rows: int = 3, without=frozenset()) -> None:
    """Rows in every table, with all that a text may hold; what is sealed is noise."""
    with storage.engine.engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name.startswith("test_") or table.name in {"data_key", *without}:
                continue
            some = [row_of(table, number) for number in range(1, rows + 1)]
            connection.execute(table.insert(), some)


def row_of(table, number: int) -> dict[str, object]:
    shape = shape_of(table)
    found = {
        column.name: _value(column, kind, number)
        for column, kind in zip(table.columns, shape.kinds, strict=True)
    }
    return found | {"tenant_id": (*TENANTS, "shiosai")[number % 3]}


def _value(column, kind: str, number: int) -> object:
    if column.nullable and number == 3:
        return None
    if isinstance(column.type, Instant):
        return NOW.replace(minute=number)
    if isinstance(column.type, Json):
        return {"氏名": "山田\n太郎", "n": number}
    values = {
        "number": number,
        "text": f"{number}'\"\\\n\t{{["[: getattr(column.type, "length", None) or 20],
        "flag": number % 2 == 0,
        "day": date(2026, 1, number),
        "bytes": bytes([number, 0, 255, 10, 13]),
    }
    return values[kind]


def contents(storage: Storage) -> dict[str, list[str]]:
    """Every row of every table, in no order of its own."""
    with snapshot(storage.engine.engine) as state:
        return {
            shape.name: sorted(
                line.decode() for rows in state.batches(shape) for line in encoder(shape)(rows)
            )
            for shape in state.shapes()
        }


def proof(tx) -> Proof:
    found = verify(tx)
    faults = tuple(f"{one.harm} {one.first}" for one in found.faults)
    return Proof(entries=found.entries, seq=found.seq, hash=found.hash, faults=faults)


def note(tx, made) -> None:
    actor = Actor.command(pseudonyms.of_system_user(tx, "clerk"))
    record(tx, actor, at=NOW, act="backup", subject=f"backup:{made.key}")


class Nursery:
    """Its children do one thing each, and are killed (SIGKILL) at the step that they are told."""

    def __init__(self) -> None:
        self._mother = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("mother.py"))],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def child(self, do: str, settings: Settings, file: Path, **more: object) -> int:
        """The child's end: its exit status, or the signal that ended it as a negative number."""
        order = {
            "do": do,
            "url": settings.database_url,
            "key": settings.key_file,
            "file": str(file),
            **more,
        }
        assert self._mother.stdin and self._mother.stdout
        self._mother.stdin.write(orjson.dumps(order) + b"\n")
        self._mother.stdin.flush()
        return int(self._mother.stdout.readline())

    def close(self) -> None:
        assert self._mother.stdin and self._mother.stdout
        self._mother.stdin.close()
        self._mother.wait()
        self._mother.stdout.close()


def made(storage: Storage, file: Path, **more):
    return make(storage, file, home="akatsuki", now=NOW, until=UNTIL, recorded=note, **more)
