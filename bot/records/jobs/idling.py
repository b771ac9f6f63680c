"""Once a day looks for accounts that nobody names any more, a part of the register at a time."""

from bot.people import idle as people
from bot.records.store import idle
from bot.slice import Job, Tick

_AT_ONCE = 1000
_NAME = "idle"
_DONE = -1  # as far as it goes today


def look(tick: Tick) -> None:
    """The next people of today's look; nothing once it has come to the end."""
    day, last = idle.marks.of(tick.tx, _NAME)
    if day != tick.today:
        last = 0
    elif last == _DONE:
        return
    page = people.page(tick.tx, last, _AT_ONCE)
    idle.keep(tick.tx, page, people.among_them(tick.tx, page, tick.today), tick.today)
    reached = page[-1] if len(page) == _AT_ONCE else _DONE
    idle.marks.put(tick.tx, _NAME, tick.today, reached)


JOBS = (Job(name="records.idle", run=look),)
