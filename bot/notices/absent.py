"""Who has left or went on leave after a notice's people were counted gets no copy any more."""

from dataclasses import replace
from datetime import datetime

from bot.delivery import outbox
from bot.notices.model import Broadcast
from bot.people import audience
from bot.storage.tx import Tx

LEFT, ON_LEAVE = "left", "on_leave"  # reasons, as cards name them
_AT_ONCE = 1000  # people


def leave_out(tx: Tx, broadcast: Broadcast, now: datetime) -> Broadcast:
    """End the waiting copies of those who are away on a later day than was looked at last."""
    today = now.date()
    if broadcast.counted_on == today:
        return broadcast
    after = 0
    while people := outbox.waiting(tx, broadcast.notice, after, _AT_ONCE):
        gone = audience.absent(tx, people, today)
        reasons = {person: ON_LEAVE if away else LEFT for person, away in gone.items()}
        outbox.leave_out(tx, broadcast.notice, reasons)
        after = people[-1]
    return replace(broadcast, counted_on=today)
