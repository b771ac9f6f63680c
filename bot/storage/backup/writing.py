"""Writes a snapshot into a file: sealed under a key of its own, which an envelope key wraps."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.storage.backup import header as headers
from bot.storage.backup.header import KEY_BYTES, Header
from bot.storage.backup.packing import Packing
from bot.storage.backup.place import Counted, new_file
from bot.storage.backup.rows import Row, Shape, Sum, encoder
from bot.storage.backup.snapshot import Snapshot, snapshot
from bot.storage.backup.steps import OnStep, Step, Told, unseen
from bot.storage.backup.stream import Sealing
from bot.storage.backup.trailer import Count, Head, Trailer
from bot.storage.crypto.envelopes import Envelopes, envelope_of

LEDGER, KEYS = "ledger_head", "data_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A whole file: its digest (SHA-256), the envelope keys that it needs, and its own trailer."""

    size: int
    digest: str
    envelopes: frozenset[str]
    trailer: Trailer


def write(
    engine: Engine,
    file: Path,
    *,
    envelopes: Envelopes,
    key: str,
    now: datetime,
    overwrite: bool = False,
    told: Told = unseen,
    step: OnStep = unseen,
) -> Written:
    """Everything that is committed now, in constant memory; others read and write meanwhile.

    Nothing is left where it fails. Raises Misconfigured where `file` exists and isn't to be
    overwritten, or OSError.
    """
    own = secrets.token_bytes(KEY_BYTES)
    wrapped = headers.wrapped(envelopes, key, own)
    with new_file(file, overwrite=overwrite, step=step) as out, snapshot(engine) as found:
        header = Header(
            key=key,
            made_at=now,
            release=version("renkei"),
            schema=found.schema,
            wrapped=wrapped,
        )
        walk = _Walk(out, own, header, told)
        for shape in found.shapes():
            walk.take(found, shape)
            step(Step.BEGUN)
        trailer = walk.end()
        step(Step.WRITTEN)
    return Written(
        size=out.size,
        digest=out.digest,
        envelopes=frozenset(filter(None, (envelope_of(wrapped), *walk.envelopes))),
        trailer=trailer,
    )


class _Walk:
    """Takes table after table, and what must be known of them at the end."""

    def __init__(self, out: Counted, own: bytes, header: Header, told: Told) -> None:
        before = headers.written(header)
        out.write(before)
        self._packing = Packing(Sealing(out, own, before))
        self._told = told
        self._counts: dict[str, Count] = {}
        self._tenants: dict[str, Head | None] = {}
        self.envelopes: set[str | None] = set()

    def take(self, found: Snapshot, shape: Shape) -> None:
        self._packing.table(shape)
        total, encode = Sum(), encoder(shape)
        tenant = shape.columns.index("tenant_id")
        for rows in found.batches(shape):
            lines = encode(rows)
            total.add(lines)
            self._packing.rows(lines)
            for one in {row[tenant] for row in rows}:
                self._tenants.setdefault(one, None)
            self._look(shape, rows)
            self._told(len(lines))
        last = found.last(shape)
        self._counts[shape.name] = Count(rows=total.rows, hash=total.hash, last=last)

    def end(self) -> Trailer:
        trailer = Trailer(tables=self._counts, tenants=self._tenants)
        self._packing.end(trailer)
        return trailer

    def _look(self, shape: Shape, rows: Sequence[Row]) -> None:
        """The small tables whose rows say what else the backup needs, or what it holds."""
        if shape.name == LEDGER:
            for row in named(shape, rows):
                self._tenants[row["tenant_id"]] = Head(seq=row["seq"], hash=row["hash"])
        elif shape.name == KEYS:
            self.envelopes |= {envelope_of(row["wrapped"]) for row in named(shape, rows)}


def named(shape: Shape, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Rows whose values have their columns' names."""
    return (dict(zip(shape.columns, row, strict=True)) for row in rows)
