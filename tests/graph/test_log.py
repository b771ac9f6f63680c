"""Every request that the release makes of Graph is one that Graph knows and the table grants."""

import asyncio
import re
import sys
import tomllib
from pathlib import Path

import orjson
import pytest

from bot.emulator.server import Emulator
from graph import Graph
from tests.graph.conftest import CLERK, HAS_APP, HEAD, MANIFEST, STAFF

ROOT = Path(__file__).parents[2]
CHECKER = ROOT.parent / "shared" / "tools" / "check_graph_log.py"
LINK = "https://teams.microsoft.com/l/entity/1/home"


def table() -> list[dict[str, object]]:
    rows = tomllib.loads((ROOT / "infra/permissions.toml").read_text(encoding="utf-8"))
    return [*rows["application"], *rows["resource"]]


@pytest.fixture
async def lines(graph: Graph, emulator: Emulator, app: str, log: Path) -> list[dict[str, str]]:
    """The log of all that can be asked, with exactly the table's permissions granted."""
    emulator.granted.clear()
    emulator.granted.update(str(row["permission"]) for row in table())
    emulator.installs_tell = False
    await graph.check()
    await graph.directory.user(HEAD.aad_object_id)
    await graph.directory.manager(HEAD.aad_object_id)
    for transitive in (True, False):
        async for _ in graph.groups.members(STAFF, transitive=transitive):
            pass
    await graph.installs.find_app(MANIFEST)
    await graph.installs.add(CLERK.aad_object_id, app)
    await graph.installs.chat(CLERK.aad_object_id, app)
    await graph.activity_feed.send(
        (HAS_APP.aad_object_id,),
        "urgentNotice",
        topic="緊急",
        web_url=LINK,
        preview="開いて確認してください。",
        parameters={"office": "防災課"},
        chain=1,
    )
    return read(log)


def read(log: Path) -> list[dict[str, str]]:
    return [orjson.loads(line) for line in log.read_bytes().splitlines()]


def written(line: dict[str, str]) -> str:
    """A request as the table writes it: what names one object is {id}."""
    path = re.sub(
        r"/(users|groups|installedApps)/[^/]+", r"/\1/{id}", line["path"].removeprefix("/v1.0")
    )
    query = "?$top=1" if line["path"].endswith("/users") else ""
    return f"{line['method']} {path}{query}"


async def test_the_table_names_all_that_is_asked_and_nothing_else(
    lines: list[dict[str, str]],
) -> None:
    calls = {call for row in table() for call in row["calls"]}  # type: ignore[attr-defined]
    assert {written(line) for line in lines} == {one for one in calls if "event " not in one}


async def test_no_line_shows_the_token(lines: list[dict[str, str]]) -> None:
    assert len(lines) == 10
    assert {line["headers"]["authorization"] for line in lines} == {"Bearer …"}  # type: ignore[index]


@pytest.mark.skipif(
    not CHECKER.exists(), reason="the checker of Graph logs does not stand beside the checkout"
)
async def test_graph_knows_each_request_and_the_table_grants_it(
    lines: list[dict[str, str]], log: Path
) -> None:
    granted = ",".join(str(row["permission"]) for row in table())
    checking = await asyncio.create_subprocess_exec(
        sys.executable, str(CHECKER), str(log), "--granted", granted, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await checking.communicate()
    assert checking.returncode == 0, told.decode()
    assert f"{len(lines)} requests, 0 invalid" in told.decode()
