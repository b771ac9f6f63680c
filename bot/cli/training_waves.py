"""`renkei training wave`: which wave each municipality attends in."""

import json
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import TENANT, House, opened
from bot.cli.training_options import AS, CODE, JSON, YEAR
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.storage.tx import Tx


@click.command
@TENANT
@CODE
@click.option("--municipality", help="Which one chooses; with --to.")
@click.option("--to", "number", type=click.IntRange(1), help="The wave in which it attends.")
@YEAR
@AS
@JSON
def wave(
    code: str,
    municipality: str | None,
    number: int | None,
    year: int | None,
    mail: str | None,
    as_json: bool,
) -> None:
    """Every wave of a course with its municipalities; with --to choose one for a municipality."""
    if (number is None) is not (municipality is None):
        raise Unreadable("--to", "write both --municipality and --to to choose, or neither")
    with opened() as house:
        if number is not None and municipality is not None:
            house.write(lambda tx: _choose(tx, house, (code, year), number, municipality, mail))
        found = house.read(lambda tx: _listed(tx, code, year))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found["waves"]:
        sent = "  sent" if one["sent"] else ""
        names = "、".join(one["municipalities"]) or "—"
        click.echo(f"{one['number']}  {one['title']}  {one['first']}–{one['last']}  {names}{sent}")
    if found["undecided"]:
        click.echo(f"not chosen yet: {'、'.join(found['undecided'])}")


def _choose(
    tx: "Tx",
    house: House,
    of: tuple[str, int | None],
    number: int,
    municipality: str,
    mail: str | None,
) -> None:
    from bot.cli.training_options import course, deed, person
    from bot.training import choosing
    from bot.training.rules import rights

    by = person(tx, mail, house.today) if mail else None
    if by is not None and not rights.may_choose_for(by, municipality):
        raise Unreadable("--as", "this is another municipality's; name its coordinator")
    choosing.choose_wave(
        tx,
        course(tx, *of).id,
        deed(tx, house, by),
        wave=number,
        municipality=municipality,
        desk=by is None or rights.is_desk(by),
    )


def _listed(tx: "Tx", code: str, year: int | None) -> dict[str, Any]:
    from bot.cli.training_options import course
    from bot.training import waving
    from bot.training.rules import waves as rules
    from bot.training.store import municipalities, waves

    own = course(tx, code, year)
    choices = waves.choices(tx, own.id)
    every = waving.of_course(tx, own)
    return {
        "code": own.code,
        "year": own.year,
        "waves": [
            {
                "number": one.number,
                "title": one.title,
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "sent": one.sent_at is not None,
                "municipalities": list(rules.members(one.number, choices)),
            }
            for one in every
        ],
        "undecided": list(rules.undecided(municipalities.every(tx), choices)) if every else [],
    }
