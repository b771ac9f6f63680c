"""Every request to Graph of the whole test run, held against what Graph knows and grants.

Each process of the run writes what its Graph clients send into pytest's base temp. At the end the
checker that may stand beside the checkout reads all of it; one fault fails the run.
"""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph import request_log
from graph.client import Client

if TYPE_CHECKING:
    from httpx import Request

ROOT = Path(__file__).parents[1]
CHECKER = ROOT.parent / "shared" / "tools" / "check_graph_log.py"
NAME = "graph-requests.ndjson"
_FOUND = pytest.StashKey[str]()


def table() -> list[dict[str, Any]]:
    """The rows of the table of permissions."""
    rows = tomllib.loads((ROOT / "infra/permissions.toml").read_text(encoding="utf-8"))
    return [*rows["application"], *rows["resource"]]


def granted() -> frozenset[str]:
    """What the table says that the administrator, or the installed app, consents to."""
    return frozenset(str(row["permission"]) for row in table())


def check(log: Path, permissions: frozenset[str]) -> tuple[bool, str]:
    """Whether Graph knows each request of this log and lets it pass, and what is wrong."""
    words = [sys.executable, str(CHECKER), str(log), "--granted", ",".join(sorted(permissions))]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines() + done.stderr.splitlines()
    return done.returncode == 0, "\n".join(line for line in lines if not _is_good(line))


@pytest.fixture(scope="session", autouse=True)
def graph_requests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where this process writes what its Graph clients send, whatever log a test may ask for."""
    log = tmp_path_factory.getbasetemp() / NAME
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "_open", _recording(Client._open, log))
        yield log


def _recording(open_: Any, log: Path) -> Any:
    def opened(client: Client) -> Any:
        async def record(request: "Request") -> None:
            await request_log.write(log, request, client.base_url)

        found = open_(client)
        found.request_adapter._http_client.event_hooks["request"].append(record)
        return found

    return opened


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Read what all processes have written, once they are done; a fault fails the run."""
    if hasattr(session.config, "workerinput"):
        return
    folder = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    lines = [
        line for log in folder.glob(f"**/{NAME}") for line in log.read_bytes().splitlines(True)
    ]
    if not lines:
        return
    if not CHECKER.exists():
        told = "not checked: the checker of Graph logs does not stand beside the checkout"
        session.config.stash[_FOUND] = f"{len(lines)} requests, {told}"
        return
    whole = folder / f"whole-{NAME}"
    whole.write_bytes(b"".join(lines))
    good, session.config.stash[_FOUND] = check(whole, granted())
    if not good and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was found."""
    if _FOUND in config.stash:
        terminalreporter.write_sep("=", "requests to Graph in this run")
        terminalreporter.write_line(config.stash[_FOUND])


def _is_good(line: str) -> bool:
    return line.startswith(("ok ", "       w "))
