"""The nightly reading of the directory: one errand for each page, harmless to repeat."""

import uuid
from datetime import datetime, time
from typing import Any

from bot.clock import real_now
from bot.errands import rows
from bot.errands.model import Done, Outcome
from bot.errands.registry import Registry
from bot.errors import Stale
from bot.home import store
from bot.people import recording, sync
from bot.people.sync import Answer, Step
from bot.slice import Tick
from bot.storage.tx import Tx

READ = "people.sync"
_FROM = time(1, 0)
errands = Registry()


def nightly(tick: Tick) -> None:
    """Once on each day, from one o'clock at night on, have the directory read."""
    if tick.now.time() < _FROM or not store.once(tick.tx, READ, tick.today):
        return
    _ask(tick.tx, sync.begin(tick.tx), tick.now)


def _ask(tx: Tx, step: Step, now: datetime) -> None:
    rows.ask(tx, READ, key=f"{READ}:{uuid.uuid4()}", job=step, due=now, now=real_now())


@errands.on(READ)
async def read(graph: Any, job: Step) -> Outcome:
    """One page of accounts, or of a group whose people have a role."""
    return Done(await sync.ask(graph, job))


@errands.apply(read)
def follow(tick: Tick, job: Step, outcome: object) -> None:
    """Keep what the page says, and ask for the next. Who was refused tries again tomorrow."""
    if not isinstance(outcome, Answer):
        return
    try:
        written = sync.write(tick.tx, job, (outcome,), tick.now)
    except Stale:
        return  # somebody else reads on from there
    if written.next is None:
        recording.enter(tick.tx, tick.actor, written.followed, at=tick.now)
    else:
        _ask(tick.tx, written.next, tick.now)
