"""The waiting list moves by itself: offers that ran out end, and free seats go to the next."""

from datetime import datetime

from bot.storage.tx import Tx
from bot.training.seats.locked import Locked
from bot.training.seats.outcome import Outcome
from bot.training.store import sessions


def lapse(tx: Tx, now: datetime, most: int = 200) -> tuple[Outcome, ...]:
    """End the offers that ran out by `now` and hand their seats on, of so many sessions."""
    locked = [Locked(tx, session, now) for session in sessions.lapsing(tx, now, most)]
    return tuple(one.close("lapse") for one in locked)


def move_up(tx: Tx, session: int, now: datetime) -> Outcome:
    """Offer what is free, after seats or quotas were changed by hand."""
    return Locked(tx, session, now).close("move_up")
