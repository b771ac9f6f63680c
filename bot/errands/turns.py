"""Keeps errands of a kind apart in this process, also when it stalled and they all are late."""

import asyncio
from datetime import datetime, timedelta

from bot.clock import real_now
from bot.errands.model import Errand
from bot.errands.paces import apart

_NOTHING = timedelta(0)
_LATE = timedelta(seconds=0.08)  # so much may be made up for, or each timer would cost some pace
_LONGEST = timedelta(seconds=5)  # a moment farther ahead says that the clock was set back


class Turns:
    """When each kind may begin next, in each tenant."""

    def __init__(self) -> None:
        self._next: dict[tuple[str, str], datetime] = {}

    async def wait(self, tenant: str, errand: Errand, each_second: float | None) -> None:
        """Until it is this errand's turn; at once where its kind has no pace."""
        if each_second is None:
            return
        pause = self.pause(tenant, errand, real_now())
        while pause > _NOTHING:
            await asyncio.sleep(pause.total_seconds())
            pause = self.pause(tenant, errand, real_now())  # others may have come first
        self.begin(tenant, errand, real_now(), each_second)

    def pause(self, tenant: str, errand: Errand, now: datetime) -> timedelta:
        """How long the errand has still to wait."""
        pause = max(errand.at, self._next.get((tenant, errand.kind), errand.at)) - now
        return pause if _NOTHING < pause <= _LONGEST else _NOTHING

    def begin(self, tenant: str, errand: Errand, now: datetime, each_second: float) -> None:
        """The errand begins now: the next of its kind waits for its turn."""
        meant = self._next.get((tenant, errand.kind), now)
        self._next[tenant, errand.kind] = max(meant, now - _LATE) + apart(each_second)
