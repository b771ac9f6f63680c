"""`renkei ledger certificate`: the certificate of a disposal, for the file or the other side."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.opening import TENANT, House, opened
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.records.model.keeping import Disposal
    from bot.storage.tx import Tx


@click.command
@TENANT
@click.argument("disposal", type=int)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "mail", metavar="MAIL", required=True, help="Who: a desk, officer, auditor.")
@click.option("--body", default="", metavar="NAME", help="Who certifies, such as the city's name.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def certificate(disposal: int, file: Path, mail: str, body: str, as_json: bool) -> None:
    """Write the certificate of DISPOSAL (its number) to FILE (.html or .xlsx).

    It names who released and who witnessed it: that it was taken out stands in the ledger.
    """
    from bot.cli.ledger_refused import in_words
    from bot.records.sheets import certificate as sheet

    with opened() as house:
        one = house.write(lambda tx: _taken(tx, house, disposal, mail))
        in_words(lambda: sheet.write(file, one, body=body, at=house.now))
    if as_json:
        click.echo(json.dumps({"file": str(file), "disposal": one.id, "quantity": one.gone}))
        return
    click.echo(f"the certificate of disposal {one.id} is in {file}")


def _taken(tx: "Tx", house: House, disposal: int, mail: str) -> "Disposal":
    from bot.cli import notices_people
    from bot.cli.ledger_refused import in_words
    from bot.records.jobs import disposal_acts as acts
    from bot.records.rules.keeping import READERS
    from bot.records.sheets.certificate import lines
    from bot.records.store import disposals

    by = notices_people.person(tx, mail, house.today, READERS)
    one = disposals.find(tx, disposal)
    if one is None:
        raise Unreadable(
            "DISPOSAL", "no disposal has this number; see renkei ledger disposals list"
        )
    in_words(lambda: lines(one))
    acts.noted(tx, notices_people.actor(tx, by), one, house.now, "ledger.certificate")
    return one
