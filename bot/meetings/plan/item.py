"""One notice that the clock brings about meetings."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.slice import Planned
from cards.lang import SOURCE, Lang

PLAN = "meetings.plan"
LATE = "meetings.late"
PASSED = "meetings.passed"
REMIND = "meetings.remind"
AFTER = "meetings.after"
TROUBLE = "meetings.trouble"
CADENCE = "meetings.cadence"
FOLLOW_UP = "meetings.follow_up"
ESCALATED = (PLAN, LATE, PASSED, AFTER, TROUBLE, CADENCE, FOLLOW_UP)  # where a copy is lost
WHAT = {
    PLAN: "meetings.what.plan",
    LATE: "meetings.what.plan",
    PASSED: "meetings.what.minutes",
    REMIND: "meetings.what.booked",
    AFTER: "meetings.what.minutes",
    TROUBLE: "meetings.what.trouble",
    CADENCE: "meetings.what.cadence",
    FOLLOW_UP: "meetings.what.follow_up",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A notice: `day` is the one that it speaks of. `above`: for a superior.

    `ahead`: which reminder (7d, 1d, 1h). `expires`: a day, or an instant where a meeting begins.
    """

    on: date
    kind: str
    key: str
    subject: str
    title: str
    day: date
    to: tuple[int, ...]
    expires: date | datetime
    above: bool = False
    ahead: str = ""

    def planned(self) -> Planned:
        """The item as whoever looks at the plan sees it."""
        lang = Lang(SOURCE)
        return Planned(
            on=self.on,
            key=self.key,
            kind=self.kind,
            subject=self.subject,
            title=self.title,
            to=self.to,
            why=f"{lang.t(WHAT[self.kind])}　{lang.day(self.day)}",
        )
