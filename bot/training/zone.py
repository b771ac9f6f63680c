"""The tenant's zone: reminders go by the civil days of sessions."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import policy
from bot.storage.tx import Tx

_USUAL = ZoneInfo("Asia/Tokyo")  # where neither the tenant nor the operator has said otherwise


def zone(tx: Tx) -> ZoneInfo:
    """The zone that the tenant has set, else Japan's: where no `now` tells it."""
    return policy.zone(tx, _USUAL)


def zone_of(now: datetime) -> ZoneInfo:
    """The tenant's zone: turns and ticks tell `now` in it."""
    found = now.tzinfo
    assert isinstance(found, ZoneInfo)  # noqa: S101 - nothing hands on a fixed offset
    return found
