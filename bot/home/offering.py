"""What the slices below offer for one person, gathered; home knows none of them by name."""

from collections.abc import Sequence
from datetime import date

from bot.errors import Refused
from bot.people.model import Person
from bot.slice import Due, Overseen, Slice, Words
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from cards.elements import Card


def due_for(tx: Tx, offering: Sequence[Slice], person: Person, today: date) -> tuple[Due, ...]:
    """Every line that any slice has for this person; none for who isn't staff."""
    if not person.is_staff:
        return ()
    return tuple(line for one in offering for line in one.due_for(tx, person, today))


def overseen_by(
    tx: Tx, offering: Sequence[Slice], person: Person, today: date, until: date
) -> tuple[Overseen, ...]:
    """What any slice knows that this person minds until a day; none for who isn't staff."""
    if not person.is_staff:
        return ()
    return tuple(filter(None, (one.overseen(tx, person, today, until) for one in offering)))


def guide(turn: Turn, offering: Sequence[Slice]) -> Card | None:
    """The help of the one slice that serves this person; None for who isn't served by one alone."""
    return next(filter(None, (one.guide(turn) for one in offering)), None)


def turned_away(turn: Turn, offering: Sequence[Slice], refused: Refused) -> Card | None:
    """A refusal as the slice says it that alone serves this person; None for everybody else."""
    return next(filter(None, (one.turns_away(turn, refused) for one in offering)), None)


def words(turn: Turn, offering: Sequence[Slice]) -> tuple[Words, ...]:
    """What this person may say to the slices, beside what all staff may."""
    return tuple(filter(None, (one.words(turn) for one in offering)))


def due_of(tx: Tx, offering: Sequence[Slice], post: int, today: date) -> tuple[Due, ...]:
    """Every line that any slice has for a post, whoever holds it."""
    return tuple(line for one in offering for line in one.due_of(tx, post, today))


def title_of(tx: Tx, offering: Sequence[Slice], subject: str) -> str:
    """What the slice that knows a matter calls it; "" where none does."""
    return next(filter(None, (one.title_of(tx, subject) for one in offering)), "")
