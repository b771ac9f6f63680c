"""`renkei attendance import-roster`: who is in which class, from files or from the directory."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import bad_rows
from bot.cli.opening import TENANT, House, opened
from bot.cli.progress import progress
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.attendance.importing import Imported
    from bot.storage.tx import Tx

_FILE = click.Path(path_type=Path, dir_okay=False)
_YEAR = click.IntRange(2000, 2100)
_MOMENT = click.DateTime(("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"))


@click.command("import-roster")
@TENANT
@click.argument("files", type=_FILE, nargs=-1)
@click.option("--year", type=_YEAR, help="The school year; without it the one of today.")
@click.option(
    "--from-graph",
    "graph_year",
    type=_YEAR,
    metavar="SCHOOLYEAR",
    help="Read the directory's schools and classes of this year instead of files.",
)
@click.option("--announce", type=_MOMENT, help="Nobody is shown the new classes before.")
@click.option("--shrink", is_flag=True, help="Many children may be missing in the files.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def import_roster(
    files: tuple[Path, ...],
    year: int | None,
    graph_year: int | None,
    announce: datetime | None,
    shrink: bool,
    as_json: bool,
) -> None:
    """Load the roster of a school year from FILES, whole or not at all.

    One .xlsx with the sheets 学校, 学級, 教職員, 児童生徒, 保護者 (see `template`), or a .csv of
    each; what the files don't hold stays as it is. Guardian links come without any right: the
    school's office confirms them.
    """
    if bool(files) == (graph_year is not None):
        raise click.UsageError("give files, or --from-graph SCHOOLYEAR")
    with opened() as house, progress("roster") as told:
        given: dict[str, Any] = {
            "announced_at": announce.replace(tzinfo=house.zone) if announce else None,
            "may_shrink": shrink,
            "told": told,
        }
        if graph_year is not None:
            done = _from_graph(house, graph_year, given)
        else:
            done = _from_files(house, files, year, given)
    click.echo(_as_json(done) if as_json else _in_words(done))


def _from_files(
    house: House, files: tuple[Path, ...], year: int | None, given: dict[str, Any]
) -> "Imported":
    from bot.attendance.importing import load
    from bot.attendance.rules.years import school_year

    with bad_rows.told(files[0]):
        return load(
            house.storage,
            house.tenant,
            files,
            year=year or school_year(house.today),
            now=house.now,
            finally_=lambda tx, done: _enter(tx, house, done),
            **given,
        )


def _from_graph(house: House, year: int, given: dict[str, Any]) -> "Imported":
    import asyncio
    from tempfile import TemporaryDirectory

    from bot.cli.attendance_graph import fetched

    with TemporaryDirectory() as folder:
        files = asyncio.run(fetched(house, year, Path(folder), given["told"]))
        return _from_files(house, tuple(files), year, given)


def _enter(tx: "Tx", house: House, done: "Imported") -> None:
    from bot.attendance.recording import imported

    imported(tx, house.actor(tx), done, at=house.now)


def _as_json(done: "Imported") -> str:
    found = asdict(done)
    found["unnamed"] = len(done.unnamed)
    found["announced_at"] = done.announced_at.isoformat() if done.announced_at else None
    return json.dumps(found, ensure_ascii=False)


def _in_words(done: "Imported") -> str:
    lines = [
        f"{done.year}: {done.schools} schools, {done.classes} classes, {done.staff} posts of "
        f"staff, {done.pupils} children, {done.guardians} guardians"
    ]
    if done.left:
        lines.append(f"children who have left since yesterday: {done.left}")
    if done.unnamed:
        lines.append(
            f"guardian links that the file names no more: {len(done.unnamed)}; they stay as they "
            "are until the school's office removes them"
        )
    if done.announced_at:
        lines.append(f"the classes are announced at {done.announced_at:%Y-%m-%d %H:%M}")
    return "\n".join(lines)


@click.command
@TENANT
@click.argument("year", type=_YEAR)
@click.argument("at", type=_MOMENT)
def announce(year: int, at: datetime) -> None:
    """Set when the classes of YEAR are announced; before it nobody but the office is shown them."""
    from bot.attendance.recording import announced
    from bot.attendance.store import roster

    with opened() as house:
        moment = at.replace(tzinfo=house.zone)

        def change(tx: "Tx") -> bool:
            if found := roster.announce(tx, year, moment):
                announced(tx, house.actor(tx), year, moment, at=house.now)
            return found

        if not house.write(change):
            raise Unreadable(str(year), "there is no roster of this year; import it first")
    click.echo(f"the classes of {year} are announced at {moment:%Y-%m-%d %H:%M}")


@click.command
@click.argument("file", type=_FILE)
def template(file: Path) -> None:
    """Write an empty workbook with its sheets and headings to FILE (.xlsx)."""
    from bot.attendance.sheets.roster.template import write

    write(file)
    click.echo(f"an empty workbook in {file}")
