"""Everything that was ever posted of a series, also what follows its meetings no more."""

from collections.abc import Iterator

from bot.delivery import outbox
from bot.meetings.model import Meeting
from bot.meetings.plan import item
from bot.meetings.store import follow_ups, meetings, shown
from bot.storage.tx import Tx

# By which word, and whose id, the keys of a kind begin.
_OF_SERIES = {
    item.PLAN: "plan",
    item.LATE: "late",
    item.PASSED: "passed",
    item.CADENCE: "cadence",
}
_OF_MEETING = {item.REMIND: "remind", item.AFTER: "after", item.TROUBLE: "trouble"}


def of_series(tx: Tx, series: int) -> tuple[int, ...]:
    """The notices of a series, its meetings and what they left to do."""
    found = [*_keyed(tx, _OF_SERIES, series)]
    for meeting in meetings.of_series(tx, series):
        found += _of_meeting(tx, meeting)
    return tuple(dict.fromkeys(found))


def _of_meeting(tx: Tx, meeting: Meeting) -> Iterator[int]:
    yield from shown.of(tx, meeting.id)
    yield from _keyed(tx, _OF_MEETING, meeting.id)
    for one in follow_ups.of_meeting(tx, meeting.id):
        yield from outbox.keyed(tx, kind=item.FOLLOW_UP, key=f"follow_up:{one.id}")


def _keyed(tx: Tx, kinds: dict[str, str], number: int) -> Iterator[int]:
    for kind, word in kinds.items():
        yield from outbox.keyed(tx, kind=kind, key=f"{word}:{number}")
