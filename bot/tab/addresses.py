"""/tab/: the page, and the JSON that it asks for, each request with the caller's token."""

from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from typing import Any

import orjson
import structlog
from aiohttp import web

from bot.errors import NotFound, Refused, Unavailable
from bot.logs import trace
from bot.tab.crowding import Crowding
from bot.tab.describing import description
from bot.tab.pages import Pages
from bot.tab.reading import Reading
from bot.tab.sign_on import Caller, SignOn
from bot.turns.door.refusals import TurnedAway
from cards.lang import Lang

DIGITS = 9  # what is asked for is an id or a year
_WORDS = {
    400: "a number in the address isn't one",
    401: "the token is missing or not valid",
    403: "this is not for you to see",
    404: "there is no such panel",
    429: "too much at once; ask again in some seconds",
    503: "not available now; ask again later",
}
_ASKED_OF = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "5"}}
# Nothing of an answer is kept on the reader's machine: the page holds the last one, and its ETag.
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

log = structlog.get_logger()
Answer = Callable[[web.Request, Caller], Awaitable[Any]]


class Tab:
    """The tab's addresses. A token at fault is 401, a tenant that isn't served 403; nothing that a
    client sends makes a 500."""

    def __init__(self, sign_on: SignOn, reading: Reading, pages: Pages, version: str) -> None:
        self._sign_on = sign_on
        self._reading = reading
        self._pages = pages
        self._crowding = Crowding()
        self._description = orjson.dumps(description(reading.panels, version))

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get("/tab/api/openapi.json", self.openapi),
            web.get("/tab/api/me", self._signed(self.me)),
            web.get("/tab/api/panels/{panel}", self._signed(self.panel)),
            web.get("/tab", self.moved),
            web.get("/tab/", self._pages.answer),
            web.get("/tab/{name}", self._pages.answer),
        ]

    async def moved(self, request: web.Request) -> web.Response:
        """The page's files lie beside it: its address ends in a slash."""
        del request
        raise web.HTTPMovedPermanently("/tab/")

    async def openapi(self, request: web.Request) -> web.Response:
        """What the addresses answer, for programs; it tells nothing of anybody."""
        del request
        return web.Response(
            body=self._description, content_type="application/json", headers=_HEADERS
        )

    async def me(self, request: web.Request, caller: Caller) -> Any:
        """Who looks."""
        return await self._reading.me(caller, _lang(request))

    async def panel(self, request: web.Request, caller: Caller) -> Any:
        """One panel."""
        name = request.match_info["panel"]
        return await self._reading.panel(caller, _lang(request), name, _asked(request.query))

    def _signed(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Asks who it is before anything else, and tells faults by their status alone."""

        async def answered(request: web.Request) -> web.Response:
            try:
                given = request.headers.getall("Authorization", [])
                if len(given) != 1:
                    raise TurnedAway(401, "no_bearer_token")
                caller = await self._sign_on.check(given[0])
                with self._crowding.among(caller):
                    return _said(request, await answer(request, caller))
            except TurnedAway as refusal:
                log.info("tab_turned_away", status=refusal.status, reason=refusal.reason)
                return _fault(refusal.status)
            except Refused:
                return _fault(403)
            except NotFound:
                return _fault(404)
            except Unavailable as error:
                log.warning("tab_unavailable", neighbour=error.neighbour)
                return _fault(503)
            except Exception as error:  # noqa: BLE001 - the outermost place: log it and answer
                log.error("tab_failed", **trace(error))
                return _fault(500)

        return answered


def _lang(request: web.Request) -> Lang:
    """The language that Teams is set to, as the page has it: Japanese or English."""
    told = request.headers.get("Accept-Language", "")[:20].lower()
    return Lang("en") if told and not told.startswith("ja") else Lang("ja")


def _asked(query: Mapping[str, str]) -> dict[str, int]:
    """The numbers that the address asks for; raises TurnedAway(400)."""
    found: dict[str, int] = {}
    for name, value in query.items():
        if not (value.isascii() and value.isdigit() and len(value) <= DIGITS):
            raise TurnedAway(400, "query")
        found[name] = int(value)
    return found


def _said(request: web.Request, found: Any) -> web.Response:
    body = orjson.dumps(found)
    etag = f'"{sha256(body).hexdigest()[:20]}"'
    headers = {**_HEADERS, "ETag": etag, "Vary": "Authorization, Accept-Language"}
    if etag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type="application/json", headers=headers)


def _fault(status: int) -> web.Response:
    headers = {**_HEADERS, **_ASKED_OF.get(status, {})}
    body = orjson.dumps({"error": _WORDS.get(status, "something went wrong")})
    return web.Response(status=status, body=body, content_type="application/json", headers=headers)
