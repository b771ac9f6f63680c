"""`renkei ledger disposals`: how far each is, and carrying out what a witness has begun."""

import json
import time
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import TENANT, House, opened, require_all_known

if TYPE_CHECKING:
    from bot.records.model.keeping import Disposal
    from bot.storage.tx import Tx

_WAIT = 1.0  # seconds, while cards in Teams are still to be emptied


@click.group
def disposals() -> None:
    """Disposals that were proposed, and how far each is."""


@disposals.command("list")
@TENANT
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def list_(as_json: bool) -> None:
    """Every disposal, the newest first; it names nobody."""
    from bot.records.store import disposals as store

    with opened() as house:
        found = house.read(store.every)
    if as_json:
        click.echo(json.dumps({"disposals": [_shown(one) for one in found]}))
        return
    for one in found:
        gone = f"{one.gone} of {one.count} gone" if one.begun_at else f"{one.count} to go"
        click.echo(f"{one.id:>4}  {one.kind:<18} {one.stage:<10} {gone}  as of {one.cut}")


def _shown(one: "Disposal") -> dict[str, Any]:
    return {
        "id": one.id,
        "class": one.kind,
        "stage": one.stage.value,
        "as_of": one.cut.isoformat(),
        "count": one.count,
        "gone": one.gone,
        "accounts": one.accounts,
        "kept": dict(one.kept),
        "ended_on": None if one.ended_on is None else one.ended_on.isoformat(),
        "backups": [{"name": held.name, "until": held.until.isoformat()} for held in one.backups],
    }


@disposals.command
@TENANT
def run() -> int:
    """Carry out what the witness has begun, until it is done or waits for cards in Teams.

    Exit status 1 where cards are still to be emptied: a running process does that.
    """
    from bot.cli.progress import progress

    with opened() as house, progress("records") as told:
        require_all_known(house, what="renkei ledger disposals run")
        while (more := house.write(lambda tx: _step(tx, house, told))) is not None:
            if not more:
                time.sleep(_WAIT)
                if house.write(lambda tx: _step(tx, house, told)) is False:
                    click.echo("cards in Teams are still to be emptied; a running process does it")
                    return 1
    click.echo("nothing is left to carry out")
    return 0


def _step(tx: "Tx", house: House, told: Any) -> bool | None:
    """Whether the next step needn't wait; None where nothing is under way."""
    from bot import slices
    from bot.records.jobs import disposing
    from bot.records.store import disposals as store

    before = store.running(tx)
    if before is None:
        return None
    tick = slices.tick_of(tx, house.now, house.zone, disposing.NAME)
    more = disposing.go_on(tick, keepers=slices.KEEPERS)
    told(store.get(tx, before.id).gone - before.gone)
    return more
