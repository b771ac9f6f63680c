"""Turns a second with the database, beside a floor that runs the same SQL on bare sqlite3.

    python -m tests.bench.bench_turns

The message is 「期限」; the press is 「内容を確認しました」, taken back by the next. Both write to
SQLite: WAL, synchronous FULL. The floor checks the token with PyJWT, reads and writes JSON,
and runs the statements that our own turn was heard to run, parameter for parameter, with the same
group commit. Pressed cards wait for their edits: delivery has a benchmark of its own.
"""

import asyncio
import gc
import json
import pickle
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from itertools import count, cycle
from pathlib import Path
from typing import Any

from yarl import URL

from bot.clock import PracticeClock
from bot.emulator.server import Emulator
from bot.main import build
from bot.storage.store import open_storage
from bot.turns.door import Door
from cards.agreements.verbs import ConfirmRenewal, Undo
from tests.bench import doors, turn_city
from tests.bench.doors import Callers, Ends, measure, other_ends, process, report
from tests.bench.turn_city import EACH, MANAGERS, NOW, SPEC, VERSION
from tests.bench.turn_floor import Floor, recorded
from tests.bench.wire import post

TARGETS = {"message": 0.6, "execute": 0.4}
_SHOWN = (("message", MANAGERS[0].aad_object_id), (ConfirmRenewal.name, 1), (Undo.name, 1))
AGREEMENTS = EACH * len(MANAGERS)


# the measured processes


async def ours(ends: Ends, file: Path) -> Any:
    """The house as `renkei serve` builds it, but for Teams' rate limit."""
    settings = turn_city.settings_for(
        file,
        openid_url=ends.openid_url,
        service_hosts=(URL(ends.service_url).authority,),
    )
    house = await build(settings, open_storage(settings), PracticeClock(NOW), limited=False)
    gc.collect()
    gc.freeze()  # as `renkei serve` does
    return Door(settings, house.keys, house.connector, house.hearing.hear, pace=house.limiter)


async def serve(kind: str, ends: Ends, file: Path) -> None:
    """A measured process."""
    if kind == "ours":
        door = await ours(ends, file)
    else:
        door = Floor(ends, file, pickle.loads(file.with_name("turns").read_bytes()))  # noqa: S301
    await doors.serve(door.handle)


# the measuring process


def messages(emulator: Emulator, ends: Ends) -> Callers:
    """「期限」 without end, three callers for each manager."""
    return [_messages(emulator, ends, number) for number in range(AGREEMENTS)]


def _messages(emulator: Emulator, ends: Ends, caller: int) -> Iterator[bytes]:
    body = turn_city.message(emulator, MANAGERS[caller // EACH])
    body["serviceUrl"] = ends.service_url
    token = emulator.login.token_for_bot(ends.service_url)
    for number in count():
        activity = f"17{caller:02}{number:08}"
        yield post("/api/messages", turn_city.filled(body, activity), token)


def presses(emulator: Emulator, ends: Ends, versions: list[int]) -> Callers:
    """Each caller confirms one agreement and takes it back; `versions` tells how far they came."""
    return [_presses(emulator, ends, number, versions) for number in range(AGREEMENTS)]


def _presses(emulator: Emulator, ends: Ends, caller: int, versions: list[int]) -> Iterator[bytes]:
    token = emulator.login.token_for_bot(ends.service_url)
    for body in cycle(turn_city.presses(emulator, caller + 1)):
        whole = {**body, "serviceUrl": ends.service_url}
        activity = f"f:{caller:02}{versions[caller]:08}"
        yield post("/api/messages", turn_city.filled(whole, activity, versions[caller]), token)
        versions[caller] += 1


def check(file: Path, versions: list[int]) -> None:
    """Every press was a change of its own: nothing was refused, forgotten or done twice."""
    raw = sqlite3.connect(file)
    kept = [row[0] for row in raw.execute("SELECT version FROM agreement ORDER BY id")]
    raw.close()
    # A caller's last request was answered, and the next was never made.
    assert kept == [version + 1 for version in versions], "not every press was kept"


async def main() -> None:
    """Measure both kinds of turn and print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.db"
        async with other_ends(SPEC) as (emulator, ends):
            await turn_city.found(file, emulator)
            turns = await recorded(turn_city.copied(file, "scratch.db"), emulator)
            file.with_name("turns").write_bytes(pickle.dumps(turns))
            print(", ".join(f"{len(turns[key].steps)} statements: {key[0]}" for key in _SHOWN))
            await _measure(file, emulator, ends)


async def _measure(file: Path, emulator: Emulator, ends: Ends) -> None:
    files = {kind: turn_city.copied(file, f"{kind}.db") for kind in ("floor", "ours")}
    given = json.dumps(asdict(ends))
    module = "tests.bench.bench_turns"
    async with (
        process(module, "floor", given, str(files["floor"])) as floor,
        process(module, "ours", given, str(files["ours"])) as mine,
    ):
        found = await measure({floor: messages(emulator, ends), mine: messages(emulator, ends)})
        report("message turn", found[floor], found[mine], TARGETS["message"])
        versions = {floor: [VERSION] * AGREEMENTS, mine: [VERSION] * AGREEMENTS}
        found = await measure({port: presses(emulator, ends, versions[port]) for port in versions})
        report("execute turn", found[floor], found[mine], TARGETS["execute"])
        check(files["floor"], versions[floor])
        check(files["ours"], versions[mine])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(serve(sys.argv[1], Ends(**json.loads(sys.argv[2])), Path(sys.argv[3])))
    else:
        asyncio.run(main())
