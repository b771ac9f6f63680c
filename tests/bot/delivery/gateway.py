"""A way to PostgreSQL that a test can close: its socket in a folder of its own, passed through."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_SOCKET = ".s.PGSQL.5432"


class Gateway:
    """`url` leads through it; `close` breaks every connection and refuses new ones."""

    def __init__(self, url: str, folder: Path) -> None:
        behind = parse_qs(urlsplit(url).query)["host"][0]
        self.url = url.replace(behind, str(folder))
        self._behind = f"{behind}/{_SOCKET}"
        self._path = folder / _SOCKET
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_unix_server(self._pass, self._path)

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        self._path.unlink(missing_ok=True)
        for writer in tuple(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self._behind)
        pair = {writer, back}
        self._writers |= pair
        try:
            await asyncio.gather(_pour(reader, back), _pour(there, writer))
        finally:
            self._writers -= pair
            for one in pair:
                one.close()


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await source.read(65536):
            into.write(data)
            await into.drain()
    into.close()


@asynccontextmanager
async def gateway(url: str, folder: Path) -> AsyncIterator[Gateway]:
    """Open at first; closed at the end."""
    found = Gateway(url, folder)
    await found.open()
    try:
        yield found
    finally:
        await found.close()
