"""Hostile input by coverage, each target for a while: `make fuzz`.

    python -m tests.fuzz [--seconds 60] [TARGET ...]

Needs atheris, which isn't made for every Python and system; without it says so, exit status 0. What
breaks a target is written to a file that is named, exit status 1; the input is to become a test.
"""

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import click

MEGABYTES, SECONDS_AN_INPUT = 1024, 20
# What is watched for new paths: all of the house would take minutes before the first try.
WATCHED = (
    "bot.agreements.clauses",
    "bot.agreements.columns",
    "bot.attendance.sheets",
    "bot.people.sheet",
    "bot.records.sheets",
    "bot.sheets",
    "bot.training.sheets",
    "bot.turns.door",
    "cards.verbs",
)
ROOT = Path(__file__).parents[2]


@click.command()
@click.option("--seconds", default=60, show_default=True, help="How long for each target.")
@click.option("--one", hidden=True, is_flag=True, help="Run the one target in this process.")
@click.option("--kept", type=Path, default=Path(tempfile.gettempdir()) / "renkei-fuzz")
@click.argument("names", nargs=-1)
def main(seconds: int, one: bool, kept: Path, names: tuple[str, ...]) -> None:
    """Try every target, or those that are named."""
    if find_spec("atheris") is None:
        click.echo(
            "skipped: atheris isn't installed here; `make test` tries the same by Hypothesis"
        )
        return
    if one:
        _endless(names[0], seconds, kept)
        return
    from tests.fuzz.targets import every

    failed = [name for name in names or every() if not _survives(name, seconds, kept)]
    click.echo(f"broken: {', '.join(failed)}" if failed else "nothing broke")
    sys.exit(bool(failed))


def _survives(name: str, seconds: int, kept: Path) -> bool:
    """Whether a target gets through its time, in a process that may break."""
    kept.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.fuzz", "--one", "--seconds", str(seconds)]
    command += ["--kept", str(kept), name]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace")
    runs = [line for line in ended.stderr.splitlines() if line.startswith("Done ")]
    click.echo(f"{name}: {runs[-1] if runs else 'BROKE'}")
    if ended.returncode:
        click.echo("\n".join(ended.stderr.splitlines()[-25:]))
    return ended.returncode == 0


def _endless(name: str, seconds: int, kept: Path) -> None:
    import atheris

    unwatched = [one for one in _modules() if not one.startswith(WATCHED)]
    with atheris.instrument_imports(include=["bot", "cards"], exclude=unwatched):
        from tests.fuzz.targets import every

        target = every()[name]
    corpus = kept / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed{number}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", f"-timeout={SECONDS_AN_INPUT}"]
    options += [f"-rss_limit_mb={MEGABYTES}", f"-artifact_prefix={kept}/{name}-", "-max_len=20000"]
    atheris.Setup([name, *options, str(corpus)], target.tried)
    atheris.Fuzz()


def _modules() -> list[str]:
    """Every module of ours: of packages, atheris knows only the outermost."""
    files = [file for top in ("bot", "cards") for file in (ROOT / top).rglob("*.py")]
    paths = [file.relative_to(ROOT).with_suffix("").parts for file in files]
    return [".".join(one).removesuffix(".__init__") for one in paths]


if __name__ == "__main__":
    main()
