"""A test that never ends fails, and what it waited for is shown."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
HEAD = "import asyncio, threading, time\nimport pytest\n"
SLOW = "def test_slow():\n    time.sleep(0.4)\n"


def run(folder: Path, text: str, *options: str) -> str:
    """What pytest says of a file that holds this."""
    file = folder / "test_it.py"
    file.write_text(HEAD + text)
    words = ["-p", "tests.time_limit", "-q", "-c", "/dev/null", f"--rootdir={folder}", *options]
    marks = ["-o", "asyncio_mode=auto", "-o", "markers=limit(seconds): longer"]
    command = [sys.executable, "-m", "pytest", *words, *marks, str(file)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


def test_a_task_that_waits_for_ever_is_shown_with_what_it_awaits(tmp_path: Path):
    said = run(
        tmp_path,
        "async def never_comes():\n    await asyncio.Event().wait()\n"
        "async def test_stuck():\n    await asyncio.create_task(never_comes())\n"
        "def test_next():\n    pass\n",
        "--limit=0.3",
    )
    assert "test_it.py::test_stuck: its call has not ended after 0.3 seconds" in said
    assert "in never_comes" in said
    assert "in Event.wait" in said
    assert "1 failed, 1 passed" in said


def test_a_thread_that_waits_for_a_lock_is_shown(tmp_path: Path):
    said = run(tmp_path, "def test_stuck():\n    threading.Event().wait()\n", "--limit=0.3")
    assert "test_it.py::test_stuck: its call has not ended" in said
    assert "most recent call first" in said
    assert "1 failed" in said


@pytest.mark.parametrize(("setup", "phase"), [("    never(); yield", "setup"),
                                              ("    yield; never()", "teardown")])  # fmt: skip
def test_a_fixture_that_never_ends_is_named_too(tmp_path: Path, setup: str, phase: str):
    said = run(
        tmp_path,
        "never = threading.Event().wait\n"
        f"@pytest.fixture\ndef stuck():\n{setup}\ndef test_it(stuck):\n    pass\n",
        "--limit=0.3",
    )
    assert f"test_it.py::test_it: its {phase} has not ended" in said
    assert "1 error" in said


def test_a_side_task_that_swallows_the_end_is_told_again(tmp_path: Path):
    said = run(
        tmp_path,
        "async def busy():\n    time.sleep(0.6)\n"
        "async def test_stuck():\n"
        "    task = asyncio.create_task(busy())\n    await asyncio.Event().wait()\n",
        "--limit=0.3",
    )
    assert "1 failed" in said


@pytest.mark.parametrize("options", [("--limit=0",), ()])
def test_a_slow_test_passes_within_the_limit(tmp_path: Path, options: tuple[str, ...]):
    assert "1 passed" in run(tmp_path, SLOW, *options)


def test_a_mark_makes_one_limit_longer(tmp_path: Path):
    said = run(tmp_path, f"@pytest.mark.limit(5)\n{SLOW}{SLOW.replace('slow', 'other')}",
               "--limit=0.2")  # fmt: skip
    assert "test_it.py::test_other: its call" in said
    assert "1 failed, 1 passed" in said


def test_every_test_of_ours_has_a_limit(pytestconfig: pytest.Config):
    assert pytestconfig.getoption("--limit") > 0
