"""What the ledger says of a reading of the directory: numbers, no names."""

from dataclasses import asdict
from datetime import datetime

from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people.listing import Followed
from bot.storage.tx import Tx


def enter(tx: Tx, actor: Actor, followed: Followed, *, at: datetime) -> None:
    """Enter it, where it has changed anything."""
    if followed != Followed():
        record(tx, actor, at=at, act="people.sync", subject="people", detail=asdict(followed))
