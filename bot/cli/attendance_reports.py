"""`renkei attendance import-reports`: what the city's own guardian app took in."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.opening import TENANT, opened
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.sheets import BadCell


@click.command("import-reports")
@TENANT
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def import_reports(file: Path) -> None:
    """Take in the absence reports of FILE (.csv or .xlsx), each line once.

    Meant for every few minutes: a line whose 受付番号 is known changes nothing, one marked 取消
    takes its report back. A wrong line is told with its column and keeps no other back.
    """
    from bot.attendance.sheets import reports
    from bot.attendance.taking_in import take_in

    faults: list[BadCell] = []
    with opened() as house:
        done = take_in(
            house.storage,
            house.tenant,
            reports.read(file, faults),
            house.now,
            actor=house.write(house.actor),
            faults=faults,
        )
    click.echo(f"{done.new} new, {done.known} known, {done.withdrawn} taken back")
    for fault in faults:
        click.echo(f"{file.name}, {fault}", err=True)
    if faults:
        raise Unreadable(file.name, f"{len(faults)} cells are wrong; correct them and try again")
