"""`make bench`: every benchmark in a process of its own, one after another, and one table.

    python -m tests.bench [--list] [NAME…]

A missed goal is said plainly and fails nothing: figures depend on the machine, and only a ratio
to a floor of the same run means something.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import Figure, read

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_WORDS = {True: "ok", False: "MISSED", None: ""}
Row = tuple[str, Figure]


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(file.stem.removeprefix("bench_") for file in HERE.glob("bench_*.py"))


def main() -> None:
    """Run what was asked for, all without a name."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *names()])
    parser.add_argument("--list", action="store_true", help="the names, and nothing else")
    given = parser.parse_args()
    if given.list:
        print(*names(), sep="\n")
        return
    rows: list[Row] = []
    broken: list[str] = []
    for name in given.names or names():
        figures, status = run(name)
        rows += [(name, figure) for figure in figures]
        if status:
            broken.append(f"{name} ended with status {status}")
    table(rows)
    tell(rows, broken)


def run(name: str) -> tuple[list[Figure], int]:
    """One benchmark: its lines as they come, the figures among them, its exit status."""
    print(f"--- {name}", flush=True)
    began = time.monotonic()
    found: list[Figure] = []
    command = [sys.executable, "-m", f"tests.bench.bench_{name}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        for line in child.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            found += filter(None, [read(line)])
    print(f"    {time.monotonic() - began:.0f} s", flush=True)
    return found, child.returncode


def table(rows: list[Row]) -> None:
    """Every figure with what it was held to and its goal."""
    print(f"\n{'':<10} {'figure':<62} {'':>16}  {'goal':<9}{'':<8} held to")
    for bench, figure in rows:
        value = f"{figure.value:,.2f} {figure.unit}".strip()
        word = _WORDS[figure.held]
        line = f"{bench:<10} {figure.name:<62} {value:>16}  {figure.goal:<9}{word:<8}"
        print(f"{line} {figure.beside}".rstrip())


def tell(rows: list[Row], broken: list[str]) -> None:
    """How many goals were met, which were not, and what did not run to its end."""
    held = [figure.held for _, figure in rows if figure.held is not None]
    print(f"\n{sum(held)} of {len(held)} goals met")
    for bench, figure in rows:
        if figure.held is False:
            print(f"missed: {bench}: {figure.name}: {figure.value:.2f}, goal {figure.goal}")
    for line in broken:
        print(f"not whole: {line}")


if __name__ == "__main__":
    main()
