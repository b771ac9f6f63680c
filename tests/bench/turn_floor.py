"""What our turns run, recorded, and run again on the bare driver: the floor under the database."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bot.emulator.server import Emulator
from bot.storage import sqlite
from bot.storage.prepared import Prepared
from bot.storage.store import open_storage
from bot.storage.tx import Tx
from tests.bench import doors, turn_city
from tests.bench.turn_city import MANAGERS, SEQ, VERSION

_NEAR = 1000  # a counter's recorded value lies so near to where it began
RECORDED = "recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One statement. `at_id`, `at_version`, `at_seq`: which parameters change from turn to turn."""

    sql: str
    given: list[Any]
    at_id: tuple[int, ...] = ()
    at_version: tuple[tuple[int, int], ...] = ()
    at_seq: tuple[int, ...] = ()

    def parameters(self, activity: str, version: int, seq: int) -> list[Any]:
        """The parameters of this turn."""
        if not (self.at_id or self.at_version or self.at_seq):
            return self.given
        now = list(self.given)
        for index in self.at_id:
            now[index] = now[index].replace(RECORDED, activity)
        for index, above in self.at_version:
            now[index] = version + above
        for index in self.at_seq:
            now[index] = seq
        return now


@dataclass(slots=True)
class Recorded:
    """One kind of turn of one person or agreement: its statements and the card that answered."""

    steps: list[Step] = field(default_factory=list)
    card: dict[str, Any] = field(default_factory=dict)


Key = tuple[str, Any]  # the verb and the agreement, or the words and the person


def key_of(activity: Mapping[str, Any]) -> Key:
    """Which recorded turn an activity asks for."""
    if activity["type"] == "invoke":
        action = activity["value"]["action"]
        return action["verb"], action["data"]["agreement_id"]
    return "message", activity["from"]["aadObjectId"]


async def recorded(file: Path, emulator: Emulator) -> dict[Key, Recorded]:
    """Every kind of turn heard once, on a register of its own, with what it ran."""
    settings = turn_city.settings_for(file)
    recorder = _Recorder()
    with recorder.listening():
        storage = open_storage(settings)
        try:
            hears = turn_city.hearing_on(storage, settings)
            return {
                key_of(body): await recorder.record(hears, body, version)
                for body, version in _bodies(emulator)
            }
        finally:
            storage.close()


def _bodies(emulator: Emulator) -> list[tuple[dict[str, Any], int]]:
    found = [(turn_city.message(emulator, manager), 0) for manager in MANAGERS]
    for number in range(turn_city.EACH * len(MANAGERS)):
        confirm, undo = turn_city.presses(emulator, number + 1)
        found += [(confirm, VERSION), (undo, VERSION + 1)]
        found.append((turn_city.refresh(emulator, number + 1), VERSION))
    return found


class _Recorder:
    """Stands behind the writer's transactions and notes each statement."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, list[Any]]] = []

    def listening(self) -> Any:
        from unittest.mock import patch

        ran = self.ran

        class Listening(Tx):
            __slots__ = ()

            def _run(self, prepared: Prepared, values: Mapping[str, Any]) -> Any:
                assert prepared.plain, prepared.sql
                ran.append((prepared.sql, prepared.parameters(self.tenant, values)))
                return super()._run(prepared, values)

            def many(self, statement: Any, rows: Any) -> int:
                for row in rows:
                    prepared = self._statements.of(statement, row)
                    ran.append((prepared.sql, prepared.parameters(self.tenant, row)))
                return super().many(statement, rows)

        return patch.object(sqlite, "Tx", Listening)

    async def record(self, hears: Any, body: dict[str, Any], version: int) -> Recorded:
        self.ran.clear()
        number = f"{RECORDED}{key_of(body)}"
        whole = orjson.loads(turn_city.filled(body, number, version))
        answer = await hears.hear(turn_city.heard(whole))
        assert answer.card
        steps = [_step(sql, given, number, version) for sql, given in self.ran]
        return Recorded(steps, orjson.loads(answer.card))


def _step(sql: str, given: list[Any], number: str, version: int) -> Step:
    given = [_kept(one, number) for one in given]
    counts = [(at, one) for at, one in enumerate(given) if type(one) is int]
    return Step(
        sql=sql,
        given=given,
        at_id=tuple(at for at, one in enumerate(given) if isinstance(one, str) and RECORDED in one),
        at_version=tuple((at, one - version) for at, one in counts if 0 <= one - VERSION < _NEAR),
        at_seq=tuple(at for at, one in counts if 0 <= one - SEQ < _NEAR),
    )


def _kept(value: Any, number: str) -> Any:
    if isinstance(value, memoryview):
        return bytes(value)
    return value.replace(number, RECORDED) if isinstance(value, str) else value


class RawWriter:
    """One writer thread on bare sqlite3 that commits together what waits together."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._queue: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._seq = SEQ
        threading.Thread(target=self._write, daemon=True).start()

    async def run(self, steps: list[Step], activity: str, version: int) -> None:
        """Done means durable."""
        done: Future[None] = Future()
        self._queue.put((steps, activity, version, done))
        await asyncio.wrap_future(done)

    def _write(self) -> None:
        raw = sqlite3.connect(self._file, isolation_level=None, cached_statements=512)
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")
        while True:
            group = [self._queue.get()]
            while len(group) < 256 and not self._queue.empty():
                group.append(self._queue.get())
            raw.execute("BEGIN IMMEDIATE")
            for steps, activity, version, _ in group:
                raw.execute("SAVEPOINT one")
                self._one(raw, steps, activity, version)
                raw.execute("RELEASE one")
            raw.execute("COMMIT")
            for *_, done in group:
                done.set_result(None)

    def _one(self, raw: sqlite3.Connection, steps: list[Step], activity: str, version: int) -> None:
        self._seq += 1
        for step in steps:
            raw.execute(step.sql, step.parameters(activity, version, self._seq)).fetchall()


class Floor(doors.Floor):
    """The recorded statements and the recorded card."""

    def __init__(self, ends: doors.Ends, file: Path, turns: dict[Key, Recorded]) -> None:
        super().__init__(ends)
        self._turns = turns
        self._writer = RawWriter(file)

    async def card(self, activity: dict[str, Any]) -> dict[str, Any]:
        turn = self._turns[key_of(activity)]
        data = activity["value"]["action"]["data"] if activity["type"] == "invoke" else {}
        await self._writer.run(turn.steps, activity["id"], data.get("version", 0))
        return turn.card
