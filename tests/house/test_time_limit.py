"""A test that never ends fails by its name, and what it waited for is shown."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("time_limit")  # its cases run once, not for each worker
CHECKOUT = Path(__file__).parents[2]
CASES = """
import asyncio, threading, time
import pytest

async def never_comes():
    await asyncio.Event().wait()

async def test_a_task():
    await asyncio.create_task(never_comes())

def test_a_lock():
    try:
        threading.Event().wait()
    except Exception:
        pass

async def test_a_side_task_swallows_it():
    side = asyncio.create_task(busy())
    side.add_done_callback(lambda task: task.exception())
    await asyncio.Event().wait()

async def busy():
    time.sleep(0.5)

@pytest.fixture
def before():
    threading.Event().wait()

@pytest.fixture
def after():
    yield
    threading.Event().wait()

def test_a_setup(before):
    pass

def test_a_teardown(after):
    pass

@pytest.mark.limit(5)
def test_marked():
    time.sleep(0.5)

def test_next():
    pass
"""
BLOCKED = """
import signal, time
from tests import time_limit

time_limit.LAST = 0.2

def test_blocked():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(50)
"""


def run(folder: Path, text: str) -> str:
    """What pytest says of a file that holds this, with a limit of 0.3 seconds."""
    (folder / "test_it.py").write_text(text)
    configuration = folder / "pytest.ini"
    configuration.write_text(
        "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n"
        "markers = limit(seconds): longer\n"
    )
    words = ["-q", "-c", str(configuration), "-p", "tests.time_limit", "-p", "no:hypothesispytest"]
    command = [sys.executable, "-m", "pytest", *words, "--limit=0.3", str(folder)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    return run(tmp_path_factory.mktemp("cases"), CASES)


@pytest.mark.parametrize(
    ("name", "phase"),
    [
        ("test_a_task", "call"),
        ("test_a_lock", "call"),
        ("test_a_side_task_swallows_it", "call"),
        ("test_a_setup", "setup"),
        ("test_a_teardown", "teardown"),
    ],
)
def test_whoever_waits_for_ever_is_named(said: str, name: str, phase: str):
    assert f"test_it.py::{name}: its {phase} has not ended after 0.3 seconds" in said


def test_the_others_go_on(said: str):
    assert "3 failed, 3 passed, 2 errors" in said  # the mark, the next, and one before its teardown


def test_threads_and_what_tasks_await_are_shown(said: str):
    assert "most recent call first" in said
    assert "in never_comes" in said
    assert "in Event.wait" in said


def test_what_does_not_come_back_to_python_is_ended_and_shown(tmp_path: Path):
    assert "in test_blocked" in run(tmp_path, BLOCKED)


def test_every_test_of_ours_has_a_limit(pytestconfig: pytest.Config):
    assert pytestconfig.getoption("--limit") > 0
