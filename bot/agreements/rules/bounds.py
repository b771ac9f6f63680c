"""How long the spans of an agreement may be; beyond them a computed day leaves the calendar."""

from typing import TypeGuard

LONGEST_EXTENSION = 1200  # months
LONGEST_NOTICE = 9999  # months or days
LONGEST_ORAL_DISCLOSURE = 3650  # days


def is_extension(months: int | None) -> TypeGuard[int]:
    """Whether a term can be extended by so many months."""
    return months is not None and 1 <= months <= LONGEST_EXTENSION


def is_notice(value: int | None) -> TypeGuard[int]:
    """Whether an objection can be due so many months or days before the end."""
    return value is not None and 0 <= value <= LONGEST_NOTICE


def is_oral_disclosure(days: int | None) -> TypeGuard[int]:
    """Whether the paper of an oral disclosure can be due within so many days."""
    return days is not None and 1 <= days <= LONGEST_ORAL_DISCLOSURE
