"""`renkei incidents`: the cases and their clocks; with words for who may read them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import TENANT, House, opened
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.people.model import Person
    from bot.records.model.incidents import Incident
    from bot.records.rules.incident_clocks import Clock
    from bot.storage.tx import Tx

JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
AS = click.option("--as", "mail", metavar="MAIL", required=True, help="For whom it is taken out.")
PURPOSE = click.option(
    "--purpose", metavar="TEXT", required=True, help="What it is for; stands in the ledger."
)
NUMBER = click.argument("number", type=click.IntRange(1))
REPORTS = ("first", "first_numbers", "final", "final_numbers", "persons")
WORDS = (
    *("what", "records", "cause", "damage", "response"),
    *("publicity", "prevention", "other", "reason"),
)


@click.group
def incidents() -> None:
    """Leaks of personal information: what is owed, and by when."""


@incidents.command("list")
@TENANT
@click.option("--all", "every", is_flag=True, help="Closed cases too.")
@JSON
def list_(every: bool, as_json: bool) -> None:
    """The open cases with their clocks: numbers and days, nobody's name and no word of a case."""
    from bot.records.store import incidents as store

    with opened() as house:
        found = house.read(store.every if every else store.standing)
        listed = [_as_json(one, house) for one in found]
    if as_json:
        click.echo(json.dumps({"incidents": listed}))
        return
    for line in listed:
        click.echo("\n".join(_lines(line)))
    if not listed:
        click.echo("no incident is open" if not every else "no incident was reported")


@incidents.command
@TENANT
@NUMBER
@AS
@PURPOSE
@JSON
def show(number: int, mail: str, purpose: str, as_json: bool) -> None:
    """One case in words. Who took it out and why is an entry of the ledger."""
    from bot.records.rules.incident_rights import READERS

    with opened() as house:
        one = house.write(lambda tx: _taken(tx, house, number, mail, purpose, READERS, "show"))
        told = {**_as_json(one, house), **_words(one)}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo("\n".join(_lines(told)))
    for name in WORDS:
        if told[name]:
            click.echo(f"{name}: {told[name]}")


@incidents.command
@TENANT
@NUMBER
@click.argument("report", type=click.Choice(REPORTS))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@AS
@PURPOSE
def draft(number: int, report: str, file: Path, mail: str, purpose: str) -> None:
    """The draft of a report as a page to print (.html) or as text (.txt); its blanks are named."""
    from bot.people.model import Role

    if file.suffix not in (".html", ".txt"):
        raise Unreadable(file.name, "write a file that ends in .html or .txt")
    officers = frozenset((Role.SECURITY_OFFICER,))
    with opened() as house:
        one = house.write(lambda tx: _taken(tx, house, number, mail, purpose, officers, "draft"))
        made, blanks = house.read(lambda tx: _drafted(tx, house, one, report, file.suffix))
    file.touch(mode=0o600)
    file.chmod(0o600)  # also where it was there before
    file.write_text(made, encoding="utf-8")
    for blank in blanks:
        click.echo(f"blank: {blank}")
    click.echo(f"the draft is in {file}")


def _taken(
    tx: "Tx",
    house: House,
    number: int,
    mail: str,
    purpose: str,
    roles: Any,
    what: str,
) -> "Incident":
    """The case, once it stands in the ledger who takes it out and why; raises Unreadable."""
    from bot.cli.notices_people import actor, person
    from bot.ledger.record import record
    from bot.records.store import incidents as store

    who: Person = person(tx, mail, house.today, roles)
    one = store.find(tx, number)
    if one is None:
        raise Unreadable(str(number), "no such incident; see renkei incidents list --all")
    act = f"records.incidents_{what}"
    record(tx, actor(tx, who), at=house.now, act=act, subject=one.subject, why=purpose)
    return one


def _drafted(
    tx: "Tx", house: House, one: "Incident", report: str, suffix: str
) -> tuple[str, tuple[str, ...]]:
    from bot.records.telling.incident_view import view
    from cards.lang import SOURCE, Lang
    from cards.records import incident_drafts

    case = view(tx, one, house.now)
    found = incident_drafts.draft(case, report)
    if suffix == ".txt":
        return f"{found.text}\n", found.blanks
    page = incident_drafts.draft_page(Lang(SOURCE), case, report, at=house.now)
    return page, found.blanks


def _as_json(one: "Incident", house: House) -> dict[str, Any]:
    from bot.records.rules.incident_clocks import clocks, findings

    act, numbers = findings(one.facts)
    return {
        "id": one.id,
        "state": one.state.value,
        "known_at": one.known_at.astimezone(house.zone).isoformat(),
        "opened_at": one.opened_at.astimezone(house.zone).isoformat(),
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
        "people": one.facts.people,
        "agreement": one.agreement,
        "exposure": one.exposure,
        "grounds": [ground.value for ground in act.grounds],
        "number_act_grounds": [ground.value for ground in numbers.grounds],
        "clocks": [_clock(clock, house) for clock in clocks(one)],
    }


def _clock(clock: "Clock", house: House) -> dict[str, Any]:
    return {
        "step": clock.step.value,
        "by": clock.by.isoformat() if clock.by else None,
        "done_on": clock.done.on.isoformat() if clock.done else None,
        "way": clock.done.way.value if clock.done else None,
        "late": clock.is_late(house.today),
    }


def _words(one: "Incident") -> dict[str, str]:
    return {name: str(getattr(one.account, name)) for name in WORDS}


def _lines(told: dict[str, Any]) -> list[str]:
    grounds = ", ".join((*told["grounds"], *told["number_act_grounds"])) or "no report owed"
    known = told["known_at"][:16].replace("T", " ")
    head = f"incident {told['id']}  {told['state']}  known {known}  {grounds}"
    return [head, *(f"  {_said(clock)}" for clock in told["clocks"])]


def _said(clock: dict[str, Any]) -> str:
    if clock["done_on"]:
        return f"{clock['step']}: {clock['way'].replace('_', ' ')} on {clock['done_on']}"
    if clock["by"] is None:
        return f"{clock['step']}: without delay"
    late = "  LATE" if clock["late"] else ""
    return f"{clock['step']}: by {clock['by']}{late}"
