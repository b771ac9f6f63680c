"""一時停止 and 再開 of a notice under way, by a person and for the night."""

from dataclasses import replace
from datetime import datetime

from bot import policy
from bot.delivery import outbox
from bot.delivery.outbox import Gate
from bot.notices import absent, shown
from bot.notices.deeds import Deed, allowed, keep, step, told
from bot.notices.model import Act, Broadcast, Stage
from bot.storage.tx import Tx


def pause(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """一時停止: nothing more leaves until it is resumed."""
    old = allowed(tx, Act.PAUSE, notice, deed)
    outbox.set_gate(tx, notice, Gate.SHUT)
    back_to = old.back_to if old.stage is Stage.RESTING else old.stage
    paused = replace(step(old, deed), stage=Stage.PAUSED, back_to=back_to)
    return keep(tx, deed, Act.PAUSE, told(tx, paused, deed.now))


def resume(tx: Tx, notice: int, deed: Deed) -> Broadcast:
    """再開; after a stop it is a person's decision to send the rest all the same."""
    old = allowed(tx, Act.RESUME, notice, deed)
    shown.check_dates(tx, old.due_at, old.expires_at, deed.now, urgent=old.urgent)
    resumed = go_on(tx, step(old, deed), deed.now)
    return keep(tx, deed, Act.RESUME, told(tx, resumed, deed.now))


def must_rest(tx: Tx, broadcast: Broadcast, now: datetime) -> bool:
    """Whether nothing of it may leave at this hour of the tenant's day."""
    return not broadcast.urgent and policy.sending_time(tx, now) > now


def rest(tx: Tx, broadcast: Broadcast) -> Broadcast:
    """Nothing more leaves until the next working morning."""
    outbox.set_gate(tx, broadcast.notice, Gate.SHUT)
    return replace(broadcast, stage=Stage.RESTING, back_to=broadcast.stage)


def go_on(tx: Tx, broadcast: Broadcast, now: datetime) -> Broadcast:
    """Back to the stage that was interrupted, in the morning where that is too late for today.

    The first ones are watched for their whole time again.
    """
    stage = broadcast.back_to or Stage.SENDING
    if must_rest(tx, broadcast, now):
        return replace(broadcast, stage=Stage.RESTING, back_to=stage, settled=False)
    broadcast = absent.leave_out(tx, broadcast, now)
    outbox.set_gate(tx, broadcast.notice, Gate.CANARY if stage is Stage.CANARY else Gate.OPEN)
    return replace(broadcast, stage=stage, back_to=None, settled=False, canary_at=None)
