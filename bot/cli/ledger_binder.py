"""`renkei ledger binder`: what an auditor asks for, article by article, as pages and workbooks."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.opening import TENANT, House, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.people.model import Person
    from bot.records.model.binder import Binder
    from bot.storage.tx import Tx


@click.command
@TENANT
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--as", "mail", metavar="MAIL", required=True, help="Who: an auditor, the officer.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def binder(folder: Path, mail: str, as_json: bool) -> None:
    """Write the evidence for each agreement on personal information into DIR (.html and .xlsx).

    What is missing, and who owes it, stands beside it. index.html is the contents. No worker and no
    child is named. That it was made is an entry of the ledger.
    """
    from bot.cli.progress import progress
    from bot.records.binder import writing

    with opened() as house, progress("agreements") as told:
        reader = house.read(lambda tx: _reader(tx, mail, house))
        made = house.read(lambda tx: _collected(tx, house, told))
        written = writing.write(made, folder, house.now)
        house.write(lambda tx: _record(tx, house, reader, written.chapters))
    if as_json:
        found = {
            "folder": str(folder),
            "files": list(written.files),
            "agreements": written.chapters,
            "missing": written.lacks,
        }
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    count = "1 agreement" if written.chapters == 1 else f"{written.chapters} agreements"
    click.echo(f"{count} in {folder / 'index.html'}; {written.lacks} things are missing")


def _collected(tx: "Tx", house: House, told: "Callable[[int], None]") -> "Binder":
    from bot import slices
    from bot.records.binder.collect import Sources, collect

    evidence = tuple(one.evidence for one in slices.SLICES)
    return collect(tx, Sources(slices=evidence, today=house.today, told=told))


def _reader(tx: "Tx", mail: str, house: House) -> "Person":
    from bot.cli import notices_people
    from bot.people.model import Role

    return notices_people.person(tx, mail, house.today, (Role.AUDITOR, Role.SECURITY_OFFICER))


def _record(tx: "Tx", house: House, reader: "Person", chapters: int) -> None:
    from bot.cli import notices_people
    from bot.ledger.record import record

    record(
        tx,
        notices_people.actor(tx, reader),
        at=house.now,
        act="ledger.binder",
        subject="binder",
        detail={"agreements": chapters},
    )
