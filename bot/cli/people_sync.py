"""`renkei people sync`: whom the directory knows, who left it, and which roles its groups give."""

import asyncio
import json
from collections.abc import Callable

import click

from bot.cli.opening import TENANT, House, opened
from bot.cli.progress import progress
from bot.errors import Misconfigured, Stale, Unavailable
from bot.people.reading import Reading
from bot.people.recording import enter
from bot.people.sync import Written
from bot.people.sync_state import Heard, heard
from graph import Graph
from graph.client import Client
from graph.errors import GraphError, NotConsented


@click.command
@TENANT
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def sync(as_json: bool) -> None:
    """Read from the directory whom it knows, who is gone, and whom its groups give a role.

    The first time everybody is read, later what changed. What stops on the way goes on there. The
    people file's posts, dates and roles stay as they are.
    """
    with opened() as house, progress("people") as told:
        done = asyncio.run(_read(house, told))
        house.write(lambda tx: enter(tx, house.actor(tx), done.followed, at=house.now))
        found = house.read(heard)
    assert found is not None  # noqa: S101 - it has just been read
    click.echo(_as_json(done, found) if as_json else _in_words(done, found))


async def _read(house: House, told: Callable[[int], None]) -> Written:
    from bot.delivery.credentials import open_credential

    settings = house.settings
    tenant = "" if house.tenant == settings.home else house.tenant
    credential = open_credential(settings, tenant=tenant)
    client = Client(
        credential,
        base_url=settings.graph_url,
        hosts=settings.graph_hosts,
        log=settings.graph_log,
    )
    graph = Graph(client)
    try:
        reading = Reading(
            storage=house.storage, tenant=house.tenant, graph=graph, now=house.now, told=told
        )
        return await reading.run()
    except NotConsented as error:
        raise Misconfigured(str(error)) from error
    except GraphError as error:
        raise Unavailable("Microsoft Graph", remedy=f"{error}; what was read stays") from error
    except Stale:
        line = "the directory is being read by another process"
        raise Unavailable(line, remedy="look at it with: renkei doctor") from None
    finally:
        await graph.close()
        await credential.close()


def _as_json(done: Written, found: Heard) -> str:
    followed = done.followed
    return json.dumps(
        {
            "listed": followed.listed,
            "left": followed.left,
            "back": followed.back,
            "unread_groups": found.unread_groups,
        }
    )


def _in_words(done: Written, found: Heard) -> str:
    followed = done.followed
    line = f"{followed.listed} newly listed, {followed.left} left, {followed.back} came back"
    if not found.unread_groups:
        return line
    return f"{line}\ngroups of role_groups that could not be read: {found.unread_groups}"
