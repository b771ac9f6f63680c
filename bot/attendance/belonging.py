"""At which schools people are staff: whose cards they may read where others read along."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.attendance.store.places import owner_of
from bot.attendance.store.tables import SCHOOL_POST
from bot.delivery.crowd import EVERY
from bot.people.guests import guests
from bot.people.model import Role
from bot.people.tables import DEPUTY, HOLDING, ROLE, covers, held, now
from bot.storage.packed import among
from bot.storage.tx import Tx

_HELD: Any = (
    select(HOLDING.c.person, SCHOOL_POST.c.school)
    .join(SCHOOL_POST, SCHOOL_POST.c.post == HOLDING.c.post)
    .where(among(HOLDING.c.person, "people"), now(HOLDING))
)
_DEPUTISED: Any = (
    select(DEPUTY.c.deputy.label("person"), SCHOOL_POST.c.school)
    .join(HOLDING, HOLDING.c.person == DEPUTY.c.person)
    .join(SCHOOL_POST, SCHOOL_POST.c.post == HOLDING.c.post)
    .where(among(DEPUTY.c.deputy, "people"), covers(DEPUTY), now(HOLDING))
)
_DESK: Any = select(ROLE.c.person).where(
    among(ROLE.c.person, "people"), ROLE.c.role == Role.SCHOOL_DESK.value, held()
)


def belonging(tx: Tx, people: Sequence[int], on: date) -> Mapping[int, frozenset[str]]:
    """The owners of places whose staff each of these people is that day.

    Staff of a school is who holds a post there, or deputises for somebody who does (代理). The
    school desk looks after every school. A guest of the tenant is nobody's, whatever they hold.
    """
    found: dict[int, frozenset[str]] = {}
    outside = guests(tx, people)
    for person, owner in _owners(tx, list(people), on):
        if person not in outside:
            found[person] = found.get(person, frozenset()) | {owner}
    return found


def _owners(tx: Tx, people: list[int], on: date) -> Iterator[tuple[int, str]]:
    for statement in (_HELD, _DEPUTISED):
        for row in tx.all(statement, people=people, on=on):
            yield row.person, owner_of(row.school)
    for row in tx.all(_DESK, people=people, on=on):
        yield row.person, EVERY
