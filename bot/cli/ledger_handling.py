"""`renkei ledger handling`: the registers and the 取扱台帳 as a workbook."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import bad_rows
from bot.cli.opening import TENANT, House, opened
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.ledger.model import Actor
    from bot.storage.tx import Tx

FILE = click.Path(path_type=Path, dir_okay=False)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.group
def handling() -> None:
    """Who handles personal information where and with what, under which agreement."""


@handling.command("import")
@TENANT
@click.argument("file", type=FILE)
@click.option("--as", "mail", metavar="MAIL", help="For whom: of the agreement desk.")
@JSON
def import_from(file: Path, mail: str | None, as_json: bool) -> None:
    """Enter or correct every row of FILE (.xlsx, .csv), or none where one is bad.

    A line of the 取扱台帳 is only ever added; exactly the same line is passed over.
    """
    from bot.records.sheets import book

    with opened() as house, bad_rows.told(file):
        entries = book.read(file)
        done = house.write(
            lambda tx: book.put(
                tx, entries, actor=_writer(tx, house, mail), now=house.now, today=house.today
            )
        )
    if as_json:
        counts = {name: getattr(done, name) for name in ("added", "updated", "unchanged")}
        click.echo(json.dumps(counts))
        return
    click.echo(f"{done.added} added, {done.updated} corrected, {done.unchanged} as they were")


def _writer(tx: "Tx", house: House, mail: str | None) -> "Actor":
    from bot.cli import notices_people
    from bot.people.model import Role

    by = notices_people.given(tx, mail, house.today, (Role.AGREEMENT_DESK,))
    return notices_people.actor(tx, by)


@handling.command
@TENANT
@click.argument("file", type=FILE)
@click.option(
    "--as",
    "mail",
    metavar="MAIL",
    required=True,
    help="Who: of the agreement desk, an auditor, the officer.",
)
@click.option("--purpose", required=True, help="What it is for; stands in the ledger.")
@JSON
def export(file: Path, mail: str, purpose: str, as_json: bool) -> None:
    """Write every register to FILE (.xlsx), as it can be imported again.

    It names the workers: who took it out and why is an entry of the ledger.
    """
    from bot.records.sheets import book

    if file.suffix.lower() != ".xlsx":
        raise Unreadable(file.name, "end the file's name in .xlsx")
    if not purpose.strip():
        raise Unreadable("--purpose", "say what the export is for")
    with opened() as house:
        house.write(lambda tx: _record(tx, house, mail, purpose.strip()))
        rows = house.read(lambda tx: book.export(tx, file, house.today))
    if as_json:
        click.echo(json.dumps({"file": str(file), "rows": rows}, ensure_ascii=False))
        return
    click.echo(f"{', '.join(f'{name} {count}' for name, count in rows.items())} in {file}")


def _record(tx: "Tx", house: House, mail: str, purpose: str) -> None:
    """Who takes names out is recorded before anything leaves."""
    from bot.cli import notices_people
    from bot.ledger.record import record
    from bot.people.model import Role
    from bot.records.sheets.book import EXPORTED

    readers = (Role.AGREEMENT_DESK, Role.AUDITOR, Role.SECURITY_OFFICER)
    who = notices_people.actor(tx, notices_people.person(tx, mail, house.today, readers))
    record(tx, who, at=house.now, act=EXPORTED, subject="handling", why=purpose)


@handling.command
@click.argument("file", type=FILE)
def template(file: Path) -> None:
    """Write an empty workbook with its sheets and headings to FILE (.xlsx)."""
    from bot.records.sheets import book

    book.template(file)
    click.echo(f"an empty workbook in {file}")
