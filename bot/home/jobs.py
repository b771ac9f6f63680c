"""What the clock does for everybody: 「今日やること」, 後閲 and 引継ぎ, on working mornings."""

from collections.abc import Sequence
from functools import partial

from bot import policy
from bot.home import deputies, handovers, leavers, posting, rules, store
from bot.home.errands import READ, nightly
from bot.home.offering import due_for
from bot.people import store as people
from bot.slice import Job, Slice, Tick
from cards import home as view

_MORNING = "home.morning"


def jobs(offering: Sequence[Slice]) -> tuple[Job, ...]:
    """The tenant's working mornings, and the directory's nights."""
    return (
        Job(name=READ, run=nightly),
        Job(name=_MORNING, run=partial(_morning, offering=offering)),
    )


def _morning(tick: Tick, offering: Sequence[Slice]) -> None:
    """Once on each working day, from the tenant's hour on; later ticks of the day do nothing.

    A day whose first tick comes in the quiet hours is left to the next one.
    """
    own = policy.of(tick.tx)
    if own.hours.opens(tick.now) > tick.now:
        return
    calendar = own.calendar
    if not store.once(tick.tx, _MORNING, tick.today):
        return
    deputies.show_presses(tick, offering)
    handovers.prepare(tick, offering, calendar)
    handovers.receive(tick, offering)
    handovers.tell_desk(tick, offering)
    leavers.tell_desk(tick, offering)
    handovers.escalate(tick, offering)
    _tell_todays(tick, offering)


def _tell_todays(tick: Tick, offering: Sequence[Slice]) -> None:
    """「今日やること」 to everybody who was reminded of something; silent where nothing is new.

    Nothing falls due of which nobody was reminded before, so nobody else has to be asked.
    """
    for recipient in store.reminded(tick.tx):
        person = people.find(tick.tx, recipient, tick.today)
        if person is None or people.is_on_leave(tick.tx, recipient, tick.today):
            continue
        lines = rules.todays(due_for(tick.tx, offering, person, tick.today), tick.today)
        if lines and _is_news(tick, recipient, rules.digest(lines, tick.today)):
            posting.post(
                tick.tx,
                "home.today",
                f"{recipient}:{tick.today}",
                partial(view.today, items=lines, day=tick.today),
                to=(recipient,),
                now=tick.now,
                days=1,
            )


def _is_news(tick: Tick, recipient: int, lines: str) -> bool:
    """Whether these lines are to be sent today; what was sent is remembered at once."""
    sent = store.todays_sent(tick.tx, recipient)
    if sent is not None and not rules.is_news(lines, tick.today, sent=sent):
        return False
    store.keep_todays(tick.tx, recipient, lines, tick.today)
    return True
