"""Opens a backup's file: its key found, every byte proved as it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from bot.errors import Unreadable
from bot.storage.backup import header as headers
from bot.storage.backup.header import Header
from bot.storage.backup.packing import Unpacking
from bot.storage.backup.rows import Shape, Sum
from bot.storage.backup.stream import opened as opened_stream
from bot.storage.backup.trailer import Trailer
from bot.storage.crypto.envelopes import Envelopes

_DIFFERS = "doesn't hold what its own end says; take another copy"


class Reading:
    """One backup, read once from its beginning to its end."""

    def __init__(self, header: Header, lines: Unpacking, source: "_Counted", name: str) -> None:
        self.header = header
        self.name = name
        self.shapes: dict[str, Shape] = {}
        self._lines = lines
        self._source = source
        self._sums: dict[str, Sum] = {}

    def tables(self) -> Iterator[tuple[Shape, Iterator[list[bytes]]]]:
        """Each table with its lines in batches, which must be taken before the next table."""
        for shape, batches in self._lines.tables():
            self.shapes[shape.name] = shape
            yield shape, self._summed(shape.name, batches)

    def end(self) -> Trailer:
        """What the file's end says of it. Raises Unreadable where it was read otherwise."""
        trailer = self._lines.trailer
        found = {name: (one.rows, one.hash) for name, one in self._sums.items()}
        if trailer is None or found != {
            name: (one.rows, one.hash) for name, one in trailer.tables.items()
        }:
            raise Unreadable(self.name, _DIFFERS)
        return trailer

    @property
    def size(self) -> int:
        return self._source.size

    @property
    def digest(self) -> str:
        """SHA-256 of the file, once it was read to its end."""
        return self._source.digest

    def _summed(self, name: str, batches: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
        total = self._sums.setdefault(name, Sum())
        for lines in batches:
            total.add(lines)
            yield lines


@contextmanager
def reading(file: Path, envelopes: Envelopes) -> Iterator[Reading]:
    """The file, opened. Raises Unreadable (no backup, damaged, of a newer release), Misconfigured
    (no envelope key here opens it) or OSError."""
    with file.open("rb") as raw:
        source = _Counted(raw)
        header, before = headers.read(source, name=file.name)
        key = headers.unwrapped(envelopes, header)
        chunks = opened_stream(source, key, before, name=file.name)
        yield Reading(header, Unpacking(chunks, name=file.name), source, file.name)


class _Counted:
    """A file that knows the size and digest of what was read."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._hash = sha256()
        self.size = 0

    def read(self, size: int, /) -> bytes:
        found = self._source.read(size)
        self._hash.update(found)
        self.size += len(found)
        return found

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()
