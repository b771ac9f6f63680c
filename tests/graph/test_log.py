"""Every request that the release makes of Graph is one that Graph knows and the table grants."""

import asyncio
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.emulator.server import Emulator
from graph import Graph
from graph.client import Client
from tests.graph.every_call import ask_everything
from tests.graph_requests import CHECKER, check, granted, table

RECEIPTS = "ChatMessageReadReceipt.Read.Chat"  # lets Teams tell us: nothing is asked
NAMED = (
    "users|groups|installedApps|events|onlineMeetings|attendanceReports|schools|classes|teams|"
    "channels|chats"
)
beside = pytest.mark.skipif(
    not CHECKER.exists(), reason="the checker of Graph logs does not stand beside the checkout"
)


@pytest.fixture
async def lines(graph: Graph, emulator: Emulator, app: str, log: Path) -> list[dict[str, str]]:
    """The log of all that can be asked, with exactly the table's permissions granted."""
    emulator.granted.clear()
    emulator.granted.update(granted())
    await ask_everything(graph, emulator, app)
    return read(log)


def read(log: Path) -> list[dict[str, str]]:
    return [orjson.loads(line) for line in log.read_bytes().splitlines()]


def written(line: dict[str, str]) -> str:
    """A request as the table writes it: what names one object is {id}."""
    named = re.compile(rf"/({NAMED})/(?!delta\(\))[^/]+")
    path = named.sub(r"/\1/{id}", line["path"].removeprefix("/v1.0"))
    query = "?$top=1" if line["path"].endswith("/users") else ""
    return f"{line['method']} {path}{query}"


async def test_the_table_names_all_that_is_asked_and_nothing_else(
    lines: list[dict[str, str]],
) -> None:
    calls = {call for row in table() for call in row["calls"]}
    assert {written(line) for line in lines} == {one for one in calls if "event " not in one}


async def test_every_method_of_every_part_is_asked(
    graph: Graph, emulator: Emulator, app: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    there = {
        f"{part.__name__}.{name}": (part, method)
        for part in {type(one) for one in vars(graph).values()} - {Client, str}
        for name, method in inspect.getmembers(part, inspect.isfunction)
        if not name.startswith("_")
    }
    for name, (part, method) in there.items():
        monkeypatch.setattr(part, method.__name__, noting(asked, name, method))
    await ask_everything(graph, emulator, app)
    assert asked == set(there)


def noting(asked: set[str], name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*given: Any, **named: Any) -> Any:
        asked.add(name)
        return method(*given, **named)

    return noted


async def test_no_line_shows_the_token(lines: list[dict[str, str]]) -> None:
    assert lines
    assert {line["headers"]["authorization"] for line in lines} == {"Bearer …"}  # type: ignore[index]


@beside
async def test_graph_knows_each_request_and_the_table_grants_it(
    lines: list[dict[str, str]], log: Path
) -> None:
    good, told = await asyncio.to_thread(check, log, granted())
    assert good, told
    assert told == f"{len(lines)} requests, 0 invalid"


@beside
async def test_each_permission_alone_lets_the_calls_of_its_row_pass(
    lines: list[dict[str, str]], tmp_path: Path
) -> None:
    for row in table():
        some = [orjson.dumps(line) for line in lines if written(line) in row["calls"]]
        if not some and row["permission"] == RECEIPTS:
            continue
        file = tmp_path / f"{row['permission']}.ndjson"
        file.write_bytes(b"\n".join(some))
        good, told = await asyncio.to_thread(check, file, frozenset({row["permission"]}))
        assert good, told


async def test_calendars_tell_their_times_in_utc(lines: list[dict[str, Any]]) -> None:
    times = [
        line
        for line in lines
        if re.search(r"/(events|getSchedule)", line["path"]) and not line["path"].endswith("cancel")
    ]
    preferred = {line["headers"].get("prefer") for line in times if line["method"] != "DELETE"}
    assert preferred == {'outlook.timezone="UTC"'}
