"""What the commands about notices share: their options, and how a notice is printed."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.cli.opening import House
    from bot.notices.model import Standing

FILE = click.Path(path_type=Path, dir_okay=False)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
NOTICE = click.argument("notice", metavar="ID", type=click.IntRange(1))
AS = click.option("--as", "mail", metavar="MAIL", help="For whom it is done.")
FOR = click.option("--as", "mail", metavar="MAIL", required=True, help="Who does it, of a desk.")
YES = click.option("--yes", is_flag=True, help="Don't ask.")


def look(house: "House", notice: int) -> "Standing":
    """Where a notice stands now; raises NotFound."""
    from bot.notices import lifecycle

    return house.read(partial(lifecycle.standing, notice=notice, by=None, now=house.now))


def show_standing(standing: "Standing", *, as_json: bool) -> None:
    """Print where a notice stands."""
    from bot.cli import notices_shown

    if as_json:
        found = {"notice": notices_shown.as_json(standing)}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in notices_shown.lines(standing):
        click.echo(line)
