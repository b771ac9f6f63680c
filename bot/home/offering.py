"""What the slices below offer for one person, gathered; home knows none of them by name."""

from collections.abc import Sequence
from datetime import date

from bot.people.model import Person
from bot.slice import Due, Slice
from bot.storage.tx import Tx


def due_for(tx: Tx, offering: Sequence[Slice], person: Person, today: date) -> tuple[Due, ...]:
    """Every line that any slice has for this person; none for who isn't staff."""
    if not person.is_staff:
        return ()
    return tuple(line for one in offering for line in one.due_for(tx, person, today))


def due_of(tx: Tx, offering: Sequence[Slice], post: int, today: date) -> tuple[Due, ...]:
    """Every line that any slice has for a post, whoever holds it."""
    return tuple(line for one in offering for line in one.due_of(tx, post, today))


def title_of(tx: Tx, offering: Sequence[Slice], subject: str) -> str:
    """What the slice that knows a matter calls it; "" where none does."""
    return next(filter(None, (one.title_of(tx, subject) for one in offering)), "")
