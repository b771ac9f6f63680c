"""Who is shown what of a family's word: personal cards, roster card, numbers, telephone list."""

from bot.attendance.telling.alone import again, share, taken_back
from bot.attendance.telling.numbers import summary
from bot.attendance.telling.personal import changed, received, wake
from bot.attendance.telling.planned import planned
from bot.attendance.telling.rosters import moved, roster, rosters
from bot.attendance.telling.unreached import telephone, unsent

__all__ = [
    "again",
    "changed",
    "moved",
    "planned",
    "received",
    "roster",
    "rosters",
    "share",
    "summary",
    "taken_back",
    "telephone",
    "unsent",
    "wake",
]
