"""`renkei attendance words`: the slips of paper with the families' words."""

import re
import unicodedata
from pathlib import Path

import click

from bot.cli.opening import TENANT, opened
from bot.errors import Unreadable

_CLASS = re.compile(r"([0-9])(?:年|-)(.+?)組?")


@click.command
@TENANT
@click.argument("school")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--class", "class_", metavar="3-2", help="One class alone.")
@click.option("--renew", is_flag=True, help="New words also for who has one; the old are void.")
@click.option("--as", "mail", metavar="MAIL", required=True, help="Who of the school's office.")
def words(school: str, file: Path, class_: str | None, renew: bool, mail: str) -> None:
    """Make a word for each child of SCHOOL (its code) who has none; the slips go to FILE (.html).

    The words stand in FILE alone: print it, hand the slips out, delete it.
    """
    from bot.attendance import slips

    only = _meant(class_) if class_ else None
    with opened() as house:
        now = house.now
        given = house.read(lambda tx: slips.wanted(tx, school, only, mail, now, renew=renew))
        via = house.write(lambda tx: house.actor(tx).pseudonym)
        count = slips.print_(house.storage, house.tenant, file, given, now, via)
    click.echo(f"{count} slips in {file}; print them, then delete the file")


def _meant(written: str) -> tuple[int, str]:
    found = _CLASS.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if found is None:
        raise Unreadable("--class", "write it like 3-2 or 3年2組")
    return int(found[1]), found[2]
