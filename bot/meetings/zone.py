"""The tenant's zone where no `now` tells it: civil days of booked times go by it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import policy
from bot.storage.tx import Tx

_USUAL = ZoneInfo("Asia/Tokyo")  # where neither the tenant nor the operator has said otherwise


def zone(tx: Tx) -> ZoneInfo:
    """The zone that the tenant has set, else Japan's."""
    return policy.zone(tx, _USUAL)


def civil(at: datetime, where: ZoneInfo) -> date:
    """The day in that zone; what the store hands out is in UTC, nine hours behind."""
    return at.astimezone(where).date()
