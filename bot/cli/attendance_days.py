"""`renkei attendance calendar` and `night-list`: what days are, and the lists for a breakdown."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import bad_rows
from bot.cli.opening import TENANT, House, opened

if TYPE_CHECKING:
    from bot.attendance.model import School
    from bot.storage.tx import Tx

_SHOW = "show"


@click.command
@TENANT
@click.argument("file", metavar="FILE|show", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--school", default="", metavar="CODE", help="show: one school (its 学校コード).")
@click.option("--from", "since", type=click.DateTime(("%Y-%m-%d",)), help="show: the first day.")
@click.option("--days", "length", type=click.IntRange(1, 400), default=14, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="show: as JSON.")
def calendar(file: Path, school: str, since: datetime | None, length: int, as_json: bool) -> None:
    """Take in the days of FILE (.csv, .xlsx), whole or not at all, or `show` what days are.

    What a principal, a vice-principal or the board has declared for a day holds on.
    """
    with opened() as house:
        if str(file) == _SHOW:
            _show(house, school, since, length, as_json=as_json)
        else:
            _take_in(house, file)


def _take_in(house: House, file: Path) -> None:
    from bot.attendance import calendars
    from bot.attendance.sheets import calendar as sheet

    with bad_rows.told(file):
        lines = sheet.read(file)
        done = house.write(
            lambda tx: calendars.take_in(tx, lines, house.now, actor=house.actor(tx))
        )
    click.echo(f"{done.new} days taken in, {done.known} stood so already")


def _show(house: House, code: str, since: datetime | None, length: int, *, as_json: bool) -> None:
    from bot.attendance import calendars

    first = since.date() if since else house.today
    found = house.read(
        lambda tx: [
            {
                "school": one.code,
                "day": day.isoformat(),
                "kind": kind,
                "in_session": in_session,
            }
            for one in _schools(tx, code)
            for day, kind, in_session in calendars.shown(tx, one, first, length)
        ]
    )
    if as_json:
        click.echo(json.dumps({"days": found}, ensure_ascii=False))
        return
    for line in found:
        click.echo(f"{line['school']}  {line['day']}  {line['kind']}")


def _schools(tx: "Tx", code: str) -> tuple["School", ...]:
    from bot.attendance.store import schools
    from bot.errors import Unreadable

    if not code:
        return schools.every(tx)
    found = schools.find_by_code(tx, code)
    if found is None:
        raise Unreadable("--school", "no school has this code; see the roster")
    return (found,)


@click.command("night-list")
@TENANT
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "mail", metavar="MAIL", required=True, help="Who of the school's office.")
def night_list(file: Path, mail: str) -> None:
    """Write the lists of tomorrow's classes to FILE (.html), to print before a breakdown.

    Numbers, names and columns to tick; no reason is on them. It stands in the ledger.
    """
    from bot.attendance import night_files

    with opened() as house:
        via = house.write(lambda tx: house.actor(tx).pseudonym)
        count = house.write(lambda tx: night_files.write(tx, file, mail, house.now, via=via))
    click.echo(f"{count} classes in {file}; print it, then delete the file")
