"""RENKEI_GRAPH_LOG: every request as one line of JSON, without the token."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import orjson

if TYPE_CHECKING:
    from httpx import Request

_VERSION = "/v1.0"


async def write(file: Path, request: "Request", base_url: str) -> None:
    """Add this request; its path as Graph itself has it, wherever `base_url` leads."""
    url = urlsplit(str(request.url))
    line = {
        "method": request.method,
        "path": _VERSION + url.path.removeprefix(urlsplit(base_url).path),
        "query": dict(parse_qsl(url.query, keep_blank_values=True)),
        "headers": _shown(request.headers),
        "body": orjson.loads(request.content) if request.content else None,
    }
    await asyncio.to_thread(_append, file, orjson.dumps(line) + b"\n")


def _shown(headers: Mapping[str, str]) -> dict[str, str]:
    hidden = "Bearer …"
    return {name: hidden if name == "authorization" else text for name, text in headers.items()}


def _append(file: Path, line: bytes) -> None:
    with file.open("ab") as out:
        out.write(line)
