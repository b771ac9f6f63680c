"""The page's files, as the build has left them: read once, packed once."""

import gzip
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from bot.settings import is_loopback

BUILT = Path(__file__).parent / "page" / "built"
_KINDS = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
# Where Teams shows tabs: the clients' own pages, of all clouds.
# https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/tab-requirements
_TEAMS = (
    "https://teams.microsoft.com",
    "https://*.teams.microsoft.com",
    "https://*.cloud.microsoft",
    "https://teams.microsoft.us",
    "https://*.teams.microsoft.us",
)
_LOOPBACK = ("http://127.0.0.1:*", "http://localhost:*")
_UNBUILT = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>一覧</title>
<p>一覧の画面がまだ作られていません。管理者にご連絡ください。</p>
<p lang="en">The page of the tab is not built. Run: make page</p></html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of the page, plain and packed; `lasting`: its name changes with its content."""

    kind: str
    body: bytes
    packed: bytes
    etag: str
    lasting: bool


class Pages:
    """Serves the built page to browsers, to be shown inside Teams and nowhere else."""

    def __init__(self, public_url: str, folder: Path = BUILT) -> None:
        hosts = (*_TEAMS, *(_LOOPBACK if is_loopback(_host(public_url)) else ()))
        self._headers = {
            # Plot writes its own rules into each picture; scripts come from our own files alone.
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
                f"frame-ancestors {' '.join(hosts)}"
            ),
            "Referrer-Policy": "strict-origin",
            "X-Content-Type-Options": "nosniff",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        }
        self._files = {file.name: _read(file) for file in _files(folder)}

    async def answer(self, request: web.Request) -> web.Response:
        """A file of the page, by its name; the page itself at the folder's address."""
        name = request.match_info.get("name") or "index.html"
        file = self._files.get(name)
        if file is None and name == "index.html":
            return web.Response(
                status=503, text=_UNBUILT, content_type="text/html", headers=self._headers
            )
        if file is None:
            raise web.HTTPNotFound
        return self._said(request, file)

    def _said(self, request: web.Request, file: File) -> web.Response:
        forever = "public, max-age=31536000, immutable"
        headers = {
            **self._headers,
            "ETag": file.etag,
            "Vary": "Accept-Encoding",
            "Cache-Control": forever if file.lasting else "no-cache",
        }
        if file.etag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        packs = "gzip" in request.headers.get("Accept-Encoding", "")
        if packs:
            headers["Content-Encoding"] = "gzip"
        return web.Response(
            body=file.packed if packs else file.body,
            content_type=file.kind,
            charset="utf-8",
            headers=headers,
        )


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]


def _files(folder: Path) -> list[Path]:
    return sorted(one for one in folder.glob("*") if one.suffix in _KINDS)


def _read(file: Path) -> File:
    body = file.read_bytes()
    digest = sha256(body).hexdigest()[:20]
    return File(
        kind=_KINDS[file.suffix],
        body=body,
        packed=gzip.compress(body, 9, mtime=0),
        etag=f'"{digest}"',
        lasting="-" in file.stem,  # the build writes page-HASH.js
    )
