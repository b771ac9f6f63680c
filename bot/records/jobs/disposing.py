"""Carries disposals out: a little each second, so that nobody waits for it; a process that ends
in the middle leaves nothing half gone, and the next goes on."""

from dataclasses import replace
from datetime import datetime, time
from functools import partial

import structlog

from bot.clock import real_seconds
from bot.errors import Refused
from bot.ledger.record import record
from bot.logs import trace
from bot.records.jobs import leaving
from bot.records.jobs.keepers import Keepers, against, is_here, why_kept, years
from bot.records.model.keeping import Disposal, Held, Leaver, Stage
from bot.records.rules import keeping as rules
from bot.records.rules.keeping import Against
from bot.records.store import disposals, leavers
from bot.records.telling import keeping as telling
from bot.retention import Expired, Kind, Wanted
from bot.slice import Pulse, Slice, Tick
from bot.storage.backup import register as backups
from bot.storage.tx import Tx, Undone

log = structlog.get_logger()

SECONDS = 0.1  # of the writer at a time
_PAGE = 100
NAME = "records.disposing"
_WAITING = "waiting"  # for cards to be deleted from chats


def pulse(keepers: Keepers) -> Pulse:
    """The step that is taken each second while a disposal runs."""
    run = partial(go_on, keepers=keepers)
    return Pulse(name=NAME, waits=_waits, run=run, reaches_all=True)


def _waits(tx: Tx) -> bool:
    return disposals.running(tx) is not None


def go_on(tick: Tick, *, keepers: Keepers) -> bool:
    """The next part of the disposal that is under way; whether the next needn't wait."""
    one = disposals.running(tick.tx)
    if one is None:
        return False
    after, more, until = one, False, real_seconds() + SECONDS
    if not rules.is_person(one):
        after, more = _items(tick, keepers, one, until)
    if not more and _WAITING in after.kept:
        # Once more from the beginning, a second later: delivery deletes cards meanwhile.
        disposals.move(tick.tx, replace(after, after=0, kept={}))
        return False
    if not more:
        after = leaving.step(tick.tx, keepers, after, tick.now, until)
    disposals.move(tick.tx, after)
    if more or not leaving.is_waiting(tick.tx, one.id):
        return True
    if leavers.any_of(tick.tx, one.id):
        return after.accounts > one.accounts
    # As it is kept: who was taken out just now may have been one of those who saw to it.
    _finish(tick, disposals.get(tick.tx, one.id))
    return True


def _items(tick: Tick, keepers: Keepers, one: Disposal, until: float) -> tuple[Disposal, bool]:
    """The next of them, one at least however slow the database is; whether there may be more."""
    kind = Kind(one.kind)
    keeper, standing = keepers.of(kind), against(tick.tx, keepers, tick.today)
    on = datetime.combine(one.cut, time.min, tick.now.tzinfo)
    long = years(tick.tx, kind)
    while True:
        wanted = Wanted(kind=kind, years=long, after=one.after, most=_PAGE)
        found = keeper.expired(tick.tx, on, wanted)
        if not found:
            return one, False
        for item in found:
            one = _item(tick, keeper, standing, one, item)
            if real_seconds() >= until:
                return one, True


def _item(tick: Tick, keeper: Slice, standing: Against, one: Disposal, item: Expired) -> Disposal:
    """One of them goes, or stays and is counted by why: a hold may have been set since."""
    kind = Kind(one.kind)
    why = why_kept(tick.tx, standing, item, kind, tick.today)
    why = why or _gone(tick, keeper, item)
    if why:
        return replace(one, after=item.id, kept={**one.kept, why: one.kept.get(why, 0) + 1})
    if item.person and not is_here(tick.tx, item.person, tick.today):
        leavers.add(tick.tx, Leaver(person=item.person, disposal=one.id))
    return replace(one, after=item.id, gone=one.gone + 1)


def _gone(tick: Tick, keeper: Slice, item: Expired) -> str:
    """Destroy it, once nothing of it stands in a chat; a word of why it stayed, "" where it is
    gone."""
    try:
        if not tick.tx.apart(lambda tx: keeper.empty(tx, item.id, tick.now)):
            return _WAITING
        tick.tx.apart(lambda tx: keeper.dispose(tx, (item.id,), tick.now))
    except Undone as undone:
        if isinstance(undone.__cause__, Refused):
            return "unsettled"
        log.error("disposal_left_out", **trace(undone.__cause__ or undone))
        return "failed"
    return ""


def _finish(tick: Tick, one: Disposal) -> None:
    """It is done: what stays in backups is written down, everybody concerned gets the numbers."""
    held = tuple(
        Held(name=each.name, until=each.until) for each in backups.standing(tick.tx, tick.today)
    )
    done = replace(
        one,
        stage=Stage.DONE,
        ended_on=tick.today,
        backups=held,
        gone=one.accounts if rules.is_person(one) else one.gone,
        version=one.version + 1,
    )
    telling.done(tick.tx, done, tick.now)
    disposals.save(tick.tx, replace(done, person=None))
    detail = {"kind": done.kind, "gone": done.gone, "accounts": done.accounts}
    record(
        tick.tx,
        tick.actor,
        at=tick.now,
        act="records.disposed",
        subject=done.subject,
        detail={**detail, "kept": dict(done.kept), "backups": len(held)},
    )
