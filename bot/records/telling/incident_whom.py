"""Who leads incidents on a day, who stands above them, and whose deputy somebody is."""

from collections.abc import Iterable
from datetime import date

from bot.people import store as people
from bot.people.model import Person, Role
from bot.storage.tx import Tx

_DESKS = (Role.AGREEMENT_DESK, Role.SCHOOL_DESK)


def leaders(tx: Tx, on: date) -> tuple[int, ...]:
    """The officers who are there, and the deputies of those who are away; each person once."""
    return _once(there for officer in _officers(tx, on) for there in _there(tx, officer.id, on))


def _officers(tx: Tx, on: date) -> tuple[Person, ...]:
    return people.with_role(tx, Role.SECURITY_OFFICER, on)


def _there(tx: Tx, officer: int, on: date) -> tuple[int, ...]:
    """An officer, or who stands in for them; who is away with nobody in their place is told."""
    deputies = tuple(one.deputy for one in people.deputies_of(tx, officer, on))
    if not people.is_on_leave(tx, officer, on):
        return (officer,)
    return tuple(one for one in deputies if not people.is_on_leave(tx, one, on)) or (officer,)


def is_led(tx: Tx, on: date) -> bool:
    """Whether somebody is there who leads: an officer, or who stands in for one."""
    return any(not people.is_on_leave(tx, one, on) for one in leaders(tx, on))


def above(tx: Tx, on: date) -> tuple[int, ...]:
    """The desks, and who is next above the officers; not those who lead themselves. Where nobody
    of them is there, the operators: somebody must hear of it."""
    lead = frozenset(leaders(tx, on))
    every = _once((*desks(tx, on), *_superiors(tx, on)))
    found = tuple(one for one in every if one not in lead)
    if found or is_led(tx, on):
        return found
    return tuple(one.id for one in people.with_role(tx, Role.OPERATOR, on))


def desks(tx: Tx, on: date) -> tuple[int, ...]:
    """The desks of the tenant, but for those who lead."""
    lead = frozenset(leaders(tx, on))
    found = _once(one.id for role in _DESKS for one in people.with_role(tx, role, on))
    return tuple(one for one in found if one not in lead)


def _superiors(tx: Tx, on: date) -> Iterable[int]:
    for officer in _officers(tx, on):
        for post in people.posts_of(tx, officer.id, on):
            higher = tuple(one.id for one in people.superiors(tx, post, on)[:1])
            yield from (holder.person for holder in people.acting(tx, higher, on))


def deputised(tx: Tx, person: int, on: date) -> Person | None:
    """The officer whose deputy this person is on a day, None where there is none."""
    for officer in _officers(tx, on):
        if person in {one.deputy for one in people.deputies_of(tx, officer.id, on)}:
            return officer
    return None


def _once(found: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(found))
