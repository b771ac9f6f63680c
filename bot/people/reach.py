"""Whether an audience has one person: as `audience` expands it, from what is known of them."""

from datetime import date
from functools import lru_cache

from sqlalchemy import select

from bot.people import members
from bot.people.model import Person
from bot.people.posts import posts_named
from bot.people.rules import folded
from bot.people.selectors import Audience, By, Selector, parse
from bot.people.tables import HOLDING, ONE, now
from bot.storage.tx import Row, Tx

_ANYBODY = frozenset((By.ALL, By.ROLE, By.LIST))  # they name whom they mean; the others mean staff
_LINES = select(HOLDING.c.department, HOLDING.c.grade, HOLDING.c.post).where(
    HOLDING.c.person == ONE, now(HOLDING)
)


@lru_cache(maxsize=256)
def written(to: tuple[str, ...], but: tuple[str, ...]) -> Audience:
    """The audience that these selectors write."""
    return Audience(to=tuple(map(parse, to)), but=tuple(map(parse, but)))


def includes(tx: Tx, audience: Audience, person: Person, on: date) -> bool:
    """Whether a person is meant on that day; whoever is on leave is, for this press."""
    if not person.is_here(on) or not _is_listed(tx, person, on):
        return False
    return any(_is_meant(tx, one, person, on) for one in audience.to) and not any(
        _chooses(tx, one, person, on) for one in audience.but
    )


def _is_listed(tx: Tx, person: Person, on: date) -> bool:
    """Whether the register has a line or a role of theirs for that day."""
    return bool(person.roles or person.department) or bool(tx.all(_LINES, one=person.id, on=on))


def _is_meant(tx: Tx, selector: Selector, person: Person, on: date) -> bool:
    if selector.by not in _ANYBODY and not person.is_staff:
        return False
    return _chooses(tx, selector, person, on)


def _chooses(tx: Tx, selector: Selector, person: Person, on: date) -> bool:
    match selector.by:
        case By.ALL:
            return True
        case By.ROLE:
            return selector.value in person.roles
        case By.MUNICIPALITY:
            return folded(person.municipality) == selector.key
        case By.GROUP | By.LIST:
            return str(selector) in members.of_person(tx, person.id)
        case By.POST:
            posts = {post.id for post in posts_named(tx, selector.value, on)}
            return any(line.post in posts for line in _lines(tx, person, on))
    return _stands_in(tx, selector, person, on)


def _stands_in(tx: Tx, selector: Selector, person: Person, on: date) -> bool:
    """By department or grade: the first line is known, others are looked up."""
    if folded(getattr(person, selector.by.value)) == selector.key:
        return True
    words = (getattr(line, selector.by.value) for line in _lines(tx, person, on))
    return any(folded(word) == selector.key for word in words)


def _lines(tx: Tx, person: Person, on: date) -> list[Row]:
    return tx.all(_LINES, one=person.id, on=on)
