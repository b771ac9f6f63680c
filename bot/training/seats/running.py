"""What the desk does with a session: everybody concerned is in the outcome, to be told."""

from datetime import datetime

from bot.storage.tx import Tx
from bot.training.rules import sessions as rules
from bot.training.seats import crowds
from bot.training.seats.locked import Locked
from bot.training.seats.outcome import Outcome
from bot.training.store import crowds as begun


def open_session(tx: Tx, session_id: int, now: datetime, version: int) -> Outcome:
    """受付を再開する."""
    locked = Locked(tx, session_id, now)
    locked.change(rules.opened(locked.session, version=version, now=now))
    return locked.close("open_session")


def close_session(tx: Tx, session_id: int, now: datetime, version: int) -> Outcome:
    """受付を終える; what is booked takes place, and the waiting list still moves."""
    locked = Locked(tx, session_id, now)
    locked.change(rules.closed(locked.session, version=version, now=now))
    return locked.close("close_session")


def cancel_session(tx: Tx, session_id: int, now: datetime, version: int, *, reason: str) -> Outcome:
    """中止: everybody loses their place and may enrol in another session at once.

    Of many people the first alone are in the outcome: `crowds.go_on` has the rest.
    """
    locked = Locked(tx, session_id, now)
    locked.change(rules.cancelled(locked.session, version=version, reason=reason, now=now))
    begun.drop(tx, session_id, crowds.MOVE)  # who hasn't heard of that hears of this alone
    return crowds.begin(locked, crowds.CANCEL)


def move_session(
    tx: Tx,
    session_id: int,
    now: datetime,
    version: int,
    *,
    starts_at: datetime,
    place: str = "",
    reason: str = "",
) -> Outcome:
    """日時・会場を変更; what was offered has to be answered before the new beginning.

    `kept` are those who stay; of many people the first alone, as in `cancel_session`.
    """
    locked = Locked(tx, session_id, now)
    was = locked.session.starts_at
    given = {"starts_at": starts_at, "place": place, "reason": reason, "now": now}
    locked.change(rules.moved(locked.session, version=version, **given))  # type: ignore[arg-type]
    locked.look_by(locked.session.starts_at)
    return crowds.begin(locked, crowds.MOVE, was=was)


def shift_session(tx: Tx, session_id: int, now: datetime, *, was: datetime) -> Outcome:
    """Its times were corrected by hand: whoever has a place hears of it, as when it is moved.

    `was`: when it began before that.
    """
    return crowds.begin(Locked(tx, session_id, now), crowds.MOVE, was=was)
