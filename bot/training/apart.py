"""One part of what the clock does, so that its failure leaves the other parts alone."""

from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.logs import trace
from bot.slice import Tick
from bot.storage.tx import Undone

log = structlog.get_logger()
T = TypeVar("T")


def apart(tick: Tick, work: Callable[[], T], **about: int) -> T | None:
    """What fails is undone and logged, with the ids that say what it was `about`; None then."""
    try:
        return tick.tx.apart(lambda _: work())
    except Undone as undone:
        log.error("training_left_out", **about, **trace(undone.__cause__ or undone))
        return None
