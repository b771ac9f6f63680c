"""aiohttp: the way in for Teams, and what watches over us."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from aiohttp import web

from bot.clock import real_seconds
from bot.errors import NotFound, Refused, Unavailable
from bot.turns.links import Page

OpenPage = Callable[[str, str], Awaitable[Page]]
_PLAIN = (
    '<!doctype html><html lang="ja"><meta charset="utf-8"><title>連携</title>'
    '<p>{ja}</p><p lang="en">{en}</p></html>'
)
_OVER = _PLAIN.format(
    ja="このリンクは使えません（有効なのは15分間です）。Teams の連携からもう一度開いてください。",
    en="This link is no longer valid. Open it again from Renkei in Teams.",
)
_AWAY = _PLAIN.format(
    ja="ただいま表示できません。しばらくしてから、もう一度お試しください。",
    en="This can't be shown now. Please try again in a while.",
)
# Nothing of a page is fetched from elsewhere, kept by a browser, or told to another site.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# Strangers who guess at links take no thread from those who press: more are asked to come again.
MOST_OPEN = 50
_READY_SECONDS = 1.0
# The door reads its own body and refuses what is larger; this is only the outer wall.
_LARGEST_BODY = 1024 * 1024


class Door(Protocol):
    """What answers /api/messages."""

    async def handle(self, request: web.Request) -> web.StreamResponse: ...


def application(
    door: Door,
    ready: Callable[[], Awaitable[bool]],
    open_page: OpenPage,
    tab: Iterable[web.RouteDef] = (),
) -> web.Application:
    """The routes; `ready` says whether turns can be served, `open_page` opens a signed link.

    `tab`: the tab's own, none where no browser could reach it.
    """
    app = web.Application(client_max_size=_LARGEST_BODY)
    opening = asyncio.Semaphore(MOST_OPEN)
    readiness = _Readiness(ready)

    async def healthz(request: web.Request) -> web.Response:
        del request
        return web.json_response({"status": "ok"})

    async def readyz(request: web.Request) -> web.Response:
        del request
        word = await readiness.word()
        return web.json_response({"status": word}, status=200 if word == "ready" else 503)

    async def view(request: web.Request) -> web.Response:
        if opening.locked():
            return _shown(Page(body=_AWAY.encode()), status=503)
        try:
            async with opening:
                page = await open_page(request.match_info["tenant"], request.match_info["token"])
        except (Refused, NotFound):
            return _shown(Page(body=_OVER.encode()), status=403)
        except Unavailable:
            return _shown(Page(body=_AWAY.encode()), status=503)
        return _shown(page)

    app.router.add_get("/view/{tenant}/{token}", view)
    app.router.add_route("*", "/api/messages", door.handle)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.add_routes(tab)
    return app


class _Readiness:
    """Looked at once at a time and good for a second: the address is open to strangers, and none
    of them may keep the database's connections from those who press."""

    def __init__(self, ready: Callable[[], Awaitable[bool]]) -> None:
        self._ready = ready
        self._turn = asyncio.Lock()
        self._known, self._until = "starting", float("-inf")

    async def word(self) -> str:
        async with self._turn:
            if real_seconds() >= self._until:
                self._known = await self._looked()
                self._until = real_seconds() + _READY_SECONDS
            return self._known

    async def _looked(self) -> str:
        try:
            return "ready" if await self._ready() else "starting"
        except Unavailable:
            return "unavailable"


def _shown(page: Page, *, status: int = 200) -> web.Response:
    headers = dict(_HEADERS)
    if page.filename:
        headers["Content-Disposition"] = f'attachment; filename="{page.filename}"'
    return web.Response(
        status=status,
        body=page.body,
        content_type=page.content_type,
        charset="utf-8",
        headers=headers,
    )
