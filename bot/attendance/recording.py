"""What the ledger says of rosters: numbers, no names."""

from datetime import datetime

from bot.attendance.importing import Imported
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.storage.tx import Tx

_COUNTS = ("schools", "classes", "staff", "pupils", "guardians", "left")


def imported(tx: Tx, actor: Actor, done: Imported, *, at: datetime) -> None:
    """A roster was loaded."""
    detail = {name: getattr(done, name) for name in _COUNTS} | {"unnamed": len(done.unnamed)}
    subject = f"roster:{done.year}"
    record(tx, actor, at=at, act="attendance.import_roster", subject=subject, detail=detail)


def announced(tx: Tx, actor: Actor, year: int, moment: datetime, *, at: datetime) -> None:
    """The end of an embargo was set."""
    detail = {"announced_at": moment.isoformat()}
    subject = f"roster:{year}"
    record(tx, actor, at=at, act="attendance.announce", subject=subject, detail=detail)
