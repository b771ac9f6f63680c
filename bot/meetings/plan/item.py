"""One notice that the clock brings about meetings."""

from dataclasses import dataclass

from bot.reminder import Reminder

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
class Item(Reminder):
    """`above`: for a superior. `ahead`: which reminder (7d, 1d, 1h)."""

    above: bool = False
    ahead: str = ""

    @property
    def what(self) -> str:
        return WHAT[self.kind]
