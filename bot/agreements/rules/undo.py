"""取り消す: for five minutes who pressed can take it back, where nothing has left the house."""

from dataclasses import replace
from datetime import datetime

from bot.agreements.model import Agreement, Change
from bot.agreements.rules.standing import fresh, refuse
from bot.errors import Refused
from bot.ledger.model import UNDO


def undo(
    agreement: Agreement, change: Change | None, *, person: int, at: datetime, version: int
) -> Agreement:
    """The agreement as it was before its last change; what the clock has told meanwhile stays.

    Raises Refused for another person, after five minutes, or when the change left the house.
    """
    fresh(agreement, version)
    if change is None or change.before is None or change.person is None:
        refuse("nothing_to_undo")
    if change.person != person:
        refuse("undo_not_yours")
    if not change.undoable:
        refuse("undo_left")
    if at - change.at > UNDO:
        refuse("undo_too_late")
    return replace(change.before, version=agreement.version + 1)


def can_undo(agreement: Agreement, change: Change | None, *, at: datetime) -> bool:
    """Whether 取り消す is still offered to whoever pressed."""
    if change is None or change.person is None:
        return False
    try:
        undo(agreement, change, person=change.person, at=at, version=agreement.version)
    except Refused:
        return False
    return True
