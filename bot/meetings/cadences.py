"""Whether people may say, or correct, how often a series meets."""

from bot.errors import Refused
from bot.meetings.model import ENDED, Series, SeriesState
from bot.meetings.rules.lifecycle import UNBOOKED
from bot.meetings.store import meetings, promised
from bot.storage.tx import Tx


def check(tx: Tx, series: Series) -> None:
    """Raise Refused where the text says it, where a booking goes by what was answered, and of a
    series that has ended."""
    if series.state is SeriesState.ENDED:
        raise Refused("meetings.refused.series_ended")
    duty = promised.still_owed(tx, series)
    if duty is not None and duty.every_months:
        raise Refused("meetings.refused.cadence_in_text")
    if series.source and _is_booked(tx, series):
        raise Refused("meetings.refused.cadence_booked")


def may_set(tx: Tx, series: Series) -> bool:
    """Whether 開催の間隔を変更 is offered."""
    try:
        check(tx, series)
    except Refused:
        return False
    return True


def _is_booked(tx: Tx, series: Series) -> bool:
    of_it = meetings.of_series(tx, series.id)
    return any(one.stage not in ENDED | UNBOOKED for one in of_it)
