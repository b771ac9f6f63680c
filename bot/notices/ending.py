"""破棄, 中止 and 取り下げ: a notice comes to an end before its time. There is no way back."""

from dataclasses import replace

from bot.clock import real_now
from bot.delivery import outbox
from bot.notices import store, telling
from bot.notices.correcting import dropped
from bot.notices.deeds import Deed, allowed, keep, step, told
from bot.notices.model import Act, Broadcast, Stage
from bot.storage.tx import Tx


def discard(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """破棄: a draft of which nothing was sent goes; its stage is CANCELLED."""
    old = allowed(tx, Act.DISCARD, notice, deed)
    if old.stage is Stage.ASKED:
        telling.unask(tx, notice, old.version, deed.now)
    gone = replace(step(old, deed), stage=Stage.CANCELLED, remark="", clearing=True)
    store.save(tx, gone)
    gone = telling.unplanned(tx, gone, now=deed.now, real=real_now())
    return keep(tx, deed, Act.DISCARD, gone)


def cancel(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """中止: the rest is never sent, what was sent stays."""
    old = allowed(tx, Act.CANCEL, notice, deed)
    outbox.cancel(tx, notice)
    return _ended(tx, old, deed, Act.CANCEL, Stage.CANCELLED)


def withdraw(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """取り下げ: every posted card is deleted, the rest is never sent."""
    old = allowed(tx, Act.WITHDRAW, notice, deed)
    outbox.withdraw(tx, notice=notice)
    return _ended(tx, old, deed, Act.WITHDRAW, Stage.WITHDRAWN)


def _ended(tx: Tx, old: Broadcast, deed: Deed, act: Act, stage: Stage) -> Broadcast:
    free = dropped(tx, old, deed)
    ended = replace(step(free, deed), stage=stage, remark="", clearing=False, settled=False)
    return keep(tx, deed, act, told(tx, ended, deed.now))
