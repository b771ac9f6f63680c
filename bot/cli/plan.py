"""`renkei plan`: every notice that would be sent, without sending any."""

import json
from datetime import datetime

import click

from bot.cli.opening import TENANT, opened

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command
@TENANT
@click.option("--from", "since", type=_DAY, required=True, help="First day.")
@click.option("--to", "until", type=_DAY, required=True, help="Last day.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def plan(since: datetime, until: datetime, as_json: bool) -> None:
    """Every notice that would be sent between two days; sends nothing."""
    from bot import slices

    if until < since:
        raise click.UsageError("--to lies before --from; exchange them")
    with opened() as house:
        notices = house.read(
            lambda tx: [
                slices.as_json(tx, notice)
                for notice in slices.planned(tx, since.date(), until.date())
            ]
        )
    if as_json:
        click.echo(json.dumps({"notices": notices}, ensure_ascii=False))
        return
    for notice in notices:
        to = ", ".join(notice["to"])
        click.echo(f"{notice['on']}  {notice['kind']}  {notice['title']}  →  {to}")
    if not notices:
        click.echo("no notices in these days")
