"""How a broadcast is let go, and held back."""

from typing import Any

from sqlalchemy import bindparam, case, null, select, update

from bot.delivery.rows import DELIVERY, DRAFTED, NOTICE, OPEN, Gate, State
from bot.delivery.turnstile import turnstile, wake
from bot.errors import NotFound, Refused
from bot.storage.tx import Tx

_NOTICE = select(NOTICE.c.state, NOTICE.c.lane, NOTICE.c.due_at).where(
    NOTICE.c.id == bindparam("the_notice")
)
_RELEASE = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(state=OPEN, gate=bindparam("new_gate"), feed_at=NOTICE.c.due_at, fed_to=0)
)


def release(tx: Tx, notice: int, gate: Gate) -> None:
    """Let a draft go as far as `gate` says; once it was let go, the same as `set_gate`."""
    turnstile(tx)
    if _notice(tx, notice).state != DRAFTED:
        set_gate(tx, notice, gate)
        return
    tx.run(_RELEASE, the_notice=notice, new_gate=Gate(gate).value)
    wake(tx)


# A walk that still brings a correction goes on: it lets nothing through while the gate is shut, and
# the one that tells of the expiry follows it.
_walking = NOTICE.c.feed_at < NOTICE.c.expires_at
_SHUT = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(
        gate=Gate.SHUT.value,
        feed_at=case((_walking, NOTICE.c.feed_at), else_=NOTICE.c.expires_at),
        fed_to=case((_walking, NOTICE.c.fed_to), else_=0),
    )
)
# Only what was let through and not yet claimed: the index of what is due finds it.
_PULL_BACK = (
    update(DELIVERY)
    .where(
        DELIVERY.c.lane == bindparam("the_lane"),
        DELIVERY.c.not_before == bindparam("at"),
        DELIVERY.c.try_at.is_not(None),
        DELIVERY.c.lease_until.is_(None),
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.state == State.PENDING,
    )
    .values(held=1, try_at=null())
)


def set_gate(tx: Tx, notice: int, gate: Gate) -> None:
    """Let its copies through, only the canaries, or none from now on.

    A shut gate holds back at once what was let through and not yet claimed. Raises NotFound, and
    Refused unless the notice was let go and still stands.
    """
    turnstile(tx)
    row = _notice(tx, notice)
    if row.state != OPEN:
        raise Refused("notices.refused.not_open")
    if gate == Gate.SHUT:
        tx.run(_SHUT, the_notice=notice)
        tx.run(_PULL_BACK, the_notice=notice, the_lane=row.lane, at=row.due_at)
    else:
        tx.run(_RELEASE, the_notice=notice, new_gate=Gate(gate).value)
    wake(tx)


def _notice(tx: Tx, notice: int) -> Any:
    row = tx.first(_NOTICE, the_notice=notice)
    if row is None:
        raise NotFound(f"notice:{notice}")
    return row
