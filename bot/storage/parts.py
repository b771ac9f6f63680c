"""One part of what the clock does, so that its failure leaves the other parts alone."""

from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.logs import trace
from bot.storage.tx import Tx, Undone

log = structlog.get_logger()
T = TypeVar("T")


def apart(tx: Tx, left_out: str, work: Callable[[], T], **about: int) -> T | None:
    """What `work` returns; None where it failed, which is undone and logged as `left_out`.

    `about`: the ids that say of whose part the log speaks.
    """
    try:
        return tx.apart(lambda _: work())
    except Undone as undone:
        log.error(left_out, **about, **trace(undone.__cause__ or undone))
        return None


def went_well(tx: Tx, left_out: str, work: Callable[[], None], **about: int) -> bool:
    """The same for work that returns nothing: whether it was done."""

    def done() -> bool:
        work()
        return True

    return apart(tx, left_out, done, **about) is not None
