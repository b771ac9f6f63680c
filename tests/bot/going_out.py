"""Asks each of Microsoft's services once, with a client as the bot opens it: `test_proxy.py` runs
this as a process of its own, for what certificates are trusted is read as a library is loaded."""

import asyncio
from contextlib import suppress
from pathlib import Path

from bot.delivery.connector import open_session
from bot.delivery.credentials import open_credential
from bot.errors import BotError
from bot.settings import Settings
from bot.storage.crypto.key_vault import open_key_vault

TENANT = "11111111-1111-1111-1111-111111111111"
SETTINGS = Settings(
    app_id="00000000-0000-0000-0000-000000000000",
    tenant_id=TENANT,
    credential="secret",
    secret="x",
    key_vault_key="https://city.vault.azure.net/keys/envelope",
)


async def ask() -> None:
    from azure.core.exceptions import AzureError

    from bot.delivery.credentials import Static
    from graph import Graph
    from graph.client import Client
    from graph.errors import GraphError

    async with open_credential(SETTINGS) as own:
        with suppress(AzureError):
            await own.get_token("https://graph.microsoft.com/.default")
    client = Client(Static("t"), base_url=SETTINGS.graph_url, hosts=SETTINGS.graph_hosts)
    with suppress(GraphError):
        await Graph(client, app_id=SETTINGS.app_id, teams_app_id="").check()
    await client.close()
    vault = open_key_vault(SETTINGS, Path("none.key"))
    with suppress(BotError):
        await asyncio.to_thread(vault.prepare, may_make=False)
    async with open_session() as session:
        for url in (f"https://{SETTINGS.service_hosts[0]}/x", SETTINGS.openid_url):
            async with session.get(url) as answer:
                await answer.read()


if __name__ == "__main__":
    asyncio.run(ask())
