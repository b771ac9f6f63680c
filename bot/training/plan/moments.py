"""Which of a course's mornings are still to come, and what was missed of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.training.rules.reminders import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Everything from `start` (a working day) to `until`; what came after the day `after` and was
    missed comes on `start`."""

    after: date
    start: date
    until: date

    def on(self, day: date) -> date | None:
        """When that comes which belongs to a day; None where it was done, or comes later."""
        if day <= self.after or day > self.until:
            return None
        return max(day, self.start)

    def chosen(self, moments: Iterable[Moment]) -> Iterator[tuple[date, str]]:
        """Days and reminders; of several that were missed the last alone."""
        found: dict[date, str] = {}
        for one in moments:
            if (on := self.on(one.at.date())) is not None:
                found[on] = one.ahead
        yield from found.items()
