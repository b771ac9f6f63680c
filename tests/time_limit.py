"""Ends a test that would wait for ever: names it, and shows where its threads and tasks stand."""

import asyncio
import faulthandler
import os
import signal
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

DEFAULT = 120.0
AGAIN = 5.0  # a callback or a side task may swallow what the signal raises: it is raised again
LAST = 60.0  # seconds more, then a process that doesn't even come back to Python is ended
_STDERR = pytest.StashKey[int]()


class Stuck(BaseException):
    """A test that took longer than its limit; nobody's `except Exception` may hide it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "seconds for each test's setup, call and teardown (0: as long as they like)"
    parser.addoption("--limit", type=float, default=DEFAULT, help=words)


def pytest_configure(config: pytest.Config) -> None:
    """Keep standard error as it is outside of tests: while one runs, pytest holds it back."""
    config.stash[_STDERR] = os.dup(2)


def pytest_unconfigure(config: pytest.Config) -> None:
    os.close(config.stash[_STDERR])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, Any, Any]:
    with _limited(item, "setup"):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    with _limited(item, "call"):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    with _limited(item, "teardown"):
        return (yield)


def limit_of(item: pytest.Item) -> float:
    """The seconds that a test may take: its own `limit` mark's, or everybody's."""
    everybody = float(item.config.getoption("--limit"))
    own = item.get_closest_marker("limit")
    return max(everybody, float(own.args[0])) if own and everybody else everybody


@contextmanager
def _limited(item: pytest.Item, phase: str) -> Iterator[None]:
    seconds = limit_of(item)
    if not seconds:
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        line = f"{item.nodeid}: its {phase} has not ended after {seconds:g} seconds"
        print(line, *_stacks(), sep="\n", file=sys.stderr)
        raise Stuck(f"{line}; the stacks are in the captured standard error")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds, min(seconds, AGAIN))
    faulthandler.dump_traceback_later(seconds + LAST, exit=True, file=item.config.stash[_STDERR])
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        faulthandler.cancel_dump_traceback_later()


def _stacks() -> Iterator[str]:
    """Where each thread stands, then each task of the loop that runs."""
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file=file)
        file.seek(0)
        yield file.read()
    try:
        tasks = asyncio.all_tasks()
    except RuntimeError:  # no loop runs
        return
    for task in tasks:
        yield "\n".join((repr(task), *_awaited(task)))


def _awaited(task: "asyncio.Task[Any]") -> Iterator[str]:
    """What a task waits in, from its own coroutine inwards; its own stack shows the first alone."""
    waits: Any = task.get_coro()
    while waits is not None:
        frame = getattr(waits, "cr_frame", None) or getattr(waits, "gi_frame", None)
        if frame is not None:
            code = frame.f_code
            yield f'  File "{code.co_filename}", line {frame.f_lineno}, in {code.co_qualname}'
        waits = getattr(waits, "cr_await", None) or getattr(waits, "gi_yieldfrom", None)
