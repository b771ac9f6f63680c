"""`renkei training offer`: a course of ours in another tenant, with its own seats there."""

import json
from typing import TYPE_CHECKING

import click

from bot.cli.opening import TENANT, opened
from bot.cli.training_options import CODE, JSON, YEAR
from bot.errors import Misconfigured

if TYPE_CHECKING:
    from bot.storage.tx import Tx


@click.command
@TENANT
@CODE
@click.option("--to", "to", metavar="TENANT", required=True, help="One of RENKEI_TENANTS.")
@click.option(
    "--seats", type=click.IntRange(0), required=True, help="Of each session; 0 takes it back."
)
@YEAR
@JSON
def offer(code: str, to: str, seats: int, year: int | None, as_json: bool) -> None:
    """Offer a course to another tenant; only counts come back."""
    from bot.cli.training_options import course
    from bot.ledger.record import record
    from bot.training import offering

    with opened() as house:
        if to not in house.settings.tended or to == house.tenant:
            others = ", ".join(one for one in house.settings.tended if one != house.tenant)
            raise Misconfigured(f"--to: {to} is not served here; write one of: {others or '—'}")

        def work(tx: "Tx") -> None:
            own = course(tx, code, year)
            offering.offer(tx, own.id, to, seats)
            act, detail = "training.offer", {"seats": seats}
            record(tx, house.actor(tx), at=house.now, act=act, subject=own.subject, detail=detail)

        house.write(work)
    if as_json:
        click.echo(json.dumps({"code": code, "tenant": to, "seats": seats}, ensure_ascii=False))
        return
    click.echo(f"{code}  {to}  {seats} seats of each session")
