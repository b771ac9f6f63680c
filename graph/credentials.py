"""A credential whose tokens always last a while."""

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from azure.core.credentials import AccessToken
    from azure.core.credentials_async import AsyncTokenCredential

LEAST_SECONDS = 46 * 60.0  # the activity feed refuses tokens with less than 45 minutes left
_YOUNG_SECONDS = 60.0  # a credential that gives shorter tokens anyway isn't replaced at each call


class Lasting:
    """Gives tokens with three quarters of an hour left at least.

    azure-identity hands out its cached token until the last minutes, and the cache belongs to the
    credential: a fresh one is opened by `open_` where the token would end too soon.
    """

    def __init__(
        self, open_: "Callable[[], AsyncTokenCredential]", *, least: float = LEAST_SECONDS
    ) -> None:
        self._open = open_
        self._least = least
        self._current = open_()
        self._opened_at = time.time()
        self._turn = asyncio.Lock()

    async def get_token(self, *scopes: str, **options: Any) -> "AccessToken":
        """A token for `scopes`; as fresh as can be had where the sign-in gives shorter ones."""
        async with self._turn:
            token = await self._current.get_token(*scopes, **options)
            if self._lasts(token):
                return token
            return await self._renew(*scopes, **options)

    async def _renew(self, *scopes: str, **options: Any) -> "AccessToken":
        """A fresh credential's token; the old one stays until the fresh one has shown to work."""
        fresh = self._open()
        try:
            token = await fresh.get_token(*scopes, **options)
        except BaseException:
            await fresh.close()
            raise
        old, self._current, self._opened_at = self._current, fresh, time.time()
        await old.close()
        return token

    def _lasts(self, token: "AccessToken") -> bool:
        now = time.time()
        return token.expires_on - now >= self._least or now - self._opened_at < _YOUNG_SECONDS

    async def close(self) -> None:
        """End its connections."""
        async with self._turn:
            await self._current.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None = None,
        _error: BaseException | None = None,
        _trace: TracebackType | None = None,
    ) -> None:
        await self.close()
