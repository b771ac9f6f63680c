"""How much one person may ask at once: who asks without end takes nobody else's place."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bot.tab.sign_on import Caller
from bot.turns.door.refusals import TurnedAway

MOST = 12  # requests of one person under way; the page has six when it opens


class Crowding:
    """Counts the requests under way, person by person."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._inside: Counter[Caller] = Counter()

    @contextmanager
    def among(self, caller: Caller) -> Iterator[None]:
        """While one request is answered. Raises TurnedAway(429) where there are too many."""
        if self._inside[caller] >= self._most:
            raise TurnedAway(429, "too_many_at_once")
        self._inside[caller] += 1
        try:
            yield
        finally:
            self._inside[caller] -= 1
            if not self._inside[caller]:
                del self._inside[caller]
