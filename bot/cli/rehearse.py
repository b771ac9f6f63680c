"""`renkei rehearse`: how long sending would take and whom it wouldn't reach; sends nothing."""

import json
from functools import partial

import click

from bot.cli.opening import TENANT, opened


@click.command
@TENANT
@click.argument("notice", metavar="NOTICE", type=click.IntRange(1))
@click.option("--audience", type=click.IntRange(1, 1_000_000), help="As if it were so many people.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def rehearse(notice: int, audience: int | None, as_json: bool) -> None:
    """How long sending would take and whom it wouldn't reach; sends nothing."""
    from bot.cli import notices_shown
    from bot.notices import lifecycle

    with opened() as house:
        rehearsal = partial(lifecycle.rehearse, notice=notice, audience=audience)
        found = house.read(rehearsal)
    if as_json:
        click.echo(json.dumps(notices_shown.rehearsed_json(notice, found), ensure_ascii=False))
        return
    for line in notices_shown.rehearsed(found):
        click.echo(line)
