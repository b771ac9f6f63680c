"""`renkei notices export`: how a notice ended, person by person; it holds names."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.notices_options import FILE, JSON, NOTICE
from bot.cli.opening import TENANT, House, opened

if TYPE_CHECKING:
    from bot.storage.tx import Tx

_FOR = click.option(
    "--as", "mail", metavar="MAIL", required=True, help="For whom: a desk, an auditor."
)


@click.command
@TENANT
@NOTICE
@click.argument("file", type=FILE)
@_FOR
@click.option("--purpose", default="", help="What for; stands in the ledger.")
@JSON
def export(notice: int, file: Path, mail: str, purpose: str, as_json: bool) -> None:
    """Write every outcome, whom it didn't reach and why, and staff without Teams to FILE (.xlsx).

    It holds names: who took it out and why is an entry of the ledger.
    """
    from bot.cli import notices_book
    from bot.cli.progress import progress

    notices_book.check_name(file)
    with opened() as house, progress("people") as told:
        house.write(partial(_record, house=house, notice=notice, mail=mail, purpose=purpose))
        write = partial(notices_book.write, notice=notice, file=file, now=house.now, told=told)
        people, unreached, without = house.read(write)
    if as_json:
        found = {"people": people, "unreached": unreached, "without_account": without}
        click.echo(json.dumps({"file": str(file), **found}, ensure_ascii=False))
        return
    click.echo(f"{people} people in {file}: {unreached} not reached, {without} without Teams")


def _record(tx: "Tx", *, house: House, notice: int, mail: str, purpose: str) -> None:
    """Who takes it out is recorded before anything leaves."""
    from bot.cli import notices_people
    from bot.ledger.record import record
    from bot.notices import lifecycle

    reader = notices_people.reader(tx, mail, house.today, lifecycle.get(tx, notice))
    record(
        tx,
        notices_people.actor(tx, reader),
        at=house.now,
        act="notices.export",
        subject=f"notice:{notice}",
        why=purpose,
    )
