"""`renkei attendance export-month` and `export-suspensions`: what schools owe, as files."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.opening import TENANT, House, opened

if TYPE_CHECKING:
    from bot.attendance.model import School
    from bot.storage.tx import Tx

_FILE = click.Path(path_type=Path, dir_okay=False)
_DAY = click.DateTime(("%Y-%m-%d",))
_AS = click.option("--as", "mail", metavar="MAIL", required=True, help="Who takes it out.")
_WHY = click.option("--purpose", default="", help="What it is for; stands in the ledger.")


@click.command("export-month")
@TENANT
@click.argument("school")
@click.argument("month", type=click.DateTime(("%Y-%m",)))
@click.argument("file", type=_FILE)
@click.option(
    "--csv",
    "encoding",
    type=click.Choice(("utf-8-sig", "cp932")),
    default="utf-8-sig",
    show_default=True,
    help="How a .csv is written; school systems often ask for cp932.",
)
@click.option("--columns", type=_FILE, help="A column map (TOML) for the school's own system.")
@_AS
@_WHY
def export_month(
    school: str,
    month: datetime,
    file: Path,
    encoding: str,
    columns: Path | None,
    mail: str,
    purpose: str,
) -> None:
    """Write the attendance book of a month (SCHOOL is its code, MONTH as 2026-11).

    For who holds a post at the school that gives the right; it stands in the ledger.
    """
    from bot.attendance import exporting
    from bot.attendance.sheets import map as maps

    map_ = maps.load(columns) if columns else maps.USUAL
    with opened() as house:
        found = _taken_out(house, school, mail, exporting.MONTH, purpose)
        count = house.read(
            lambda tx: exporting.month(
                tx, found, month.date(), file, map_, now=house.now, encoding=encoding
            )
        )
    click.echo(f"{count} children of {month:%Y-%m} in {file}")


@click.command("export-suspensions")
@TENANT
@click.argument("school")
@click.argument("since", type=_DAY)
@click.argument("until", type=_DAY)
@click.argument("file", type=_FILE)
@_AS
@_WHY
def export_suspensions(
    school: str, since: datetime, until: datetime, file: Path, mail: str, purpose: str
) -> None:
    """Write the report of suspensions (出席停止報告) ordered between two days: no names."""
    from bot.attendance import exporting

    first, last = _span(since, until)
    with opened() as house:
        found = _taken_out(house, school, mail, exporting.SUSPENDED, purpose)
        count = house.read(lambda tx: exporting.suspensions(tx, found, first, last, file))
    click.echo(f"{count} lines in {file}")


def _span(since: datetime, until: datetime) -> tuple[date, date]:
    if until < since:
        raise click.UsageError("UNTIL lies before SINCE")
    return since.date(), until.date()


def _taken_out(house: House, school: str, mail: str, act: str, why: str) -> "School":
    """Who takes what out is recorded before anything leaves."""
    from bot.attendance import exporting

    def record(tx: "Tx") -> "School":
        via = house.actor(tx).pseudonym
        return exporting.taking_out(tx, school, mail, act, now=house.now, via=via, why=why)

    return house.write(record)
