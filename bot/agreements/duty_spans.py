"""Duties follow their agreement: its post, its term, its names, and what survives the end."""

from collections.abc import Iterator
from datetime import date

from bot.agreements.model import Agreement
from bot.agreements.rules.obligations import bound, revived
from bot.duties import store as duties
from bot.duties.model import Duty
from bot.duties.rules import came_back
from bot.storage.tx import Tx


def rebind(tx: Tx, agreement: Agreement, today: date) -> None:
    """Open duties bind over the days that the agreement now has, and belong to its post.

    What was done for the last time of a term comes back with the next term.
    """
    found = duties.of_source(tx, agreement.subject)
    for duty in found:
        if duty.is_open and (now := bound(duty, agreement, today)) != duty:
            duties.save(tx, now)
    for duty in _last(found):
        if (new := revived(duty, agreement, today)) is not None:
            duties.add(tx, new)


def _last(found: tuple[Duty, ...]) -> Iterator[Duty]:
    """What nothing came back of yet, the oldest first."""
    for at, duty in enumerate(found, 1):
        if not any(came_back(duty, later) for later in found[at:]):
            yield duty
