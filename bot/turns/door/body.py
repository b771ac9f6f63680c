"""The body of a request: bounded, strictly JSON, and nothing in it that others would choke on."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import orjson
from aiohttp import web

from bot.turns.door.refusals import TurnedAway, malformed

LARGEST = 256 * 1024
DEEPEST = 64  # levels of nesting
PATIENCE = 10.0  # seconds for the whole body to come


def check_size(request: web.Request) -> None:
    """Refuse by the announced length alone, before anything is read."""
    if (request.content_length or 0) > LARGEST:
        raise TurnedAway(413, "content_length")


async def read(request: web.Request) -> dict[str, Any]:
    """The JSON object that was sent. Raises TurnedAway with 400, 413 or 415."""
    # What is packed may unpack to anything: Teams doesn't pack.
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise TurnedAway(415, "content_encoding")
    if request.content_type != "application/json":
        raise TurnedAway(415, "content_type")
    return parse(await _bytes(request))


async def _bytes(request: web.Request) -> bytes:
    raw = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            while chunk := await request.content.readany():
                raw += chunk
                if len(raw) > LARGEST:
                    raise TurnedAway(413, "body")
    except (web.RequestPayloadError, OSError):  # broken chunks, or nobody sends on
        raise malformed("transfer") from None
    return bytes(raw)


def parse(raw: bytes) -> dict[str, Any]:
    """A JSON object without NaN, lone surrogates, doubled keys, NUL or deep nesting."""
    try:
        body = orjson.loads(raw)
        if _depth_of(raw, body) > DEEPEST:
            raise malformed("depth")
        _STRICT.decode(raw.decode())
    except (ValueError, RecursionError):
        raise malformed("json") from None
    if not isinstance(body, dict):
        raise malformed("json")
    return _without_nul(body) if b"\\u0000" in raw else body


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")


_STRICT = json.JSONDecoder(object_pairs_hook=_once)


def _depth_of(raw: bytes, body: Any) -> int:
    """An upper bound where that is enough, else the true depth."""
    opened = raw.count(b"{") + raw.count(b"[")
    if opened <= DEEPEST:
        return opened
    depth, level = 0, [body]
    while level and depth <= DEEPEST:
        depth += 1
        level = [one for outer in level for one in _inside(outer) if isinstance(one, dict | list)]
    return depth


def _inside(container: Any) -> Iterable[Any]:
    return container.values() if isinstance(container, dict) else container


def _without_nul(value: Any) -> Any:
    """No database of ours stores the character NUL in a text."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(item) for key, item in value.items()}
    return value
