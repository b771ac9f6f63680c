"""Brings the day's anchors from the database into the file beside it, or elsewhere."""

import asyncio
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from bot.ledger import anchor_file, anchors
from bot.settings import Settings
from bot.storage.store import Storage

_SQLITE = "sqlite:///"


def place(settings: Settings) -> Path | None:
    """Where anchors are filed; None on PostgreSQL while no file is named: there is no "beside"."""
    if settings.ledger_anchor_file:
        return Path(settings.ledger_anchor_file)
    if settings.database_url.startswith(_SQLITE):
        return Path(f"{settings.database_url.removeprefix(_SQLITE)}.anchors")
    return None


async def file(storage: Storage, tenants: Iterable[str], path: Path) -> int:
    """Add what isn't in the file yet; how many lines.

    Written first and ticked off after it: a crash between the two writes a line twice, which does
    no harm. Raises Misconfigured.
    """
    count = 0
    for tenant in tenants:
        waiting = await storage.read(tenant, anchors.unfiled)
        if waiting:
            await asyncio.to_thread(anchor_file.append, path, tenant, waiting)
            await storage.write(tenant, partial(anchors.filed, last=waiting[-1].day))
            count += len(waiting)
    return count
