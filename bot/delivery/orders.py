"""What a copy's notice says when the copy is claimed: before its walk has come by, it may not know.

A copy of a withdrawn or cancelled notice that waits is ended, one whose gate is shut is held back
again, and everything that goes out shows the last revision.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from bot.delivery.feeding import CANARY_OF, canary_stride
from bot.delivery.retry import Standing, Work
from bot.delivery.rows import CANCELLED, DRAFTED, NOTICE, WITHDRAWN, Gate, State
from bot.delivery.telling import GIVEN_UP
from bot.storage.packed import among
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The state of a notice that decides on its copies; `canary`: what the gate lets through."""

    state: str
    gate: Gate
    revision: int
    due_at: datetime
    canary: int = 0

    def holds(self, copy: Standing, *, recipient: int, now: datetime) -> bool:
        """Whether this copy, which nobody has seen yet, must wait for the gate."""
        if copy.state is not State.PENDING or self.state in (WITHDRAWN, CANCELLED):
            return False
        if self.state == DRAFTED or self.gate is Gate.SHUT or self.due_at > now:
            return True
        return self.gate is Gate.CANARY and recipient % CANARY_OF != self.canary

    def obeyed(self, copy: Standing) -> Standing:
        """The copy as it should be by what became of its notice."""
        if self.state == WITHDRAWN:
            return _ended(replace(copy, wanted=0), copy.reason)
        if self.state == CANCELLED:
            copy = _ended(copy, GIVEN_UP)
        stale = copy.wanted not in (0, self.revision)
        return replace(copy, wanted=self.revision) if stale else copy

    def overtakes(self, work: Work, revision: int, now: datetime) -> bool:
        """Whether an attempt that was claimed earlier must not be made as it was meant."""
        if work in (Work.DELETE, Work.TIDY):
            return False
        if self.state == WITHDRAWN or revision != self.revision:
            return True
        stopped = self.state == CANCELLED or self.gate is Gate.SHUT or self.due_at > now
        return work is Work.POST and stopped


def _ended(copy: Standing, reason: str) -> Standing:
    if copy.state is not State.PENDING:
        return copy
    if copy.uncertain:
        return replace(copy, state=State.UNKNOWN)
    return replace(copy, state=State.WITHDRAWN, reason=reason)


_ORDERS = select(
    NOTICE.c.id, NOTICE.c.state, NOTICE.c.gate, NOTICE.c.revision, NOTICE.c.due_at
).where(among(NOTICE.c.id, "ids"))


def orders(tx: Tx, notices: Iterable[int]) -> dict[int, Order]:
    """How these notices stand now, by id."""
    ids = sorted(set(notices))
    found = tx.all(_ORDERS, ids=ids) if ids else []
    return {
        row.id: Order(
            state=row.state,
            gate=Gate(row.gate),
            revision=row.revision,
            due_at=row.due_at,
            canary=canary_stride(tx, row.id) if row.gate == Gate.CANARY else 0,
        )
        for row in found
    }
