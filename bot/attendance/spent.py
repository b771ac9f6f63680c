"""Marks that have done their work: they are no record of anything, and go by themselves."""

from datetime import timedelta

from bot.attendance.store import drafts, reads, telephone
from bot.slice import Tick

_READS = timedelta(days=1)  # the ledger keeps who read what
_LISTS = timedelta(days=365)  # as long as the reports they were about


def purge(tick: Tick) -> None:
    """What families had begun for a day that is over, and what was kept to say nothing twice."""
    drafts.purge(tick.tx, tick.today)
    reads.forget(tick.tx, tick.now - _READS)
    telephone.forget(tick.tx, tick.today - _LISTS)
