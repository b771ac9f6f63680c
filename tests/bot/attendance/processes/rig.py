"""Two schools, processes that serve them, and what a test finds of their morning."""

import asyncio
import json
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select

from bot.attendance.model import Roll
from bot.attendance.store import classes, pupils, reports, rolls, schools
from bot.delivery.rows import DELIVERY, NOTICE
from bot.ledger.record import ENTRY
from bot.people import store as people
from bot.storage.store import Storage
from bot.storage.tx import Tx
from cards.attendance.verbs import day as day_verbs
from cards.attendance.verbs import office, staff
from cards.verbs import Verb
from tests.bot.attendance.staff.conftest import TODAY, TOKYO, A

ROOT = Path(__file__).parents[4]
T = TypeVar("T")
Process = asyncio.subprocess.Process
MORNING = ("05:00", "07:00", "07:20", "07:30", "08:00", "08:10", "08:20")


@dataclass
class Morning:
    """Two schools whose staff press in whichever process hears them."""

    storage: Storage
    tenant: str
    database: str
    key: str
    pressed: int = 0
    school: int = field(init=False)
    class_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.school = self.read(_school)
        self.class_id = self.read(lambda tx: _class(tx, self.school))

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(self.tenant, work)

    # processes

    async def start(self) -> Process:
        given = {"database": self.database, "key": self.key, "tenant": self.tenant}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.bot.attendance.processes.worker",
            json.dumps(given),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert await self.says(process) == "started"
        return process

    @asynccontextmanager
    async def working(self, count: int) -> AsyncIterator[list[Process]]:
        found = list(await asyncio.gather(*(self.start() for _ in range(count))))
        try:
            yield found
        finally:
            for one in found:
                await end(one)

    async def says(self, process: Process) -> str:
        assert process.stdout is not None
        return (await process.stdout.readline()).decode().strip()

    async def send(self, process: Process, at: str, *presses: dict[str, Any]) -> None:
        assert process.stdin is not None
        when = datetime.combine(TODAY, time.fromisoformat(at), TOKYO)
        line = json.dumps({"at": when.isoformat(), "presses": presses})
        process.stdin.write(f"{line}\n".encode())
        await process.stdin.drain()

    async def minute(self, process: Process, at: str, *presses: dict[str, Any]) -> None:
        await self.send(process, at, *presses)
        assert (await self.says(process)).startswith("done")

    # presses

    def press(self, aad: str, verb: Verb, activity: str = "") -> dict[str, Any]:
        self.pressed += 1
        data = json.loads(json.dumps(verb.data(), default=str))
        known = activity or f"activity:{self.pressed}"
        return {"activity": known, "aad": aad, "verb": verb.name, "data": data}

    def call(self, number: int) -> dict[str, Any]:
        """The office enters a telephone call; the same of both processes, as Teams sends it."""
        verb = office.Enter(
            school_id=self.school,
            class_id=self.class_id,
            token=f"{number:016x}",
            kind="absent",
            relation="mother",
            reason="ill",
            pupil_id=self.pupil(f"P{number}"),
        )
        return self.press("office", verb, f"call:{number}")

    def confirm(self, report: int, aad: str) -> dict[str, Any]:
        return self.press(aad, staff.Confirm(report_id=report))

    def missing(self, *keys: str, activity: str = "") -> dict[str, Any]:
        roll = self.roll()
        ids = ",".join(str(self.pupil(key)) for key in keys)
        verb = day_verbs.Missing(roll_id=roll.id, version=roll.version, pupils=ids)
        return self.press("homeroom", verb, activity)

    # what there is

    def pupil(self, key: str) -> int:
        found = self.read(lambda tx: pupils.find_by_key(tx, key))
        assert found is not None
        return found.id

    def roll(self) -> Roll:
        found = self.read(lambda tx: rolls.of(tx, self.class_id, TODAY))
        assert found is not None
        return found

    def said(self) -> list[int]:
        """The reports of the school's day, by child."""
        found = self.read(lambda tx: reports.of_school(tx, self.school, TODAY))
        return sorted(one.pupil for one in found)

    def reports(self) -> list[int]:
        found = self.read(lambda tx: reports.of_school(tx, self.school, TODAY))
        return [one.id for one in found]

    def notices(self, kind: str) -> list[Any]:
        """The notices of a kind, each with whom it goes to."""

        def work(tx: Tx) -> list[Any]:
            found = tx.all(select(NOTICE).where(NOTICE.c.kind == kind).order_by(NOTICE.c.id))
            return [(row.source_key, _to(tx, row.id), row.id) for row in found]

        return self.read(work)

    def noted(self) -> Counter[str]:
        rows = self.read(lambda tx: tx.all(select(ENTRY.c.act)))
        return Counter(row.act for row in rows)

    def person(self, aad: str) -> int:
        found = self.read(lambda tx: people.find_by_aad(tx, aad, TODAY))
        assert found is not None
        return found.id


def _school(tx: Tx) -> int:
    found = schools.find_by_code(tx, A)
    assert found is not None
    return found.id


def _class(tx: Tx, school: int) -> int:
    found = classes.named(tx, school, 2026, 3, "2")
    assert found is not None
    return found.id


def _to(tx: Tx, notice: int) -> frozenset[int]:
    rows = tx.all(select(DELIVERY.c.recipient).where(DELIVERY.c.notice_id == notice))
    return frozenset(row.recipient for row in rows)


async def end(process: Process) -> None:
    if process.returncode is None:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def kill(process: Process) -> None:
    """As a machine does that loses its power."""
    process.send_signal(signal.SIGKILL)
    await process.communicate()
