"""`renkei ledger dispose`: what is over, listed or proposed to the officer."""

import json
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from bot.cli.ledger_refused import in_words, kept_in_words
from bot.cli.opening import TENANT, House, opened
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.people.model import Person
    from bot.records.jobs.keepers import Found
    from bot.records.model.keeping import Disposal
    from bot.storage.tx import Tx


@click.command
@TENANT
@click.option("--dry-run", is_flag=True, help="Only list what may go, and what stays and why.")
@click.option("--class", "kind", metavar="KIND", help="One kind of records, such as notices.")
@click.option("--person", metavar="MAIL", help="One person who has left, on request.")
@click.option("--as", "mail", metavar="MAIL", help="Who proposes: a desk or the operator.")
@click.option("--witness", metavar="MAIL", help="Who witnesses: another member of staff.")
@click.option("--medium", help="The medium that the certificate names.")
@click.option("--method", help="The method that the certificate names.")
@click.option("--why", default="", help="What it is for.")
@click.option("--yes", is_flag=True, help="Don't ask before proposing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def dispose(
    dry_run: bool,
    kind: str | None,
    person: str | None,
    mail: str | None,
    witness: str | None,
    medium: str | None,
    method: str | None,
    why: str,
    yes: bool,
    as_json: bool,
) -> None:
    """Propose to dispose of what was kept for all of its years, or of one person's data.

    The information security officer releases it in Teams, the witness begins it there; a running
    process carries it out, or `renkei ledger disposals run`. What is held or open stays.
    """
    if kind and person:
        raise click.UsageError("--class or --person, not both")
    with opened() as house:
        if dry_run:
            _list(house, kind, person, as_json=as_json)
            return
        if not (mail and witness) or not (kind or person):
            raise click.UsageError("a proposal needs --as, --witness, and --class or --person")
        made = {"medium": medium, "method": method, "why": why}
        _propose(house, kind, person, mail, witness, made, sure=yes, as_json=as_json)


def _list(house: House, kind: str | None, person: str | None, *, as_json: bool) -> None:
    if person:
        why = _person_kept(house, person)
        click.echo(json.dumps({"kept": why or None}) if as_json else kept_in_words(why) or "may go")
        return
    found = _found(house, kind)
    if as_json:
        click.echo(json.dumps({"kinds": [_as_json(one) for one in found]}))
        return
    for one in found:
        click.echo(_line(one))


def _found(house: House, kind: str | None) -> "list[Found]":
    from bot import slices
    from bot.records.jobs.keepers import kinds, survey

    wanted = [one for one in kinds() if kind in (None, one)]
    if not wanted:
        known = ", ".join(kinds())
        raise Unreadable("--class", f"no kind of records has this name; there are: {known}")
    now = house.now
    return [
        house.read(partial(survey, keepers=slices.KEEPERS, kind=one, now=now)) for one in wanted
    ]


def _person_kept(house: House, mail: str) -> str:
    from bot import slices
    from bot.records.jobs.disposal_acts import check_person

    return house.read(
        lambda tx: check_person(tx, slices.KEEPERS, _known(tx, mail, house.today), house.now)
    )


def _known(tx: "Tx", mail: str, on: date) -> int:
    from bot.people import store

    found = store.find_by_mail(tx, mail, on)
    if found is None:
        raise Unreadable("--person", "nobody in the register has this address")
    return found.id


def _as_json(one: "Found") -> dict[str, Any]:
    return {
        "class": one.kind.value,
        "years": one.years,
        "count": one.count,
        "counted_from": None if one.first_since is None else one.first_since.isoformat(),
        "kept_until": None if one.last_until is None else one.last_until.isoformat(),
        "kept": dict(one.kept),
    }


def _line(one: "Found") -> str:
    span = ""
    if one.first_since is not None:
        span = f", counted from {one.first_since}, kept until {one.last_until}"
    stays = "".join(f"; stays: {count} {why}" for why, count in sorted(one.kept.items()))
    return f"{one.kind.value:<18} {one.count:>8} may go (kept {_years(one.years)}{span}){stays}"


def _years(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"


def _propose(
    house: House,
    kind: str | None,
    person: str | None,
    mail: str,
    witness: str,
    made: dict[str, str | None],
    *,
    sure: bool,
    as_json: bool,
) -> None:
    count = 1 if person else _found(house, kind)[0].count
    what = f"the data of {person}" if person else f"{count} of {kind}"
    if not sure:
        click.confirm(f"Propose to dispose of {what}?", abort=True, err=True)
    if person and (why := _person_kept(house, person)):
        raise Unreadable("--person", f"can't go yet: {kept_in_words(why)}")
    one = house.write(lambda tx: _proposed(tx, house, kind, person, mail, witness, made, count))
    if as_json:
        click.echo(json.dumps({"disposal": one.id, "count": one.count}))
        return
    click.echo(f"disposal {one.id} of {what} waits for the information security officer")


def _proposed(
    tx: "Tx",
    house: House,
    kind: str | None,
    person: str | None,
    mail: str,
    witness: str,
    made: dict[str, str | None],
    count: int,
) -> "Disposal":
    from bot.cli import notices_people
    from bot.records.jobs import disposal_acts as acts
    from bot.records.model.keeping import PERSON, Disposal
    from bot.records.rules.keeping import PROPOSERS
    from cards.lang import SOURCE, Lang
    from cards.records.keeping import K

    by = notices_people.person(tx, mail, house.today, PROPOSERS)
    lang = Lang(SOURCE)
    new = Disposal(
        id=0,
        kind=PERSON if person else str(kind),
        cut=house.today,
        count=count,
        person=_known(tx, person, house.today) if person else None,
        proposed_by=by.id,
        proposed_at=house.now,
        witness=_witness(tx, witness, house.today).id,
        why=made["why"] or "",
        medium=made["medium"] or lang.t(f"{K}.medium"),
        method=made["method"] or lang.t(f"{K}.method"),
    )
    seen = _witness(tx, witness, house.today)
    actor = notices_people.actor(tx, by)
    return in_words(lambda: acts.propose(tx, new, by, seen, actor=actor, act="ledger.dispose"))


def _witness(tx: "Tx", mail: str, on: date) -> "Person":
    from bot.people import store

    found = store.find_by_mail(tx, mail, on)
    if found is None or not found.is_here(on):
        raise Unreadable("--witness", "nobody here has this address")
    return found
