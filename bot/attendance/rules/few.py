"""Numbers that the board of education reads: so few that somebody could be known aren't told."""

from collections.abc import Sequence

FEW = 5  # 1 to 4 are told as "under 5"; nobody is behind a 0


def told(count: int) -> int | None:
    """The number, or None where it is so small that it points at somebody."""
    return count if count == 0 or count >= FEW else None


def total(counts: Sequence[int]) -> int | None:
    """The sum, or None where it would give a number away that isn't told, or narrow it down.

    What is left of the sum beside the numbers that are told is what the hidden ones come to. It is
    told only where each of them can still be any from 1 to 4: of one alone, of two that come to 8
    or five that come to 5, everybody would know each.
    """
    hidden = [count for count in counts if told(count) is None]
    if not hidden:
        return told(sum(counts))
    others, left = len(hidden) - 1, sum(hidden)
    smallest, largest = others + (FEW - 1), others * (FEW - 1) + 1
    return sum(counts) if smallest <= left <= largest else None
