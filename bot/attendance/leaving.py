"""A child who leaves a school or is protected stands on no card there any more, at once.

An import writes whose cards are to be emptied together with the roster itself; so does the day on
which a transfer that was known before begins. A stop in between leaves nothing standing.
"""

from datetime import datetime
from functools import partial

from bot.attendance import emptying, handing_over, suspending, unlinking
from bot.attendance.store import drafts
from bot.attendance.store import leaving as store
from bot.delivery import outbox
from bot.slice import Job, Pulse, Tick
from bot.storage.store import Storage
from bot.storage.tx import Tx

NAME = "attendance.leaving"
_AT_ONCE = 20


def at_once(tx: Tx, pupil: int, now: datetime) -> None:
    """Take a child off every card of staff and family; what a family had begun to write goes. What
    stands goes to where the child is now."""
    handing_over.of_pupil(tx, pupil, now)
    emptying.pupil(tx, pupil, now, keep_search=True)
    suspending.empty_families(tx, pupil, now)
    drafts.erase_pupil(tx, pupil)
    unlinking.moved(tx, pupil, now)


def settle(tx: Tx, now: datetime) -> bool:
    """Empty the cards of the next children of whom that is owed; whether there are more."""
    outbox.turnstile(tx)
    for pupil in store.owed(tx, _AT_ONCE):
        if pupil == store.EVERYBODY:
            handing_over.look(tx, now)
        else:
            at_once(tx, pupil, now)
        store.done(tx, pupil)
    return store.is_any_owed(tx)


def settle_all(storage: Storage, tenant: str, now: datetime) -> None:
    """The same, to the end, in short transactions."""
    while storage.write_now(tenant, partial(settle, now=now)):
        continue


def look(tick: Tick) -> None:
    """Once on each day: whoever has left a school since the last one is on no card there, and what
    was said of children who sit elsewhere from today on goes with them."""
    before = store.looked(tick.tx)
    if before == tick.today:
        return
    if before is not None:
        store.owe(tick.tx, store.left(tick.tx, before, tick.today))
        outbox.turnstile(tick.tx)
        handing_over.look(tick.tx, tick.now)
    store.look(tick.tx, tick.today)


def _run(tick: Tick) -> bool:
    return settle(tick.tx, tick.now)


JOBS = (Job(name=NAME, run=look),)
PULSES = (Pulse(name=NAME, waits=store.is_any_owed, run=_run),)
