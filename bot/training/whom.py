"""Who is told of a training: heads of staff, the training desk, coordinators; and in what words."""

from collections.abc import Iterable
from datetime import date

from bot.people import heads
from bot.people import store as people
from bot.people.model import Person, Role
from bot.storage.tx import Tx

_DESK = "training_desk"


def heads_of(tx: Tx, person: int, on: date) -> tuple[int, ...]:
    """Who decides on a person's enrolments on a day; the training desk where nobody does."""
    asked = _acting(tx, heads.head_posts(tx, person, on), on)
    return _but(asked, person) or _but(desk(tx, on), person)


def above(tx: Tx, person: int, on: date) -> tuple[int, ...]:
    """Those, and who acts for the next posts above theirs: where nobody has answered."""
    first = heads_of(tx, person, on)
    higher = _but(_acting(tx, _next_above(tx, person, on), on), person)
    return tuple(dict.fromkeys((*first, *(higher or _but(desk(tx, on), person)))))


def _next_above(tx: Tx, person: int, on: date) -> tuple[int, ...]:
    found = (people.superior(tx, post, on) for post in heads.head_posts(tx, person, on))
    return tuple(one.id for one in found if one is not None)


def comes_to_desk(tx: Tx, person: int, on: date) -> bool:
    """Whether the desk is asked about a person's enrolments: at once, for nobody acts for their
    head, or later, for nobody does for the posts above."""
    for posts in (heads.head_posts(tx, person, on), _next_above(tx, person, on)):
        if not _but(_acting(tx, posts, on), person):
            return True
    return False


def acting(tx: Tx, post: int, on: date) -> tuple[int, ...]:
    """Who acts for one post on a day; the training desk where nobody does, or there is none (0)."""
    return (_acting(tx, (post,), on) if post else ()) or desk(tx, on)


def desk(tx: Tx, on: date) -> tuple[int, ...]:
    """Who is there of the training desk (研修担当); all of it where everybody is away.

    Found out once in a transaction: people without a head are many, and each asks.
    """
    known: dict[date, tuple[int, ...]] = tx.known.get(_DESK, {})
    found = known.get(on)
    if found is None:
        found = _present(tx, people.with_role(tx, Role.TRAINING_DESK, on), on)
        tx.known[_DESK] = {**known, on: found}
    return found


def coordinators(tx: Tx, on: date) -> dict[str, tuple[int, ...]]:
    """Who minds the trainings of each municipality."""
    found: dict[str, list[Person]] = {}
    for person in people.with_role(tx, Role.TRAINING_COORDINATOR, on):
        if person.municipality:
            found.setdefault(person.municipality, []).append(person)
    return {name: _present(tx, persons, on) for name, persons in found.items()}


def _acting(tx: Tx, posts: tuple[int, ...], on: date) -> tuple[int, ...]:
    return tuple(dict.fromkeys(holder.person for holder in people.acting(tx, posts, on)))


def _present(tx: Tx, persons: Iterable[Person], on: date) -> tuple[int, ...]:
    whole = tuple(person.id for person in persons)
    return tuple(one for one in whole if not people.is_on_leave(tx, one, on)) or whole


def _but(persons: Iterable[int], without: int) -> tuple[int, ...]:
    """Nobody decides on their own."""
    return tuple(person for person in persons if person != without)
