"""Whom a notice is for, as its draft says."""

from bot.delivery import outbox
from bot.people.selectors import Audience, read
from bot.storage.tx import Tx


def audience_of(tx: Tx, notice: int) -> Audience:
    """Whom the draft names."""
    return read(outbox.get_draft(tx, notice).audience)
