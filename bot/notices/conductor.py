"""Moves notices on, a small step each second in every process: counts, looks at the first ones,
lets the rest go, tells how it goes. What was done twice has changed nothing the second time."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import policy
from bot.clock import real_now
from bot.delivery import outbox
from bot.delivery.outbox import Draft, Gate, Lane, Progress
from bot.logs import trace
from bot.notices import counting, holding, returning, rules, shown, store, telling
from bot.notices.model import Broadcast, Stage
from bot.notices.whom import audience_of
from bot.people.selectors import written
from bot.slice import Tick
from bot.storage.tx import Tx, Undone

log = structlog.get_logger()

SMALL = 1000  # people; looking at so few costs nothing
FEW = 200  # so few cards may pass before thousands
EACH_SECOND = timedelta(seconds=1)
_DECIDED = (Stage.COUNTING, Stage.SCHEDULED)  # while people are counted anew, and after


def waits(tx: Tx) -> bool:
    """Whether any notice has a step to take."""
    return bool(store.awake(tx) or store.not_taken_up(tx))


def conduct(tick: Tick) -> bool:
    """Take the next step of every notice; one that fails leaves the others alone.

    Whether the next step of any needs no real time, as counting doesn't.
    """
    return step(tick, real_now())


def step(tick: Tick, real: datetime) -> bool:
    """The same, at a given real time."""
    new = store.not_taken_up(tick.tx)
    for notice in new:
        take_up(tick.tx, notice, tick.now)
    again = [_apart(tick, notice, real) for notice in store.awake(tick.tx)]
    return any(again) or bool(new)


def _apart(tick: Tick, notice: int, real: datetime) -> bool:
    try:
        return tick.tx.apart(partial(_step, notice=notice, now=tick.now, real=real))
    except Undone as undone:
        log.error("notice_stuck", notice=notice, **trace(undone.__cause__ or undone))
        return False


def take_up(tx: Tx, notice: int, now: datetime) -> Broadcast:
    """A draft of another slice enters the lifecycle; written anew by its slice, it begins again."""
    draft = outbox.get_draft(tx, notice)
    known = store.find(tx, notice)
    if known is not None:
        return store.save(tx, _again(tx, known, draft, now))
    made = Broadcast(
        notice=notice,
        kind=draft.kind,
        title=draft.title,
        author=draft.author,
        desk=rules.desk_of_kind(draft.kind),
        stage=Stage.DRAFT,
        version=1,
        due_at=draft.due_at,
        expires_at=draft.expires_at,
        urgent=draft.urgent,
        changed_at=now,
    )
    counted = counting.begin(tx, made, now)
    store.add(tx, counted)
    return counted


def _again(tx: Tx, known: Broadcast, draft: Draft, now: datetime) -> Broadcast:
    """Counted and decided about anew; what was given up stays so."""
    if known.stage is Stage.CANCELLED:
        return replace(known, revision=draft.revision)
    if known.stage is Stage.ASKED:
        telling.unask(tx, known.notice, known.version, now)
    decided = known.stage is Stage.ASKED or rules.is_decided(known)
    again = replace(
        known,
        version=known.version + 1,
        approver=None,
        approved_audience=None,
        asked_at=None,
        asked_by=None,
        remark=returning.REWRITTEN if decided else known.remark,
    )
    return counting.begin(tx, again, now)


def _step(tx: Tx, *, notice: int, now: datetime, real: datetime) -> bool:
    """Whether the next step needs no real time."""
    broadcast = store.get(tx, notice)
    match broadcast.stage:
        case Stage.COUNTING:
            return _count(tx, broadcast, now, real)
        case Stage.SCHEDULED:
            return _begin(tx, broadcast, now, real)
        case Stage.CANCELLED if broadcast.clearing:
            return _clear(tx, broadcast, now)
        case Stage.CANARY | Stage.SENDING if _too_late(tx, broadcast, now):
            _turn(tx, broadcast, holding.rest(tx, broadcast), now, real)
        case Stage.RESTING if _is_morning(tx, broadcast, now):
            _turn(tx, broadcast, holding.go_on(tx, broadcast, now), now, real)
        case _:
            _follow(tx, broadcast, now, real)
    return False


def _count(tx: Tx, broadcast: Broadcast, now: datetime, real: datetime) -> bool:
    found = counting.step(tx, broadcast, now, policy.of(tx).approval_size)
    store.save(tx, found)
    if broadcast.back_to is Stage.SCHEDULED and found.stage not in _DECIDED:
        store.save(tx, returning.fell_back(tx, found, now=now, real=real))
    elif found.content is None and found.stage not in _DECIDED:
        store.save(tx, returning.prepared(tx, found, now=now, real=real))
    return found != broadcast


def _too_late(tx: Tx, broadcast: Broadcast, now: datetime) -> bool:
    """Whether it is night, and something of it would still leave."""
    if broadcast.expires_at <= now or not holding.must_rest(tx, broadcast, now):
        return False
    return not rules.is_over(_numbers(outbox.progress(tx, broadcast.notice)))


def _is_morning(tx: Tx, broadcast: Broadcast, now: datetime) -> bool:
    return broadcast.expires_at > now and not holding.must_rest(tx, broadcast, now)


def _turn(tx: Tx, before: Broadcast, after: Broadcast, now: datetime, real: datetime) -> None:
    store.save(tx, after)
    store.save(tx, _told(tx, before, after, now, real))


def _clear(tx: Tx, broadcast: Broadcast, now: datetime) -> bool:
    """A discarded draft loses its copies, and then its content."""
    if outbox.unexpand(tx, broadcast.notice, counting.AT_ONCE):
        return True
    outbox.cancel(tx, broadcast.notice)
    store.save(tx, replace(broadcast, clearing=False, settled=True))
    telling.close(tx, broadcast, now=now)
    return False


def _begin(tx: Tx, broadcast: Broadcast, now: datetime, real: datetime) -> bool:
    """Its time has come: the first one in a hundred, to the people of today."""
    if shown.goes_at(tx, broadcast, now) > now and broadcast.expires_at > now:
        return False
    if broadcast.counted_on != now.date():
        store.save(tx, counting.begin(tx, broadcast, now, back_to=Stage.SCHEDULED))
        return True
    _hurry(tx, broadcast)
    outbox.release(tx, broadcast.notice, Gate.CANARY)
    begun = replace(
        broadcast,
        stage=Stage.CANARY,
        revision=outbox.get_draft(tx, broadcast.notice).revision,
        begun_at=real,
        canary_at=real,
    )
    store.save(tx, begun)
    store.save(tx, telling.progress(tx, begun, now=now, real=real))
    return False


def _hurry(tx: Tx, broadcast: Broadcast) -> None:
    """A few cards don't wait behind somebody's thousands, urgent ones behind nothing.

    Many would keep reports waiting, so beside urgent ones the bell rings.
    """
    if broadcast.content is None or broadcast.audience > FEW:
        return
    content = broadcast.content
    outbox.redraft(
        tx,
        notice=broadcast.notice,
        title=broadcast.title,
        cards=shown.cards(content, notice=broadcast.notice, edition=broadcast.edition),
        summaries={},
        audience=written(audience_of(tx, broadcast.notice)),
        urgent=broadcast.urgent,
        due_at=broadcast.due_at,
        expires_at=broadcast.expires_at,
        lane=Lane.SAFETY if broadcast.urgent else Lane.REMINDER,
    )


def _follow(tx: Tx, broadcast: Broadcast, now: datetime, real: datetime) -> None:
    if broadcast.looked_at is not None and real < broadcast.looked_at + _pause(broadcast, real):
        return
    progress = outbox.progress(tx, broadcast.notice)
    found = _moved(tx, replace(broadcast, looked_at=real), progress, now, real)
    _turn(tx, broadcast, found, now, real)


def _pause(broadcast: Broadcast, real: datetime) -> timedelta:
    """Between two looks at the numbers."""
    if broadcast.stage is Stage.CANARY or broadcast.audience <= SMALL:
        return EACH_SECOND
    return rules.progress_every(real - (broadcast.begun_at or real))


def _moved(
    tx: Tx, broadcast: Broadcast, progress: Progress, now: datetime, real: datetime
) -> Broadcast:
    """The stage that follows from the numbers."""
    numbers = _numbers(progress)
    match broadcast.stage:
        case Stage.CANARY:
            return _judged(tx, broadcast, progress, real)
        case Stage.SENDING | Stage.RESTING if rules.is_over(numbers):
            return replace(broadcast, stage=Stage.DONE, back_to=None)
        case Stage.RESTING:
            return broadcast
        case Stage.PAUSED | Stage.STOPPED:
            if broadcast.expires_at <= now and rules.is_over(numbers):
                return replace(broadcast, stage=Stage.DONE, back_to=None)
            return broadcast
    return replace(broadcast, settled=progress.walked and not progress.due)


def _numbers(progress: Progress) -> dict[str, int]:
    return {state.value: count for state, count in progress.numbers.items()}


def _judged(tx: Tx, broadcast: Broadcast, progress: Progress, real: datetime) -> Broadcast:
    since = broadcast.canary_at or real  # a pause began the watching anew
    broadcast = replace(broadcast, canary_at=since)
    canary = {state.value: count for state, count in progress.canary.items()}
    match rules.verdict(canary, real - since):
        case rules.Verdict.STOP:
            outbox.set_gate(tx, broadcast.notice, Gate.SHUT)
            return replace(broadcast, stage=Stage.STOPPED, version=broadcast.version + 1)
        case rules.Verdict.GO:
            outbox.set_gate(tx, broadcast.notice, Gate.OPEN)
            return replace(broadcast, stage=Stage.SENDING)
    return broadcast


def _told(tx: Tx, before: Broadcast, after: Broadcast, now: datetime, real: datetime) -> Broadcast:
    """The progress card at its pace, and a card of its own at the end."""
    if after.stage is Stage.STOPPED and before.stage is not Stage.STOPPED:
        telling.stopped(tx, after, now=now)
    ended = after.stage is Stage.DONE and before.stage is not Stage.DONE
    every = rules.progress_every(real - (after.begun_at or real))
    is_time = after.told_at is None or real >= after.told_at + every
    turned = after.stage is not before.stage and after.stage is not Stage.SENDING
    is_read = after.told_at is not None and real < after.told_at  # see lifecycle.leave_open
    if is_time or turned or (after.settled and not is_read):
        after = telling.progress(tx, after, now=now, real=real)
    if ended:
        telling.over(tx, after, now=now)
    if after.settled:
        telling.close(tx, after, now=now)
    return after
