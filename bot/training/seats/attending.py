"""What became of a session: who was there, and who was left over."""

from collections.abc import Mapping
from datetime import datetime

from bot.storage.tx import Tx
from bot.training.rules import sessions as rules
from bot.training.seats import crowds
from bot.training.seats.locked import Locked
from bot.training.seats.outcome import Outcome


def hold(tx: Tx, session_id: int, now: datetime) -> Outcome:
    """The session took place; whoever still waited, or wasn't approved, is left over.

    `kept` are those whose colleague never answered whether they take the seat. Of many people the
    first alone are in the outcome: `crowds.go_on` has the rest.
    """
    locked = Locked(tx, session_id, now)
    locked.change(rules.held(locked.session))
    return crowds.begin(locked, crowds.HOLD)


def attend(tx: Tx, session_id: int, minutes: Mapping[int, int], now: datetime) -> Outcome:
    """What the attendance report says: how many minutes each person was there, none for others.

    Read again it adds what is new, also of who has booked another session since. `kept` are those
    of whom it says something new, `finished` those who have finished the course by it; of many
    people the first alone, as in `hold`.
    """
    return crowds.begin(Locked(tx, session_id, now), crowds.ATTEND, minutes=minutes)
