"""What the operator watches of attendance: how many children are being looked for, since when."""

from datetime import datetime

from bot.attendance import case_cards, leftover, mornings, watching
from bot.attendance.store import cases
from bot.attendance.telling import unreached
from bot.slice import Figure
from bot.storage.tx import Tx

# Somebody else hears because nobody has answered, come, or seen to it; or who can't be reached.
ESCALATIONS = frozenset(
    {case_cards.CASE, leftover.LEFT, mornings.KIND, watching.UNSEEN, unreached.KIND}
)


def _open(tx: Tx, now: datetime) -> float:
    del now
    return cases.open_cases(tx).number


def _oldest(tx: Tx, now: datetime) -> float:
    since = cases.open_cases(tx).since
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


FIGURES = (
    Figure(
        name="safety_cases_open",
        told="Children who neither arrived nor were reported and whom somebody looks for.",
        read=_open,
    ),
    Figure(
        name="safety_case_oldest_seconds",
        told="For how long the child is looked for whose search began first; 0 without one.",
        read=_oldest,
    ),
)
