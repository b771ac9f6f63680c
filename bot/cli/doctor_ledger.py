"""What `renkei doctor` says of the ledger's anchors and of what was disposed of: of the files that
stand outside of the database."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.cli.findings import Fails, Warn, is_new
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.records.disposed_file import Done

_LATE = timedelta(days=2)  # one a day, and a night on which nothing ran


async def chain(settings: Settings) -> str:
    """Whether every entry is as it was written, held against the anchors that were filed.

    Raises Fails where one was changed, removed, inserted or moved.
    """
    from bot.cli.opening import opened
    from bot.ledger import anchor_file, filing
    from bot.ledger.verify import verify

    place = filing.place(settings)
    with opened(settings, least=logging.CRITICAL) as house:
        noted = anchor_file.noted(place, house.tenant).anchors if place else ()
        verdict = house.read(lambda tx: verify(tx, anchors=noted))
    if not verdict.whole:
        line = f"{len(verdict.faults)} faults among {verdict.entries} entries"
        raise Fails(line, "see where with: renkei ledger verify")
    return f"{verdict.entries} entries, whole"


async def anchors(settings: Settings) -> str | Warn:
    """Where the day's anchors stand and how old the last is.

    Raises Fails where none is filed, or the last is too old; a warning where no file is
    named, or where the first can't have been filed yet.
    """
    from bot.cli.opening import opened
    from bot.ledger import anchor_file, filing

    place = filing.place(settings)
    if place is None:
        line = "RENKEI_LEDGER_ANCHOR_FILE: not set, so the ledger's anchors stay in the database"
        return Warn(line, "name a file on another machine's disk")
    with opened(settings, least=logging.CRITICAL) as house:
        noted, today = anchor_file.noted(place, house.tenant), house.today
        new = is_new(house, _LATE)
    if not noted.anchors and new:
        return Warn(
            f"none is filed in {place.name} yet", "run renkei serve, which files one each day"
        )
    if not noted.anchors:
        line = f"no anchor of the ledger is filed in {place.name}"
        raise Fails(line, "run renkei serve, or renkei tick each day")
    if noted.last_day < f"{today - _LATE}":
        line = f"the last anchor in {place.name} is of {noted.last_day}"
        raise Fails(line, "run renkei serve, or renkei tick each day")
    beside = "" if settings.ledger_anchor_file else "; beside the database: keep a copy elsewhere"
    return f"the last is of {noted.last_day}{beside}"


async def disposed(settings: Settings) -> str:
    """What was disposed of and is here again since a backup was restored.

    Raises Fails where there is any.
    """
    from bot.cli.opening import opened
    from bot.records import disposed_file

    place = disposed_file.place(settings)
    if place is None:
        return "no file names what was disposed of: RENKEI_LEDGER_ANCHOR_FILE is not set"
    with opened(settings, least=logging.CRITICAL) as house:
        found = house.read(lambda tx: disposed_file.undone(tx, place))
    if found:
        raise Fails(again(found), "dispose of it again; see docs/how-to/dispose.md")
    return "nothing that was disposed of is here again"


def again(found: "Sequence[Done]") -> str:
    """What has to be disposed of again, on one line."""
    listed = ", ".join(f"{one.kind} ({one.gone}, on {one.day})" for one in found)
    return f"disposed of after this backup was made, and here again: {listed}"
