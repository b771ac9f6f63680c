"""`renkei training import, export, template`: courses and all that hangs on them, as a file."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import bad_rows
from bot.cli.opening import TENANT, House, opened
from bot.cli.training_options import AS, FILE, JSON, YES
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.storage.tx import Tx
    from bot.training.sheets.book import Book
    from bot.training.sheets.completions import Known
    from bot.training.sheets.entering import Imported
    from bot.training.sheets.sessions import Move

_COUNTS = ("added", "updated", "moved", "unchanged", "completions", "corrected", "unknown")


@click.command("import")
@TENANT
@click.argument("file", type=FILE)
@click.option(
    "--known-only",
    is_flag=True,
    help="Leave out completions of unknown people and write them to FILE.unknown.csv.",
)
@AS
@YES
@JSON
def import_from(file: Path, known_only: bool, mail: str | None, yes: bool, as_json: bool) -> None:
    """Enter or correct every row of FILE (.xlsx, .csv), or none where one is bad.

    A session that people have a place in is moved as `session move` does it: everybody is told.
    """
    from bot.training.sheets import book

    with opened() as house, bad_rows.told(file):
        found = book.read(file, house.zone)
        known = _known(house, found, known_only=known_only)
        if not (found.faults or known.faults):
            _ask(house, found, known, yes=yes)
        done = house.write(lambda tx: _put(tx, house, found, known, mail))
        beside = _left_out(file, known)
    if as_json:
        counts = {name: getattr(done, name) for name in _COUNTS}
        more = {"sessionless": list(done.sessionless), "left_out": str(beside) if beside else None}
        click.echo(json.dumps({**counts, **more}, ensure_ascii=False))
        return
    _say(done, beside)


def _known(house: House, found: "Book", *, known_only: bool) -> "Known":
    from bot.training.sheets import completions

    if found.completions is None:
        return completions.Known()
    return completions.known(
        found.completions, house.read, today=house.today, known_only=known_only
    )


def _ask(house: House, found: "Book", known: "Known", *, yes: bool) -> None:
    """Say what would move for how many, and who gets no card; go on only where that is meant."""
    from bot.training.sheets import sessions

    if cardless := house.read(lambda tx: _cardless(tx, known)):
        click.echo(
            f"{cardless} people have newly finished: more than may be written to without an "
            "approval, so nobody is sent a certificate; each finds theirs under 研修",
            err=True,
        )

    moves = house.read(lambda tx: tuple(sessions.moves(tx, found.sessions)))
    for one in moves:
        click.echo(_move(house, one), err=True)
    if moves and not yes:
        click.confirm("Everybody is told and the calendars follow. Go on?", abort=True, err=True)
    elif cardless and not yes:
        click.confirm("Go on?", abort=True, err=True)


def _cardless(tx: "Tx", known: "Known") -> int:
    from bot import policy
    from bot.sheets import BadCell
    from bot.training.sheets import completions

    try:
        return completions.cardless(tx, known.found)
    except BadCell:  # of a course that comes with the same file: nobody has finished it yet
        people = len(known.found)
        return people if people > policy.of(tx).approval_size else 0


def _move(house: House, one: "Move") -> str:
    before, after = (_when(house, found.starts_at) for found in (one.before, one.after))
    places = (one.before.place, one.after.place)
    place = "" if places[0] == places[1] else f", {places[0] or '—'} → {places[1] or '—'}"
    people = "1 person" if one.people == 1 else f"{one.people} people"
    return f"{one.code} {one.number}: {before} → {after}{place}  ({people})"


def _when(house: House, at: datetime) -> str:
    return at.astimezone(house.zone).strftime("%Y-%m-%d %H:%M")


def _put(tx: "Tx", house: House, found: "Book", known: "Known", mail: str | None) -> "Imported":
    from bot.cli.training_options import deed, of_desk
    from bot.training.sheets import entering

    by = of_desk(tx, mail, house.today) if mail else None
    return entering.put(tx, found, known, deed(tx, house, by))


def _left_out(file: Path, known: "Known") -> Path | None:
    from bot.training.sheets import completions

    return completions.write_strangers(file, known.strangers) if known.strangers else None


def _say(done: "Imported", beside: Path | None) -> None:
    click.echo(f"{done.added} added, {done.updated} corrected, {done.unchanged} as they were")
    if done.moved:
        moved = "1 session" if done.moved == 1 else f"{done.moved} sessions"
        click.echo(f"{moved} moved; everybody in {'it' if done.moved == 1 else 'them'} is told")
    if done.completions or done.corrected:
        completions = "1 completion" if done.completions == 1 else f"{done.completions} completions"
        click.echo(f"{completions}, {done.corrected} with another day")
    if beside is not None:
        one = done.unknown == 1
        people = "1 person is" if one else f"{done.unknown} people are"
        click.echo(f"{people} not known here: see {beside}")
    if done.sessionless:
        click.echo(f"{', '.join(done.sessionless)}: no session yet, so nobody can attend")


@click.command
@TENANT
@click.argument("file", type=FILE)
@click.option("--people", is_flag=True, help="With who booked and who finished, by name.")
@AS
@click.option("--purpose", default="", help="What for; stands in the ledger.")
@JSON
def export(file: Path, people: bool, mail: str | None, purpose: str, as_json: bool) -> None:
    """Write everything to FILE (.xlsx), as it can be imported again.

    With --people it holds names: who took it out and why is an entry of the ledger.
    """
    from bot.training.sheets import writing

    if file.suffix.lower() != ".xlsx":
        raise Unreadable(file.name, "end the file's name in .xlsx")
    with opened() as house:
        if people:
            house.write(lambda tx: _record(tx, house, mail, purpose))
        at = writing.Moment(house.now, house.zone)
        done = house.read(lambda tx: writing.export(tx, file, at, with_people=people))
    if as_json:
        told = {"file": str(file), "rows": done.rows, "left_out": done.left_out}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{', '.join(f'{name} {count}' for name, count in done.rows.items())} in {file}")
    if done.left_out:
        click.echo(
            f"{done.left_out} completions are left out: the register has no address of those "
            "people any more; they still count in reports"
        )


def _record(tx: "Tx", house: House, mail: str | None, purpose: str) -> None:
    """Who takes names out is recorded before anything leaves."""
    from bot.cli.notices_people import actor
    from bot.cli.training_options import of_desk
    from bot.ledger.record import record

    if mail is None:
        raise Unreadable("--people", "the file holds names; write --as MAIL of the training desk")
    who = actor(tx, of_desk(tx, mail, house.today))
    record(tx, who, at=house.now, act="training.export", subject="training", why=purpose)


@click.command
@click.argument("file", type=FILE)
def template(file: Path) -> None:
    """Write an empty workbook with its sheets and headings to FILE (.xlsx)."""
    from bot.training.sheets import writing

    writing.template(file)
    click.echo(f"an empty workbook in {file}")
