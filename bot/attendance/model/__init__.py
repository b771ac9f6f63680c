"""Attendance: what there is."""

from bot.attendance.model.days import (
    DayKind,
    SchoolDay,
    Today,
)
from bot.attendance.model.families import (
    Enrolment,
    Guardian,
    LinkState,
    Pupil,
)
from bot.attendance.model.health import (
    Answer,
    Disease,
    Mark,
    Marked,
    Suspension,
    SuspensionState,
)
from bot.attendance.model.places import (
    Place,
    PlaceKind,
)
from bot.attendance.model.reports import (
    Ack,
    Content,
    Door,
    Kind,
    Reason,
    Report,
    ReportState,
)
from bot.attendance.model.rolls import (
    Case,
    CaseState,
    Closing,
    Roll,
    RollState,
    Step,
)
from bot.attendance.model.schools import (
    Class,
    Function,
    School,
    SchoolKind,
    SchoolPost,
    Stream,
    Times,
)

__all__ = [
    "Ack",
    "Answer",
    "Case",
    "CaseState",
    "Class",
    "Closing",
    "Content",
    "DayKind",
    "Disease",
    "Door",
    "Enrolment",
    "Function",
    "Guardian",
    "Kind",
    "LinkState",
    "Mark",
    "Marked",
    "Place",
    "PlaceKind",
    "Pupil",
    "Reason",
    "Report",
    "ReportState",
    "Roll",
    "RollState",
    "School",
    "SchoolDay",
    "SchoolKind",
    "SchoolPost",
    "Step",
    "Stream",
    "Suspension",
    "SuspensionState",
    "Times",
    "Today",
]
