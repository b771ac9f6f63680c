"""The practice page's files."""

import asyncio
from mimetypes import MimeTypes
from pathlib import Path

from aiohttp import web

HERE = Path(__file__).parent / "playground"
ASSETS = "node_modules"
_HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    # Nothing is ever fetched from another address: the practice tenant works without a network.
    # The bot's tab alone is framed, and it is on this machine too.
    "Content-Security-Policy": (
        "default-src 'self' 'unsafe-inline' data:; "
        "frame-src http://127.0.0.1:* http://localhost:*; frame-ancestors 'none'"
    ),
}
_KINDS = MimeTypes()  # as Python knows them: what the machine says of its own differs
_MISSING = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>練習テナント</title>
<h1>画面の部品がありません</h1>
<p>次のコマンドで部品を入れてから、このページを開き直してください。</p>
<pre>npm ci --prefix {folder}</pre>
<p lang="en">The page's parts are missing. Install them with the command above and reload.</p>
</html>
"""


class Page:
    """Serves one folder: its own files at /, the installed assets at /assets/."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = (folder or HERE).resolve()

    def routes(self) -> list[web.RouteDef]:
        """Where the files are; must be the last routes of the application."""
        return [
            web.get("/", self.index),
            web.get("/assets/{path:.+}", self.asset),
            web.get("/{path:.+}", self.own),
        ]

    async def index(self, _request: web.Request) -> web.StreamResponse:
        """The page, or what to do when it can't be shown."""
        index = self._folder / "index.html"
        if not index.is_file() or not (self._folder / ASSETS / "adaptivecards").is_dir():
            text = _MISSING.format(folder=self._folder)
            return web.Response(text=text, content_type="text/html", status=503)
        return await _said(index)

    async def own(self, request: web.Request) -> web.StreamResponse:
        """A file of ours."""
        path = request.match_info["path"]
        if path.startswith(ASSETS):
            raise web.HTTPNotFound
        return await _file(self._folder, path)

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """A file of an installed package."""
        return await _file(self._folder / ASSETS, request.match_info["path"])


async def _file(folder: Path, path: str) -> web.StreamResponse:
    wanted = (folder / path).resolve()
    if not wanted.is_relative_to(folder) or not wanted.is_file():
        raise web.HTTPNotFound
    return await _said(wanted)


async def _said(file: Path) -> web.StreamResponse:
    """Read whole: aiohttp's own way leaves a file open for which a browser doesn't wait."""
    kind, _ = _KINDS.guess_type(file.name)
    body = await asyncio.to_thread(file.read_bytes)
    return web.Response(
        body=body, content_type=kind or "application/octet-stream", headers=_HEADERS
    )
