"""`renkei agreements`: read, register, import, export and list."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import bad_rows
from bot.cli.opening import TENANT, House, opened
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.storage.tx import Tx

FILE = click.Path(path_type=Path, dir_okay=False)
ENCODING = click.option(
    "--encoding",
    type=click.Choice(["utf-8", "cp932"]),
    default="utf-8",
    show_default=True,
    help="Of a .csv; cp932 is what older Excel and school systems read.",
)
_WRITTEN = {"utf-8": "utf-8-sig", "cp932": "cp932"}  # Excel takes UTF-8 only with its mark
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.group
def agreements() -> None:
    """Read, register, import, export and list agreements."""


@agreements.command
@click.argument("file", type=FILE)
@JSON
def read(file: Path, as_json: bool) -> None:
    """What an agreement says, by article; stores nothing."""
    from bot.cli.agreements_read import read_command

    read_command(file, as_json)


@agreements.command
@TENANT
@click.argument("file", type=FILE)
@click.option("--owner", required=True, help="The owning post, or the mail of who holds it.")
@click.option("--lead", type=click.IntRange(0, 3650), help="The city's own time, in days.")
@click.option("--accept", is_flag=True, help="Register at once; else the desk reviews a card.")
@JSON
def add(file: Path, owner: str, lead: int | None, accept: bool, as_json: bool) -> None:
    """Read FILE and register the agreements that it holds."""
    from bot.agreements.clauses import as_json as in_json
    from bot.agreements.clauses import read as read_clauses
    from bot.agreements.documents import read_text
    from bot.errors import Unreadable

    documents: Any = in_json(read_clauses(read_text(file), file.name))["documents"]
    if not documents:
        remedy = "holds no agreement (no title and articles); nothing was registered"
        raise Unreadable(file.name, remedy)
    with opened() as house:
        found = _added(house, documents, file.name, owner, lead, accept)
    if as_json:
        click.echo(json.dumps({"added": found}, ensure_ascii=False))
        return
    for one in found:
        done = "registered" if accept else "waits for the desk's review"
        click.echo(f"{one['subject']}  {one['title']}  {done}")


def _added(
    house: House,
    documents: list[dict[str, Any]],
    file: str,
    owner: str,
    lead: int | None,
    accept: bool,
) -> list[dict[str, Any]]:
    from bot.agreements import registration

    def work(tx: Any) -> list[dict[str, Any]]:
        moment = registration.Moment(actor=house.actor(tx), now=house.now, today=house.today)
        kept = registration.register_documents(
            tx,
            documents,
            moment,
            file=file,
            post=registration.owner_post(tx, owner, house.today),
            lead_days=lead,
            accept=accept,
        )
        titles = [document["title"] for document in documents]
        return [
            {"subject": one.subject, "title": title}
            for one, title in zip(kept, titles, strict=True)
        ]

    return house.write(work)


@agreements.command("import")
@TENANT
@click.argument("file", type=FILE)
@JSON
def import_from(file: Path, as_json: bool) -> None:
    """Enter or correct every row of FILE (.xlsx, .csv), or none where one is bad."""
    from bot.agreements import sheets
    from bot.agreements.audience import calendar_of

    with opened() as house, bad_rows.told(file):
        entries = sheets.entries_in(file)
        done = house.write(
            lambda tx: sheets.put(
                tx,
                entries,
                actor=house.actor(tx),
                now=house.now,
                today=house.today,
                calendar=calendar_of(tx),
            )
        )
    if as_json:
        click.echo(json.dumps({name: getattr(done, name) for name in _IMPORTED}))
        return
    click.echo(f"{done.added} added, {done.updated} corrected, {done.unchanged} as they were")
    _warn(done.unsigned, "no signing date, so no alerts until the desk enters one (締結日を登録)")
    _warn(done.unfunded, "renews across 1 April with cost, without 債務負担行為 or 長期継続契約")


_IMPORTED = ("added", "updated", "unchanged", "unsigned", "unfunded")


def _warn(numbers: tuple[str, ...], line: str) -> None:
    if numbers:
        click.echo(f"{', '.join(numbers)}: {line}")


@agreements.command
@TENANT
@click.argument("file", type=FILE)
@ENCODING
@click.option(
    "--as",
    "mail",
    metavar="MAIL",
    required=True,
    help="Who: of the agreement desk, an auditor, the officer.",
)
@click.option("--purpose", required=True, help="What it is for; stands in the ledger.")
def export(file: Path, encoding: str, mail: str, purpose: str) -> None:
    """Write the whole register to FILE (.xlsx, .csv).

    It names the partners' contacts: who took it out and why is an entry of the ledger.
    """
    from bot.agreements import sheets

    if not purpose.strip():
        raise Unreadable("--purpose", "say what the export is for")
    with opened() as house:
        house.write(lambda tx: _taken_out(tx, house, mail, purpose.strip()))
        rows = house.read(lambda tx: sheets.rows_of(tx, house.today))
        count = sheets.export(file, rows, encoding=_WRITTEN[encoding])
    click.echo(f"{count} agreements in {file}")


def _taken_out(tx: "Tx", house: House, mail: str, purpose: str) -> None:
    """Who takes names out is recorded before anything leaves."""
    from bot.cli import notices_people
    from bot.ledger.record import record
    from bot.people.model import Role

    readers = (Role.AGREEMENT_DESK, Role.AUDITOR, Role.SECURITY_OFFICER)
    who = notices_people.actor(tx, notices_people.person(tx, mail, house.today, readers))
    record(tx, who, at=house.now, act="agreements.export", subject="agreements", why=purpose)


@agreements.command
@click.argument("file", type=FILE)
@ENCODING
def template(file: Path, encoding: str) -> None:
    """Write an empty register with its headings to FILE (.xlsx, .csv)."""
    from bot.agreements import sheets

    sheets.template(file, encoding=_WRITTEN[encoding])
    click.echo(f"an empty register in {file}")


@agreements.command("list")
@TENANT
@click.option(
    "--due", type=click.IntRange(0, 10000), help="Only what must be decided in so many days."
)
@JSON
def list_due(due: int | None, as_json: bool) -> None:
    """Every agreement, the next deadline first."""
    with opened() as house:
        found = _listed(house, due)
    if as_json:
        click.echo(json.dumps({"agreements": found}, ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one['decide_by'] or '—':10}  {one['end'] or '—':10}  {one['title']}")
    if not found:
        click.echo("no agreements")


def _listed(house: House, due: int | None) -> list[dict[str, Any]]:
    from bot.agreements.audience import calendar_of
    from bot.agreements.rules.deadlines import decision_day
    from bot.agreements.store import register

    last = date.max if due is None else house.today + timedelta(days=due)

    def work(tx: Any) -> list[dict[str, Any]]:
        calendar = calendar_of(tx)
        with_day = [(decision_day(one, calendar), one) for one in register.every(tx)]
        wanted = [pair for pair in with_day if due is None or (pair[0] or date.max) <= last]
        wanted.sort(key=lambda pair: (pair[0] or date.max, pair[1].id))
        return [_line(day, one) for day, one in wanted]

    return house.read(work)


def _line(day: date | None, agreement: Any) -> dict[str, Any]:
    return {
        "subject": agreement.subject,
        "number": agreement.number,
        "title": agreement.title,
        "decide_by": day.isoformat() if day else None,
        "end": agreement.end.isoformat() if agreement.end else None,
        "state": agreement.state.value,
    }
