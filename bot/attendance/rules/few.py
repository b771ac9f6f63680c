"""Numbers that the board of education reads: so few that somebody could be known aren't told."""

from collections.abc import Sequence

FEW = 5  # 1 to 4 are told as "under 5"; nobody is behind a 0


def told(count: int) -> int | None:
    """The number, or None where it is so small that it points at somebody."""
    return count if count == 0 or count >= FEW else None


def total(counts: Sequence[int]) -> int | None:
    """The sum, or None where it would give a number away that isn't told.

    One hidden number is what is left of the sum; two or more hide each other, as long as what they
    come to together is not small itself.
    """
    hidden = [count for count in counts if told(count) is None]
    if len(hidden) == 1 or (hidden and sum(hidden) < FEW):
        return None
    return told(sum(counts))
