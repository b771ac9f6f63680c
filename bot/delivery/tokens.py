"""The bot's own token for Teams: cached, fetched by one at a time, renewed before it ends."""

import asyncio
import time
from collections.abc import Callable

import structlog
from azure.core.credentials import AccessToken
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError

from bot.delivery.credentials import open_credential
from bot.errors import Unavailable
from bot.settings import Settings

SCOPE = "https://api.botframework.com/.default"
ENDING = 60.0  # seconds left in which a token is no longer shown
EARLY = 600.0  # seconds left from which a new one is fetched in the background
PAUSE = 30.0  # seconds between attempts in the background
PATIENCE = 10.0  # seconds for one fetch

log = structlog.get_logger()


class Tokens:
    """The value of the Authorization header for the connector.

    `open_one` makes a fresh credential: azure-identity keeps its own cache, so only a new
    instance fetches a new token after Teams has refused the cached one.
    """

    def __init__(
        self,
        open_one: Callable[[], AsyncTokenCredential],
        *,
        scope: str = SCOPE,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._open = open_one
        self._scope = scope
        self._now = now
        self._credential: AsyncTokenCredential | None = None
        self._header = ""
        self._ends = 0.0
        self._early = EARLY
        self._next_try = 0.0
        self._fetching: asyncio.Task[None] | None = None

    async def header(self) -> str:
        """`Bearer …`, at once while the present token is valid. Raises Unavailable."""
        left = self._ends - self._now()
        if left > ENDING:
            if left < self._early:
                self._renew_quietly()
            return self._header
        await asyncio.shield(self._fetch())
        return self._header

    async def renewed(self, refused: str) -> str:
        """A header other than `refused`, which Teams did not accept. Raises Unavailable."""
        if self._header == refused:
            await self._forget()
        return await self.header()

    async def close(self) -> None:
        """End a fetch under way, and the credential."""
        if self._fetching is not None:
            self._fetching.cancel()
        await self._forget()

    async def _forget(self) -> None:
        self._header, self._ends = "", 0.0
        credential, self._credential = self._credential, None
        if credential is not None:
            await credential.close()

    def _renew_quietly(self) -> None:
        if self._fetching is None and self._now() >= self._next_try:
            self._next_try = self._now() + PAUSE
            self._fetch().add_done_callback(_noted)

    def _fetch(self) -> "asyncio.Task[None]":
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch_now())
            self._fetching.add_done_callback(self._ended)
        return self._fetching

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if self._fetching is task:
            self._fetching = None

    async def _fetch_now(self) -> None:
        if self._credential is None:
            self._credential = self._open()
        try:
            async with asyncio.timeout(PATIENCE):
                token = await self._credential.get_token(self._scope)
        except (AzureError, TimeoutError, OSError) as error:
            log.warning("token_not_fetched", error=type(error).__name__)
            raise Unavailable("the login of Microsoft") from None
        self._keep(token)

    def _keep(self, token: AccessToken) -> None:
        self._header = f"Bearer {token.token}"
        self._ends = float(token.expires_on)
        # A short-lived token is renewed in the last half of its life, not from the start.
        self._early = min(EARLY, (self._ends - self._now()) / 2)


def _noted(task: "asyncio.Task[None]") -> None:
    """A failed early renewal was logged where it failed; the old token is still good."""
    if not task.cancelled():
        task.exception()


def open_tokens(settings: Settings) -> Tokens:
    """The token for Teams by the credential that the settings name.

    A registration for many tenants gets its token from Bot Framework's own tenant.
    """
    tenant = "botframework.com" if settings.credential == "federated" else settings.tenant_id
    return Tokens(lambda: open_credential(settings, tenant=tenant))
