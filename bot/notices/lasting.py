"""How long sending takes: as fast as Teams takes posts and Graph installs the app."""

from math import ceil

from bot.delivery.pace import COMMON
from bot.notices.asked import INSTALLS_EACH_SECOND
from bot.notices.rules import CANARY


def seconds(reachable: int, first_contact: int) -> int:
    """How long sending takes: the first ones, then as fast as Teams and Graph take the rest.

    Installing begins with the first ones, so their minute is no loss to it.
    """
    if not reachable and not first_contact:
        return 0
    minute = CANARY.total_seconds()
    posting = (reachable + first_contact) / COMMON
    installing = max(0.0, first_contact / INSTALLS_EACH_SECOND - minute)
    return ceil(minute + max(posting, installing))


def seconds_left(pending: int, first_contact: int) -> int:
    """How long the rest takes, of whom so many must get the app first."""
    return ceil(max(pending / COMMON, first_contact / INSTALLS_EACH_SECOND))
