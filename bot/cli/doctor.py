"""`renkei doctor`: what stands in the way, and what to do about it."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

import click

from bot.cli import (
    doctor_attendance,
    doctor_backup,
    doctor_keys,
    doctor_ledger,
    doctor_notices,
    doctor_people,
)
from bot.errors import BotError, Misconfigured
from bot.settings import Settings, check_serving, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at; `remedy` says what to do, or what is to be known of it."""

    what: str
    ok: bool
    remedy: str = ""


Look = Callable[[Settings], Awaitable[str | None]]


@click.command
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def doctor(as_json: bool) -> int:
    """Check settings, database, credentials, keys of Teams and Graph; say what to fix."""
    from bot import logs

    logs.set_up(json=False, least=logging.CRITICAL)
    logging.disable()  # the findings say it all
    try:
        settings = load()
    except Misconfigured as error:
        findings = [Finding(what="settings", ok=False, remedy=str(error))]
    else:
        findings = asyncio.run(_examine(settings))
    if as_json:
        click.echo(json.dumps({"findings": [asdict(one) for one in findings]}, ensure_ascii=False))
    else:
        for one in findings:
            click.echo(f"{'ok  ' if one.ok else 'FIX '} {one.what}" + _after(one.remedy))
    return 0 if all(one.ok for one in findings) else 1


def _after(remedy: str) -> str:
    return f": {remedy}" if remedy else ""


async def _examine(settings: Settings) -> list[Finding]:
    looks: dict[str, Look] = {
        "settings for serving": _serving,
        "database and its key": _database,
        "where the envelope key is": doctor_keys.file,
        "what the keys have sealed": doctor_keys.sealed,
        "what isn't encrypted": doctor_keys.clear,
        "backups": doctor_backup.backups,
        "the ledger's anchors": doctor_ledger.anchors,
        "what was disposed of": doctor_ledger.disposed,
        "sign-in for Teams": _sign_in,
        "keys that sign what Teams sends": _keys,
        "Microsoft Graph (User.Read.All)": _graph,
        "the app in the organisation's catalogue": doctor_notices.catalogue,
        "what notices ask of Graph and Teams": doctor_notices.refused,
        "people and posts": _people,
        "who leads incidents": doctor_people.officers,
        "people of the directory": doctor_people.directory,
        "pupils and the app": doctor_attendance.pupils,
    }
    return [await _look(what, look, settings) for what, look in looks.items()]


async def _look(what: str, look: Look, settings: Settings) -> Finding:
    from azure.core.exceptions import AzureError

    from graph.errors import GraphError

    try:
        known = await look(settings)
    except (BotError, GraphError) as error:
        return Finding(what=what, ok=False, remedy=str(error))
    except AzureError as error:
        line = f"Microsoft's login refuses ({type(error).__name__}); check RENKEI_CREDENTIAL"
        return Finding(what=what, ok=False, remedy=line)
    return Finding(what=what, ok=True, remedy=known or "")


async def _serving(settings: Settings) -> None:
    check_serving(settings)


async def _database(settings: Settings) -> None:
    from bot.cli.opening import opened

    with opened(settings, least=logging.CRITICAL) as house:
        house.write(lambda tx: tx.unseal("doctor", "try", "", tx.seal("doctor", "try", "", "ok")))


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


async def _graph(settings: Settings) -> None:
    from bot.delivery.credentials import open_credential
    from graph import Graph
    from graph.client import Client

    credential = open_credential(settings)
    client = Client(
        credential,
        base_url=settings.graph_url,
        hosts=settings.graph_hosts,
        log=settings.graph_log,
    )
    graph = Graph(client)
    try:
        await graph.check()
    finally:
        await graph.close()
        await credential.close()


async def _people(settings: Settings) -> None:
    """Somebody has to be there to be told of a deadline."""
    from bot.cli.opening import opened
    from bot.people import store
    from bot.people.model import Role

    with opened(settings, least=logging.CRITICAL) as house:
        desk = house.read(lambda tx: store.with_role(tx, Role.AGREEMENT_DESK, house.today))
    if not desk:
        line = "nobody has the role agreement_desk"
        raise Misconfigured(f"{line}; load a people file with: renkei people import FILE")
