"""Reads the directory's schools for `renkei attendance import-roster --from-graph`."""

from collections.abc import Callable
from pathlib import Path

from bot.attendance.directory import read
from bot.attendance.sheets.roster import Kind
from bot.cli.opening import House
from bot.errors import Misconfigured, Unavailable, Unreadable
from graph import Graph
from graph.client import Client
from graph.errors import GraphError, NotConsented


async def fetched(house: House, year: int, folder: Path, told: Callable[[int], None]) -> list[Path]:
    """The roster that the directory holds, as files in `folder`; raises Unavailable."""
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
        files = await read(graph.education, year, folder, told)
    except NotConsented as error:
        raise Misconfigured(str(error)) from error
    except GraphError as error:
        raise Unavailable("Microsoft Graph", remedy=f"{error}; nothing was imported") from error
    finally:
        await graph.close()
        await credential.close()
    if Kind.CLASSES not in files:
        raise Unreadable("the directory", f"holds no class of {year}; load the roster from files")
    return list(files.values())
