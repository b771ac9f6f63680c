"""出席停止: when a child may come back, and who decides it (学校保健安全法19条)."""

from bot.attendance.rules.suspension.orders import (
    answer_of,
    as_read_by,
    check,
    checked,
    covers,
    days,
    declined,
    differ,
    ended,
    is_over,
    ordered,
    recovered,
    returning,
    still_ill,
)
from bot.attendance.rules.suspension.reckoning import SHORTENED, Ask, Guide, Reckoned, Why, guide

__all__ = [
    "SHORTENED",
    "Ask",
    "Guide",
    "Reckoned",
    "Why",
    "answer_of",
    "as_read_by",
    "check",
    "checked",
    "covers",
    "days",
    "declined",
    "differ",
    "ended",
    "guide",
    "is_over",
    "ordered",
    "recovered",
    "returning",
    "still_ill",
]
