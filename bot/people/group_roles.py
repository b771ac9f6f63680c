"""Roles that the directory's groups give: read whole into a generation of their own, then valid."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from bot import policy
from bot.errors import Unreadable
from bot.people.model import Role
from bot.people.tables import FIRST, LAST, PERSON, ROLE
from bot.storage.tx import Tx

_IDS: Any = bindparam("ids", expanding=True)
_PEOPLE = select(PERSON.c.id).where(PERSON.c.key.in_(_IDS)).order_by(PERSON.c.id)
_ADD = insert(ROLE).values(
    generation=bindparam("generation"),
    person=bindparam("person"),
    role=bindparam("role"),
    since=FIRST,
    until=LAST,
)
_NEXT = (
    select(ROLE.c.person)
    .where(ROLE.c.generation == bindparam("generation"))
    .order_by(ROLE.c.person)
    .limit(bindparam("most"))
)
_CLEAR = delete(ROLE).where(
    ROLE.c.generation == bindparam("generation"), ROLE.c.person <= bindparam("last")
)

Groups = tuple[tuple[str, str], ...]  # a role and the id of a group that gives it


def wanted(tx: Tx) -> Groups:
    """The groups that give roles, as the tenant has set it."""
    return tuple(pair for pair in policy.of(tx).role_groups if pair[0] in frozenset(Role))


def check(found: policy.Policy) -> None:
    """Raises Unreadable where a policy's `role_groups` names a role that there isn't."""
    for role, _ in found.role_groups:
        if role not in frozenset(Role):
            known = ", ".join(Role)
            raise Unreadable("role_groups", f"no such role: {role[:40]}; there are: {known}")


def fill(tx: Tx, generation: int, role: str, ids: Sequence[str]) -> int:
    """Give the role to these accounts, as far as they are people here; to how many."""
    if not ids:
        return 0
    rows = tx.all(_PEOPLE, ids=[id.lower() for id in ids])
    return tx.many(_ADD, _of(generation, role, (row.id for row in rows)))


def _of(generation: int, role: str, people: Iterable[int]) -> list[dict[str, Any]]:
    return [{"generation": generation, "person": person, "role": role} for person in people]


def clear(tx: Tx, generation: int, most: int) -> bool:
    """Delete the next rows of one that nobody sees any more; whether there may be more."""
    people = [row.person for row in tx.all(_NEXT, generation=generation, most=most)]
    if people:
        tx.run(_CLEAR, generation=generation, last=people[-1])
    return bool(people)
