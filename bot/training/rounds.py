"""What the clock does about training on each working morning: in stages, some people at a time.

Everybody who presses waits for the one who writes: so a step looks at some hundred people at most.
The minute's tick begins the round, a pulse goes on with it, and marks say how far it has come. A
round that a stop of the bot cuts off begins anew on the next working day, with what was missed;
what was posted already isn't posted twice.
"""

from bot import policy
from bot.slice import Tick
from bot.storage.tx import Tx
from bot.training.plan.moments import Span
from bot.training.stages import STAGES
from bot.training.store import marks
from bot.workdays import ONE_DAY

MORNINGS = "training.mornings"  # the last day whose round is done
_STAGE, _PLACE = f"{MORNINGS}.stage", f"{MORNINGS}.place"
AT_ONCE = 200  # people, or what costs as much


def morning(tick: Tick) -> None:
    """Once on each working day: who is gone, planned reminders, what is over, what returns."""
    done, _ = marks.of(tick.tx, MORNINGS)
    if done == tick.today or policy.sending_time(tick.tx, tick.now) > tick.now:
        return
    begun, _ = marks.of(tick.tx, _STAGE)
    if begun != tick.today:
        _keep(tick, 0, 0)
    go_on(tick)


def waits(tx: Tx) -> bool:
    """Whether a round has begun and isn't done."""
    begun, _ = marks.of(tx, _STAGE)
    return begun is not None and begun != marks.of(tx, MORNINGS)[0]


def go_on(tick: Tick) -> bool:
    """Take the next step of today's round; whether there is more to do at once."""
    begun, stage = marks.of(tick.tx, _STAGE)
    if begun != tick.today or not waits(tick.tx):
        return False
    done, _ = marks.of(tick.tx, MORNINGS)
    span = Span(after=done or tick.today - ONE_DAY, start=tick.today, until=tick.today)
    _, place = marks.of(tick.tx, _PLACE)
    left = AT_ONCE
    while left > 0 and stage < len(STAGES):
        step = STAGES[stage](tick, span, place)
        left -= step.cost
        stage, place = (stage + 1, 0) if step.place is None else (stage, step.place)
    _keep(tick, stage, place)
    if stage == len(STAGES):
        marks.put(tick.tx, MORNINGS, tick.today)
    return stage < len(STAGES)


def _keep(tick: Tick, stage: int, place: int) -> None:
    marks.put(tick.tx, _STAGE, tick.today, stage)
    marks.put(tick.tx, _PLACE, tick.today, place)
