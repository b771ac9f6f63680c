"""`renkei tenant`: what a tenant decides for itself, as TOML in and out."""

import json
import tomllib
from pathlib import Path
from typing import Any

import click

from bot.cli.opening import TENANT, opened
from bot.errors import Unreadable
from bot.storage.tx import Tx


@click.group
def tenant() -> None:
    """What a tenant decides for itself."""


@tenant.command
@TENANT
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(as_json: bool) -> None:
    """Show every decision; the output is a file that `set` reads."""
    from bot import policy

    with opened() as house:
        found = policy.shown(house.read(policy.of))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found.items():
        written = json.dumps("" if value is None else value, ensure_ascii=False)
        click.echo(f"{name} = {written}")


@tenant.command("set")
@TENANT
@click.argument("file", type=click.Path(path_type=Path))
def set_from(file: Path) -> None:
    """Set what the TOML FILE names; everything else stays."""
    from bot import policy
    from bot.agreements import jobs as agreements
    from bot.ledger.record import record
    from bot.meetings import jobs as meetings
    from bot.people import group_roles

    given = _table(file)
    with opened() as house:

        def work(tx: Tx) -> None:
            group_roles.check(policy.change(tx, given))
            zone = policy.zone(tx, house.settings.zone)  # the file may set another
            agreements.replan(tx, house.now.astimezone(zone).date())
            meetings.replan(tx)
            names = sorted(given)
            actor = house.actor(tx)
            record(tx, actor, at=house.now, act="tenant.set", subject="tenant", detail=names)

        house.write(work)
    click.echo(f"set: {', '.join(given) or 'nothing'}")


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(file.name, f"can't be read ({error.strerror})") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(file.name, f"is no valid TOML ({error})") from None
