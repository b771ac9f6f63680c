"""A file beside the anchors that says what was disposed of: a restored backup knows nothing of it.

One line for each disposal, with its number, day, kind and count; it names nobody.
"""

import asyncio
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import Misconfigured
from bot.ledger import filing
from bot.records.model.keeping import PERSON
from bot.records.store import disposals
from bot.settings import Settings
from bot.storage.store import Storage
from bot.storage.tx import Tx

_LINE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d) (?P<tenant>\S{1,64}) disposal:(?P<id>\d{1,18}) "
    r"(?P<kind>[a-z_]{1,40}) (?P<gone>\d{1,18})"
)
_MODE = 0o644


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A disposal that was carried out, as the file says it."""

    id: int
    day: date
    kind: str
    gone: int

    def line(self, tenant: str) -> str:
        return f"{self.day} {tenant} disposal:{self.id} {self.kind} {self.gone}\n"


def place(settings: Settings) -> Path | None:
    """Where it stands; None where no file of anchors is named either."""
    anchors = filing.place(settings)
    return None if anchors is None else Path(f"{anchors}.disposed")


async def file(storage: Storage, tenants: Iterable[str], path: Path) -> int:
    """Add what isn't in the file yet; how many lines. Raises Misconfigured."""
    count = 0
    for tenant in tenants:
        found = await storage.read(tenant, done)
        if found:
            count += await asyncio.to_thread(_add, path, tenant, found)
    return count


def done(tx: Tx) -> tuple[Done, ...]:
    """What this database says was disposed of, the oldest first."""
    rows = disposals.finished(tx)
    return tuple(Done(id=row.id, day=row.ended_on, kind=row.kind, gone=row.gone) for row in rows)


def _add(path: Path, tenant: str, found: Sequence[Done]) -> int:
    known = set(noted(path, tenant))
    lines = [one.line(tenant) for one in found if one not in known]
    if lines:
        _append(path, "".join(lines))
    return len(lines)


def _append(path: Path, lines: str) -> None:
    try:
        opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _MODE)
        try:
            # What a crash has left of a line is none: the new ones begin on lines of their own.
            os.write(opened, f"\n{lines}".encode() if path.stat().st_size else lines.encode())
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError as error:
        raise _bad(path, error) from None


def noted(path: Path, tenant: str) -> tuple[Done, ...]:
    """What the file says of a tenant; nothing where there is no file. Raises Misconfigured."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _bad(path, error) from None
    found = filter(None, map(_LINE.fullmatch, lines))
    return tuple(
        Done(
            id=int(one["id"]),
            day=date.fromisoformat(one["day"]),
            kind=one["kind"],
            gone=int(one["gone"]),
        )
        for one in found
        if one["tenant"] == tenant
    )


def undone(tx: Tx, path: Path) -> tuple[Done, ...]:
    """What was disposed of and is here again, for a backup was restored that is older: it has to be
    done again. Of one person's data as many as were not done again since."""
    here = done(tx)
    missing = [one for one in noted(path, tx.tenant) if one not in here]
    kinds = [one for one in missing if one.kind != PERSON and not _is_done_again(one, here)]
    people = [one for one in missing if one.kind == PERSON]
    first = min((one.day for one in people), default=date.max)
    again = sum(one.kind == PERSON and one.day >= first for one in here)
    return (*kinds, *people[again:])


def _is_done_again(one: Done, here: Iterable[Done]) -> bool:
    return any(other.kind == one.kind and other.day >= one.day for other in here)


def _bad(path: Path, error: OSError) -> Misconfigured:
    reason = error.strerror or type(error).__name__
    return Misconfigured(f"{path.name} can't be used ({reason}); see RENKEI_LEDGER_ANCHOR_FILE")
