"""一時停止 and 再開 of a notice under way."""

from dataclasses import replace

from bot.delivery import outbox
from bot.delivery.outbox import Gate
from bot.notices import rules
from bot.notices.deeds import Deed, allowed, keep, step, told
from bot.notices.model import Act, Broadcast, Stage
from bot.storage.tx import Tx


def pause(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """一時停止: nothing more leaves until it is resumed."""
    old = allowed(tx, Act.PAUSE, notice, deed)
    outbox.set_gate(tx, notice, Gate.SHUT)
    paused = replace(step(old, deed), stage=Stage.PAUSED, back_to=old.stage)
    return keep(tx, deed, Act.PAUSE, told(tx, paused, deed.now))


def resume(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """再開; after a stop it is a person's decision to send the rest all the same.

    The first ones are watched for their whole time again.
    """
    old = allowed(tx, Act.RESUME, notice, deed)
    rules.check_dates(old.due_at, old.expires_at, deed.now)
    stage = old.back_to or Stage.SENDING
    outbox.set_gate(tx, notice, Gate.CANARY if stage is Stage.CANARY else Gate.OPEN)
    resumed = replace(step(old, deed), stage=stage, back_to=None, settled=False, canary_at=None)
    return keep(tx, deed, Act.RESUME, told(tx, resumed, deed.now))
