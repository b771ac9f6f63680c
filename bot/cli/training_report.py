"""`renkei training report`: how far courses are, in counts; with names for who may see them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import TENANT, House, opened
from bot.cli.training_options import AS, FILE, JSON, YEAR
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.storage.tx import Tx
    from bot.training.counting import Counted
    from bot.training.model import Progress


@click.command
@TENANT
@click.argument("codes", nargs=-1)
@YEAR
@click.option("--xlsx", "file", type=FILE, help="Write it to a workbook with charts.")
@click.option("--people", is_flag=True, help="With names in the workbook; needs --as.")
@AS
@click.option("--purpose", default="", help="What the names are for; stands in the ledger.")
@JSON
def report(
    codes: tuple[str, ...],
    year: int | None,
    file: Path | None,
    people: bool,
    mail: str | None,
    purpose: str,
    as_json: bool,
) -> None:
    """How many of each course's people have finished, booked and wait; counts alone.

    For a coordinator (--as) the people of their municipality are counted. With --people the
    workbook names them: who took it out and why is an entry of the ledger.
    """
    if people and (file is None or mail is None):
        raise Unreadable("--people", "names go into a workbook only; write --xlsx FILE, --as MAIL")
    with opened() as house:
        municipality = house.read(lambda tx: _whose(tx, house, mail))
        if people:
            house.write(lambda tx: _record(tx, house, str(mail), purpose))
        found, named = house.read(
            lambda tx: _made(tx, house, codes, year, municipality, file, people=people)
        )
        drafts = [] if found else house.read(lambda tx: _drafts(tx, year))
    if as_json:
        told = {"courses": found, **({"file": str(file), "people": named} if file else {})}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo(_nothing(drafts, year))
    if file:
        count = "1 person" if named == 1 else f"{named} people"
        click.echo(f"{count} by name in {file}" if people else f"the report is in {file}")


def _whose(tx: "Tx", house: House, mail: str | None) -> str:
    """Whose numbers are meant: one municipality's for its coordinator, "" for everybody's."""
    from bot.cli.training_options import person
    from bot.training.rules import rights

    return "" if mail is None else rights.sees(person(tx, mail, house.today)) or ""


def _record(tx: "Tx", house: House, mail: str, purpose: str) -> None:
    """Who takes names out is recorded before anything leaves."""
    from bot.cli.notices_people import actor
    from bot.cli.training_options import person
    from bot.ledger.record import record

    who = actor(tx, person(tx, mail, house.today))
    record(tx, who, at=house.now, act="training.report", subject="training", why=purpose)


def _made(
    tx: "Tx",
    house: House,
    codes: tuple[str, ...],
    year: int | None,
    municipality: str,
    file: Path | None,
    *,
    people: bool,
) -> tuple[list[dict[str, Any]], int]:
    """What is told, and how many people the workbook names; all of one moment."""
    from bot.training import counting, report

    counted = counting.counted(tx, _courses(tx, codes, year), house.today)
    names: Iterable[Any] = ()
    if people:
        names = report.named(tx, counted, municipality=municipality)
    written = 0
    if file is not None:
        written = report.write(file, counted, municipality=municipality, people=names)
    return [_as_json(one, municipality) for one in counted], written


def _courses(tx: "Tx", codes: tuple[str, ...], year: int | None) -> list[Any]:
    """Those that were named; without names all that staff have seen, of the newest year."""
    from bot.cli.training_options import course
    from bot.training.model import CourseState
    from bot.training.store import courses

    if codes:
        return [course(tx, code, year) for code in codes]
    every = [one for one in courses.every(tx) if one.state is not CourseState.DRAFT]
    newest = max((one.year for one in every), default=0) if year is None else year
    return [one for one in every if one.year == newest]


def _drafts(tx: "Tx", year: int | None) -> list[str]:
    from bot.training.model import CourseState
    from bot.training.store import courses

    every = [one for one in courses.every(tx) if one.state is CourseState.DRAFT]
    return [f"{one.code} {one.year}" for one in every if year in (None, one.year)]


def _nothing(drafts: list[str], year: int | None) -> str:
    """Why there is no line of any course."""
    of_year = "" if year is None else f" of {year}"
    if drafts:
        return f"no course{of_year} is open or closed yet; drafts: {', '.join(drafts)}"
    return f"there is no course{of_year} here; `renkei training import FILE` brings them"


def _as_json(one: "Counted", municipality: str) -> dict[str, Any]:
    from bot.training.model import Org

    return {
        "code": one.course.code,
        "year": one.course.year,
        "title": one.course.title,
        "state": one.course.state.value,
        **_numbers(one.total(municipality)),
        "municipalities": _rows(one.by(Org.MUNICIPALITY, municipality)),
        "departments": _rows(one.by(Org.DEPARTMENT, municipality)),
    }


def _rows(rows: "Iterable[Progress]") -> list[dict[str, Any]]:
    return [{"name": row.org, **_numbers(row)} for row in rows]


def _numbers(row: "Progress") -> dict[str, int]:
    return {name: getattr(row, name) for name in ("audience", "finished", "booked", "waiting")}


def _line(one: dict[str, Any]) -> str:
    counts = f"{one['finished']} of {one['audience']} finished, {one['booked']} booked"
    waiting = f", {one['waiting']} waiting" if one["waiting"] else ""
    return f"{one['code']}  {one['year']}  {one['title']}  {counts}{waiting}  {one['state']}"
