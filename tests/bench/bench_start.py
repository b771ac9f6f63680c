"""How fast Renkei starts, and how little it holds when idle.

    python -m tests.bench.bench_start

The floor of `renkei serve` is a bare Python that only imports what it can't do without. Rounds
alternate; CPU is that of the process until it is ready, so other work on the machine counts less.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figure, show

ROUNDS, PATIENCE = 5, 60.0
IDLE_SECONDS = 15.0
ROOT = Path(__file__).parents[2]
RENKEI = Path(sys.executable).with_name("renkei")
TEXT = ROOT / "tests/bot/agreements/clauses/texts/comprehensive.txt"
BARE = [sys.executable, "-c", "pass"]
IMPORTS = "import botbuilder.core, aiohttp, azure.identity.aio, apscheduler.schedulers.asyncio"
# Nothing of this leaves the machine: port 9 of loopback refuses everyone.
SETTINGS = {
    "RENKEI_UNAUTHENTICATED_LOOPBACK": "on",
    "RENKEI_CREDENTIAL": "static",
    "RENKEI_STATIC_TOKEN": "fixed",
    "RENKEI_SERVICE_HOSTS": "127.0.0.1",
    "RENKEI_GRAPH_HOSTS": "127.0.0.1",
    "RENKEI_GRAPH_URL": "http://127.0.0.1:9/v1.0",
    "RENKEI_OPENID_URL": "http://127.0.0.1:9/keys",
    "RENKEI_METRICS_PORT": "0",
}


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the clock and of the processor."""

    wall: float
    cpu: float


def command(*words: str | Path) -> Took:
    """One command to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(wall, spent)


@contextmanager
def started(folder: Path, port: int, path: str, *words: str) -> Iterator[tuple[Took, int]]:
    """A `renkei` that stays, as soon as its address answers 200; also its process id."""
    given = {**os.environ, **SETTINGS, "RENKEI_PORT": str(port)}
    log = folder / "log"
    with log.open("w", encoding="utf-8") as lines:
        began = time.perf_counter()
        child = subprocess.Popen(
            [RENKEI, *words], cwd=folder, env=given, stdout=lines, stderr=lines
        )
        try:
            _wait(child, f"http://127.0.0.1:{port}{path}", log)
            yield Took(time.perf_counter() - began, cpu_of(child.pid)), child.pid
        finally:
            child.terminate()
            child.wait()


def _wait(child: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until and child.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"not ready: {log.read_text('utf-8')[-500:]}")


def cpu_of(process: int) -> float:
    """Seconds of the processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> float:
    """MiB of memory that a process holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text("utf-8").split()[1])
    return pages * resource.getpagesize() / 2**20


def median(rounds: list[Took]) -> Took:
    return Took(
        statistics.median(one.wall for one in rounds), statistics.median(one.cpu for one in rounds)
    )


def alternate(*steps: Callable[[], Took]) -> list[Took]:
    """The median of each step; a first round warms the disk."""
    for step in steps:
        step()
    rounds = [[step() for step in steps] for _ in range(ROUNDS)]
    return [median(list(of_one)) for of_one in zip(*rounds, strict=True)]


def serving(folder: Path) -> None:
    """`renkei serve` until /readyz answers, against its imports."""

    def serve() -> Took:
        with started(folder, free_port(), "/readyz", "serve") as (took, _):
            return took

    floor, mine = alternate(lambda: command(sys.executable, "-c", IMPORTS), serve)
    ratio(f"serve ready / imports of {IMPORTS.count(',') + 1} libraries", floor, mine, "<= 2")


def idle(folder: Path) -> None:
    """What `renkei serve` holds once Graph is warm."""
    with started(folder, free_port(), "/readyz", "serve") as (_, process):
        time.sleep(IDLE_SECONDS)
        beside = f"resident after {IDLE_SECONDS:.0f} s"
        figure = Figure(
            name="serve idle, Graph warm",
            value=resident(process),
            unit="MiB",
            goal="<= 150",
            beside=beside,
        )
    show(figure)


def commands() -> None:
    """Two commands that must be quick, against a bare Python."""
    bare, helped, read = alternate(
        lambda: command(*BARE),
        lambda: command(RENKEI, "--help"),
        lambda: command(RENKEI, "agreements", "read", TEXT),
    )
    for name, took in (("renkei --help", helped), ("renkei agreements read", read)):
        # 0.5 s on a machine where Python starts in 0.05: ten times.
        ratio(f"{name} / bare Python", bare, took, "")
        show(Figure(name=name, value=took.wall, unit="s", goal="<= 0.5"))


def practising(folder: Path) -> None:
    """`renkei demo --fresh` until its page answers."""
    place = str(folder / "demo")

    def demo() -> Took:
        port = free_port()
        words = ("demo", "--fresh", "--folder", place, "--port", str(port))
        with started(folder, port, "/", *words) as (took, _):
            return took

    rounds = median([demo() for _ in range(3)])
    beside = f"CPU {rounds.cpu:.2f} s"
    show(Figure(name="demo --fresh", value=rounds.wall, unit="s", goal="<= 5", beside=beside))


def ratio(name: str, floor: Took, mine: Took, goal: str) -> None:
    """How many times the floor, by CPU; the clock's seconds beside it."""
    wall = f"{mine.wall:.2f} s, floor {floor.wall:.2f} s"
    cpu = f"CPU {mine.cpu:.2f} and {floor.cpu:.2f} s"
    show(Figure(name=name, value=mine.cpu / floor.cpu, goal=goal, beside=f"{cpu}; {wall}"))


def free_port() -> int:
    """A port that nobody listens on now."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Measure one after another."""
    folder = Path(tempfile.mkdtemp())
    try:
        commands()
        serving(folder)
        idle(folder)
        practising(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
