"""What is left to be told to the many people of a session: some dozens in each short step."""

from datetime import datetime

from bot.slice import Tick
from bot.storage.tx import Tx
from bot.training import notices, seats
from bot.training.seats import Outcome
from bot.training.store import crowds, shows

waits = crowds.waits


def go_on(tick: Tick) -> bool:
    """Take the next step, and tell whom it concerns; whether there is more to do at once."""
    further = seats.go_on(tick.tx, tick.now)
    if further is None:
        return False
    if further.outcome.act == "hold":
        held(tick.tx, further.outcome, tick.now)
    else:
        notices.tell(tick.tx, further.outcome, tick.now, was=further.was)
    return True


def held(tx: Tx, outcome: Outcome, now: datetime) -> None:
    """A session has begun: whom it leaves over is told; nothing of it is to be answered any more
    once nobody is left."""
    notices.tell(tx, outcome, now)
    if not outcome.more and outcome.session is not None:
        shows.settle_session(tx, outcome.course.id, outcome.session.id)
