"""What the practice page asks: who may ask, how it is read, how it is answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.emulator.answers import JSON_HEADERS

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def guarded(handler: Handler) -> Handler:
    """Only this page may ask: another web site open in the same browser may not."""

    async def answer(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        host = request.url.host
        if host not in _LOOPBACK or (origin is not None and urlsplit(origin).hostname != host):
            raise web.HTTPForbidden
        if request.method == "POST" and request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        return await handler(request)

    return answer


async def wish_of(request: web.Request) -> dict[str, Any]:
    """The JSON object that the page sends."""
    try:
        wish = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        wish = None
    if not isinstance(wish, dict):
        raise wrong("body")
    return wish


def text_of(wish: Mapping[str, Any], name: str) -> str:
    """A text of the wish that must be there."""
    value = wish.get(name)
    if not isinstance(value, str):
        raise wrong(name)
    return value


def wrong(name: str) -> web.HTTPBadRequest:
    """What to raise where this is missing, or isn't what it must be."""
    text = orjson.dumps({"error": f"wrong or missing: {name}"}).decode()
    return web.HTTPBadRequest(text=text, content_type="application/json")


def instant_of(wish: Mapping[str, Any], name: str) -> datetime:
    """An instant of the wish, with its offset."""
    try:
        at = datetime.fromisoformat(text_of(wish, name))
    except ValueError as error:
        raise wrong(name) from error
    if at.tzinfo is None:
        raise wrong(name)
    return at


def answered(body: Any, *, status: int = 200) -> web.Response:
    """An answer to the page."""
    return web.Response(status=status, body=orjson.dumps(body), headers=JSON_HEADERS)
