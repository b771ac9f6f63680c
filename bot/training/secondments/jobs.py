"""What the clock says of secondments, on working mornings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from bot import policy
from bot.slice import Job, Planned, Tick
from bot.storage.parts import went_well
from bot.storage.tx import Tx
from bot.training.secondments import notices, store
from bot.training.secondments.notices import Told
from bot.training.secondments.terms import Moment, Secondment, moments, next_look, told
from bot.workdays import ONE_DAY

MOST_AT_ONCE = 200  # the next tick takes the rest


def remind(tick: Tick) -> None:
    """The return, reports on their day, and reports that are missing; by daylight."""
    if policy.sending_time(tick.tx, tick.now) > tick.now:
        return
    for one in store.due(tick.tx, tick.today, MOST_AT_ONCE):
        said = partial(_say, tick, one)
        if not went_well(tick.tx, "secondment_left_out", said, secondment=one.id):
            # It is looked at again tomorrow: today's log has said what is wrong.
            store.save(tick.tx, one, look_on=tick.today + ONE_DAY)


def _say(tick: Tick, one: Secondment) -> None:
    tx = tick.tx
    found = coming(tx, one)
    for moment in told(found, one.said_on, tick.today):
        for notice in notices.addressed(tx, one, moment, tick.today):
            notices.post(tx, notice, tick.now)
    after = replace(one, said_on=tick.today)
    store.save(tx, after, look_on=next_look(found, tick.today))


def coming(tx: Tx, one: Secondment) -> tuple[Moment, ...]:
    """Everything that is said of a secondment while nothing changes."""
    came = {report.due_on for report in store.sent(tx, one.id)}
    return moments(one, came, policy.of(tx).calendar)


def look_on(tx: Tx, one: Secondment) -> date | None:
    """The next day on which the clock has something to say of it."""
    return next_look(coming(tx, one), one.said_on)


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """What will be said between two days, if nobody presses anything."""
    return tuple(
        notice.planned()
        for one in store.every(tx)
        for notice in _planned(tx, one, until)
        if since <= notice.on
    )


def _planned(tx: Tx, one: Secondment, until: date) -> Iterator[Told]:
    found = coming(tx, one)
    after = one.said_on
    while (day := next_look(found, after)) is not None and day <= until:
        for moment in told(found, after, day):
            yield from notices.addressed(tx, one, moment, day)
        after = day


JOBS: tuple[Job, ...] = (Job(name="training.secondments", run=remind),)
