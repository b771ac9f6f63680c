"""The numbers of a morning: of classes and schools, never of a child."""

from dataclasses import dataclass

from bot.attendance.rules.shown.classes import ShownClass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCount:
    heading: str
    school_class: ShownClass | None = None
    enrolled: int = 0
    absent: int = 0
    late: int = 0
    early: int = 0
    unanswered: int = 0
    missing: int = 0
    suspended: int = 0
    meals: int = 0
    state: str = ""
