"""What the clock does once on each working morning, whoever ticks."""

from bot import policy
from bot.meetings.store import marks
from bot.slice import Tick


def once(tick: Tick, name: str) -> bool:
    """True at the first tick of a day at which cards may go out; then not until the next."""
    day, _ = marks.of(tick.tx, name)
    if day == tick.today or policy.sending_time(tick.tx, tick.now) > tick.now:
        return False
    marks.put(tick.tx, name, tick.today)
    return True
