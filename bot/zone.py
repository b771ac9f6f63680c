"""The tenant's zone where no `now` tells it: civil days of what is kept go by it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import policy
from bot.storage.tx import Tx


def zone(tx: Tx) -> ZoneInfo:
    """The zone that the tenant has set, else the operator's: where no `now` tells it."""
    return policy.zone(tx, tx.zone)


def zone_of(now: datetime) -> ZoneInfo:
    """The tenant's zone: turns and ticks tell `now` in it."""
    found = now.tzinfo
    assert isinstance(found, ZoneInfo)  # noqa: S101 - nothing hands on a fixed offset
    return found


def civil(at: datetime, where: ZoneInfo) -> date:
    """The day in that zone; what the store hands out is in UTC, nine hours behind."""
    return at.astimezone(where).date()
