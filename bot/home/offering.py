"""What the slices below offer for one person, gathered; home knows none of them by name."""

from collections.abc import Sequence
from datetime import date

from bot.people.model import Person
from bot.slice import Due, Slice
from bot.storage.tx import Tx


def due_for(tx: Tx, offering: Sequence[Slice], person: Person, today: date) -> tuple[Due, ...]:
    """Every line that any slice has for this person; none for somebody without a role."""
    if not person.roles:
        return ()
    return tuple(line for one in offering for line in one.due_for(tx, person, today))
