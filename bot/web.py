"""aiohttp: the way in for Teams, and what watches over us."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from aiohttp import web

from bot.errors import NotFound, Refused
from bot.turns.links import Page

OpenPage = Callable[[str, str], Awaitable[Page]]
_OVER = (
    '<!doctype html><html lang="ja"><meta charset="utf-8"><title>連携</title>'
    "<p>このリンクは使えません（有効なのは15分間です）。"
    "Teams の連携からもう一度開いてください。</p>"
    '<p lang="en">This link is no longer valid. Open it again from Renkei in Teams.</p></html>'
)
# Nothing of a page is fetched from elsewhere, kept by a browser, or told to another site.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# The door reads its own body and refuses what is larger; this is only the outer wall.
_LARGEST_BODY = 1024 * 1024


class Door(Protocol):
    """What answers /api/messages."""

    async def handle(self, request: web.Request) -> web.StreamResponse: ...


def application(
    door: Door, ready: Callable[[], Awaitable[bool]], open_page: OpenPage
) -> web.Application:
    """The routes; `ready` says whether turns can be served, `open_page` opens a signed link."""
    app = web.Application(client_max_size=_LARGEST_BODY)

    async def healthz(request: web.Request) -> web.Response:
        del request
        return web.json_response({"status": "ok"})

    async def readyz(request: web.Request) -> web.Response:
        del request
        is_ready = await ready()
        word = "ready" if is_ready else "starting"
        return web.json_response({"status": word}, status=200 if is_ready else 503)

    async def view(request: web.Request) -> web.Response:
        try:
            page = await open_page(request.match_info["tenant"], request.match_info["token"])
        except (Refused, NotFound):
            return web.Response(status=403, text=_OVER, content_type="text/html", charset="utf-8")
        return _shown(page)

    app.router.add_get("/view/{tenant}/{token}", view)
    app.router.add_route("*", "/api/messages", door.handle)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    return app


def _shown(page: Page) -> web.Response:
    headers = dict(_HEADERS)
    if page.filename:
        headers["Content-Disposition"] = f'attachment; filename="{page.filename}"'
    return web.Response(
        body=page.body, content_type=page.content_type, charset="utf-8", headers=headers
    )
