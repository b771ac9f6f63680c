"""What a matter is called, by the subject under which the ledger has it."""

from bot.errors import NotFound
from bot.meetings.store import follow_ups, meetings
from bot.meetings.store import series as all_series
from bot.storage.tx import Tx


def title_of(tx: Tx, subject: str) -> str:
    """The title of the series that `series:2` or a thing of its (`meeting:3`) is about.

    "" for other subjects, and for what is no more.
    """
    kind, _, number = subject.partition(":")
    if not number.isdecimal():
        return ""
    try:
        return all_series.get(tx, _series(tx, kind, int(number))).title
    except NotFound:
        return ""


def _series(tx: Tx, kind: str, number: int) -> int:
    match kind:
        case "series":
            return number
        case "meeting":
            return meetings.get(tx, number).series
        case "follow_up":
            return follow_ups.get(tx, number).series
    raise NotFound(f"{kind}:{number}")
