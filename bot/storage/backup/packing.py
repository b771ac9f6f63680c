"""A backup as lines: each table's shape, then its rows, and the trailer; packed and sealed.

A line that begins with a bracket is a row; one that begins with a brace says what follows.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import orjson

from bot.errors import Unreadable
from bot.storage.backup import trailer as trailers
from bot.storage.backup.rows import Shape
from bot.storage.backup.stream import Sealing
from bot.storage.backup.trailer import Trailer

_LEVEL = 3  # what is sealed doesn't shrink; the rest does so quickly
_BLOCK = 256 * 1024
_BATCH = 1000
_DAMAGED = "doesn't hold what its own end says; take another copy"


class Packing:
    """Writes the lines."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing
        self._deflate = zlib.compressobj(_LEVEL)

    def table(self, shape: Shape) -> None:
        self._line(orjson.dumps({"table": asdict(shape)}))

    def rows(self, lines: Sequence[bytes]) -> None:
        if lines:
            self._line(b"\n".join(lines))

    def end(self, trailer: Trailer) -> None:
        """The trailer, and the last chunk."""
        self._line(orjson.dumps({"end": trailers.as_json(trailer)}))
        self._sealing.write(self._deflate.flush())
        self._sealing.close()

    def _line(self, text: bytes) -> None:
        self._sealing.write(self._deflate.compress(text + b"\n"))


class Unpacking:
    """Reads the lines of one file, each table after the other; the trailer is known at the end."""

    def __init__(self, chunks: Iterable[bytes], *, name: str) -> None:
        self._name = name
        self._lines = _lines(_inflated(chunks, name))
        self._told: dict[str, Any] | None = None
        self.trailer: Trailer | None = None

    def tables(self) -> Iterator[tuple[Shape, Iterator[list[bytes]]]]:
        """Each table with its rows in batches, which must be taken before the next table."""
        self._told = self._control(next(self._lines, b""))
        while self._told is not None and "table" in self._told:
            yield self._shape(self._told["table"]), self._batches()
        if self._told is None or "end" not in self._told or next(self._lines, None) is not None:
            raise Unreadable(self._name, _DAMAGED)
        self.trailer = trailers.read(self._told["end"], name=self._name)

    def _batches(self) -> Iterator[list[bytes]]:
        self._told = None
        batch: list[bytes] = []
        for line in self._lines:
            if line[:1] == b"{":
                self._told = self._control(line)
                break
            batch.append(line)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        yield batch

    def _control(self, line: bytes) -> dict[str, Any]:
        found = orjson.loads(line) if line[:1] == b"{" else None
        if not isinstance(found, dict):
            raise Unreadable(self._name, _DAMAGED)
        return found

    def _shape(self, told: dict[str, Any]) -> Shape:
        return Shape(name=told["name"], columns=tuple(told["columns"]), kinds=tuple(told["kinds"]))


def _inflated(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    inflate = zlib.decompressobj()
    try:
        for chunk in chunks:
            while chunk:
                yield inflate.decompress(chunk, _BLOCK)
                chunk = inflate.unconsumed_tail
            if inflate.unused_data:
                raise Unreadable(name, _DAMAGED)
        yield inflate.flush()
    except zlib.error:
        raise Unreadable(name, _DAMAGED) from None
    if not inflate.eof:
        raise Unreadable(name, _DAMAGED)


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    rest: list[bytes] = []
    for block in blocks:
        first, *more = block.split(b"\n")
        rest.append(first)
        if more:
            yield b"".join(rest)
            yield from more[:-1]
            rest = [more[-1]]
    if last := b"".join(rest):
        yield last
