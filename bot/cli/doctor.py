"""`renkei doctor`: what stands in the way, and what to do about it."""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from bot.cli import (
    doctor_attendance,
    doctor_backup,
    doctor_clock,
    doctor_graph,
    doctor_keys,
    doctor_ledger,
    doctor_notices,
    doctor_people,
    doctor_permissions,
    doctor_person,
    doctor_places,
    doctor_schema,
)
from bot.cli.findings import Fails, Finding, Level, Look, Warn, failed, looked
from bot.errors import Misconfigured
from bot.settings import Settings, check_serving, load

if TYPE_CHECKING:
    from bot.storage.tx import Tx


@click.command
@click.option("--person", metavar="MAIL", help="Also see whether a card would reach this person.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def doctor(person: str | None, as_json: bool) -> int:
    """Check settings, database, credentials, permissions, Teams and Graph; say what to fix.

    Exit status 1 only where a line says fail.
    """
    from bot import logs

    logs.set_up(json=False, least=logging.CRITICAL)
    logging.disable()  # the findings say it all
    try:
        settings = load()
    except Misconfigured as error:
        found: Sequence[Finding] = [failed("settings", error)]
    else:
        found = asyncio.run(_examine(settings, person))
    if as_json:
        told = {"findings": [one.as_json() for one in found]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for one in found:
            click.echo(f"{one.level.value:<5}{one.what}" + _after(one.remedy))
    return 0 if all(one.ok for one in found) else 1


def _after(remedy: str) -> str:
    return f": {remedy}" if remedy else ""


async def _examine(settings: Settings, person: str | None) -> list[Finding]:
    looks: dict[str, Look] = {
        "database and its key": _database,
        "what the keys have sealed": doctor_keys.sealed,
        "what isn't encrypted": doctor_keys.clear,
        "backups": doctor_backup.backups,
        "the ledger": doctor_ledger.chain,
        "the ledger's anchors": doctor_ledger.anchors,
        "what was disposed of": doctor_ledger.disposed,
        "what notices ask of Graph and Teams": doctor_notices.refused,
        "people and posts": _people,
        "who leads incidents": doctor_people.officers,
        "people of the directory": doctor_people.directory,
        "destinations": doctor_places.chosen,
        "pupils and the app": doctor_attendance.pupils,
    }
    if person is not None:
        looks["whether a card would reach that person"] = doctor_person.reached(person)
    found = [await looked(what, look, settings) for what, look in _FIRST.items()]
    schema = await looked("database and migrations", doctor_schema.version, settings)
    found += [schema, *await _apart(settings)]
    # To open a SQLite file of an older release is to bring it up to date, and to open a database
    # without its key is to make one: not here.
    if schema.ok:
        found.append(await looked("where the envelope key is", doctor_keys.file, settings))
    if not (schema.ok and doctor_keys.is_there(settings)):
        return [*found, _unseen(looks)]
    return [*found, *[await looked(what, look, settings) for what, look in looks.items()]]


def _unseen(looks: Iterable[str]) -> Finding:
    """What nobody shall take for well because no line speaks of it."""
    return Finding(
        what="what the database holds",
        level=Level.WARN,
        known=f"not looked at: {', '.join(looks)}",
        todo="see to the lines above that say fail, then run this again",
    )


async def _apart(settings: Settings) -> list[Finding]:
    """What is looked at without the register."""
    found = [await looked(what, look, settings) for what, look in _APART.items()]
    return [*found, *await doctor_permissions.granted(settings)]


async def _serving(settings: Settings) -> str | Warn:
    """Who the bot is and whom it serves; a warning where that is for practice alone."""
    check_serving(settings)
    loose = {
        "RENKEI_NOW": settings.now is not None,
        "RENKEI_UNAUTHENTICATED_LOOPBACK": settings.unauthenticated_loopback,
        "RENKEI_CREDENTIAL=static": settings.credential == "static",
    }
    if found := [name for name, is_set in loose.items() if is_set]:
        line = f"{', '.join(found)}: for practice on this machine alone"
        return Warn(line, "take it out of the settings before people use Renkei")
    return "" if settings.public_url else "no RENKEI_PUBLIC_URL: no print views and no tab"


async def _database(settings: Settings) -> str:
    """Whether the key opens what it seals; nothing of it is kept."""
    from bot.cli.opening import opened

    with opened(settings, least=logging.CRITICAL) as house:
        return house.read(_tried)


def _tried(tx: "Tx") -> str:
    from sqlalchemy import select

    from bot.storage.crypto import DATA_KEY

    if tx.first(select(DATA_KEY.c.number).limit(1)) is None:
        return "nothing is sealed yet"
    tx.unseal("doctor", "try", "", tx.seal("doctor", "try", "", "ok"))
    return ""


async def _sign_in(settings: Settings) -> None:
    from bot.delivery.tokens import open_tokens

    tokens = open_tokens(settings)
    try:
        await tokens.header()
    finally:
        await tokens.close()


async def _keys(settings: Settings) -> None:
    from bot.delivery.connector import open_session
    from bot.turns.door.keys import open_keys

    async with open_session() as session:
        await open_keys(settings, session).find("doctor")


async def _people(settings: Settings) -> None:
    """Somebody has to be there to be told of a deadline."""
    from bot.cli.opening import opened
    from bot.people import store
    from bot.people.model import Role

    with opened(settings, least=logging.CRITICAL) as house:
        desk = house.read(lambda tx: store.with_role(tx, Role.AGREEMENT_DESK, house.today))
    if not desk:
        remedy = "load a people file with: renkei people import FILE"
        raise Fails("nobody has the role agreement_desk", remedy)


# In the order in which one thing needs the other.
_FIRST: dict[str, Look] = {"settings for serving": _serving}
_APART: dict[str, Look] = {
    "how processes share the work": doctor_schema.queue,
    "the clock": doctor_clock.skew,
    "sign-in for Teams": _sign_in,
    "keys that sign what Teams sends": _keys,
    "Microsoft Graph (User.Read.All)": doctor_graph.users,
    "the app in the organisation's catalogue": doctor_notices.catalogue,
}
