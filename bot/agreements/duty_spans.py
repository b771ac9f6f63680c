"""Duties follow their agreement: its post, its term, and what survives the end."""

from bot.agreements.model import Agreement
from bot.agreements.rules.obligations import bound
from bot.duties import store as duties
from bot.duties.model import DutyState
from bot.storage.tx import Tx

_OPEN = (DutyState.OPEN, DutyState.REQUESTED)


def rebind(tx: Tx, agreement: Agreement) -> None:
    """Open duties bind over the days that the agreement now has, and belong to its post."""
    for duty in duties.of_source(tx, agreement.subject):
        if duty.state in _OPEN and (now := bound(duty, agreement)) != duty:
            duties.save(tx, now)
