"""What the cards of attendance read: children's lines, reports and what follows.

Each word of a `str` property is one of bot.attendance.model's enums unless it says otherwise. No
property here holds what its reader may not know: rules decide that before a card is drawn.
"""

from cards.attendance.matter.health import (
    Answer,
    Guide,
    Month,
    MonthLine,
    Reckoned,
    Sums,
    Suspension,
)
from cards.attendance.matter.mornings import Count
from cards.attendance.matter.names import Class
from cards.attendance.matter.people import Link, Place
from cards.attendance.matter.reports import Content, Line, Own, Roster, Told, Written

__all__ = [
    "Answer",
    "Class",
    "Content",
    "Count",
    "Guide",
    "Line",
    "Link",
    "Month",
    "MonthLine",
    "Own",
    "Place",
    "Reckoned",
    "Roster",
    "Sums",
    "Suspension",
    "Told",
    "Written",
]
