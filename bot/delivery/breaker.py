"""Stops sending into the dark: after five uncertain outcomes in a row only probes go out."""

from dataclasses import dataclass

from bot.delivery.outcomes import Outcome, Unknown

TRIP = 5


@dataclass(slots=True, kw_only=True)
class Breaker:
    """Counts uncertain outcomes in a row; any certain one closes it."""

    longest: float
    uncertain: int = 0

    @property
    def is_open(self) -> bool:
        """Whether only one request at a time may go out."""
        return self.uncertain >= TRIP

    @property
    def wait(self) -> float:
        """Seconds before the next probe: doubling from one."""
        return min(self.longest, 2.0 ** min(self.uncertain - TRIP, 10)) if self.is_open else 0.0

    def note(self, outcome: Outcome) -> None:
        """An attempt has ended so."""
        self.uncertain = self.uncertain + 1 if isinstance(outcome, Unknown) else 0
