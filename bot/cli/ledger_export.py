"""`renkei ledger export`: who did and read what, taken out with a purpose that stands in it."""

import json
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.opening import TENANT, House, opened
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.ledger.reads import Wanted
    from bot.storage.tx import Tx

_DAY = click.DateTime(("%Y-%m-%d",))


@click.command
@TENANT
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "mail", metavar="MAIL", required=True, help="Who: an auditor, the officer.")
@click.option("--purpose", required=True, help="What it is for; stands in the ledger.")
@click.option("--since", type=_DAY, help="From this day on.")
@click.option("--until", type=_DAY, help="Up to and with this day.")
@click.option("--subject", default="", metavar="MATTER", help="One matter, such as agreement:7.")
@click.option("--person", "whose", metavar="MAIL", help="What one person did, or had done to them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def export(
    file: Path,
    mail: str,
    purpose: str,
    since: datetime | None,
    until: datetime | None,
    subject: str,
    whose: str | None,
    as_json: bool,
) -> None:
    """Write the entries to FILE (.xlsx, .csv or .json), the oldest first, as they are chained.

    People are named while the map of pseudonyms stands. That it was taken out is itself an entry.
    """
    from bot.cli.progress import progress
    from bot.ledger.reads import is_matter
    from bot.records.sheets import ledger as sheet
    from bot.slices import title_of

    sheet.check_name(file)
    if not purpose.strip():
        raise Unreadable("--purpose", "say what the export is for")
    if subject and not is_matter(subject):
        raise Unreadable("--subject", "write a matter such as agreement:7; --person takes a mail")
    with opened() as house, progress("entries") as told:
        wanted = house.read(
            partial(_wanted, house=house, days=(since, until), subject=subject, whose=whose)
        )
        house.write(partial(_record, house=house, mail=mail, why=purpose.strip(), wanted=wanted))
        count = house.read(
            lambda tx: sheet.write(
                tx,
                file,
                wanted,
                on=house.today,
                zone=house.zone,
                titles=title_of,
                told=told,
            )
        )
    if as_json:
        click.echo(json.dumps({"file": str(file), "entries": count}, ensure_ascii=False))
        return
    click.echo(f"{'1 entry' if count == 1 else f'{count} entries'} in {file}")


def _wanted(
    tx: "Tx",
    *,
    house: House,
    days: tuple[datetime | None, datetime | None],
    subject: str,
    whose: str | None,
) -> "Wanted":
    from bot.ledger import pseudonyms
    from bot.ledger.reads import Wanted
    from bot.slices import under

    person = _person(tx, house, whose) if whose else 0
    return Wanted(
        since=_midnight(house, days[0], 0),
        until=_midnight(house, days[1], 1),
        subject=subject,
        near=under(tx, subject) if subject else (),
        person=person,
        pseudonym=(pseudonyms.find(tx, person) or "") if person else "",
    )


def _person(tx: "Tx", house: House, mail: str) -> int:
    """Also somebody who has left: the register knows their address for a while."""
    from bot.people import store

    found = store.find_by_mail(tx, mail, house.today)
    if found is None:
        raise Unreadable("--person", "nobody in the register has this address")
    return found.id


def _midnight(house: House, day: datetime | None, later: int) -> datetime | None:
    """When the day begins, or the one after it, as the tenant's clocks show it."""
    if day is None:
        return None
    return datetime.combine(day.date() + timedelta(days=later), time(), house.zone)


def _record(tx: "Tx", *, house: House, mail: str, why: str, wanted: "Wanted") -> None:
    """Who takes it out is recorded before anything leaves."""
    from bot.cli import notices_people
    from bot.ledger.record import record
    from bot.records.turns.ledger import READERS

    reader = notices_people.person(tx, mail, house.today, READERS)
    bounds = {"since": wanted.since, "until": wanted.until}
    detail = {name: at.isoformat() for name, at in bounds.items() if at is not None}
    record(
        tx,
        notices_people.actor(tx, reader),
        at=house.now,
        act="ledger.export",
        subject=wanted.subject or (f"person:{wanted.person}" if wanted.person else "ledger"),
        why=why,
        detail=detail or None,
    )
