"""Parts of the register: what a slice knows of posts and roles beside the people file.

A part is swapped like the register itself: its rows are written under a new generation, which
nobody sees, and become valid by one row. Importing people leaves it alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update

from bot.people import acting, ladder, rules
from bot.people.model import Role
from bot.people.tables import FIRST, HOLDING, LAST, PART, POST, ROLE, STANDING
from bot.storage.packed import among
from bot.storage.tables import upsert
from bot.storage.tx import Tx

Fields = Mapping[str, Any]
_ONE: Any = bindparam("one")
_GENERATION: Any = bindparam("generation")
_CURRENT = select(PART.c.generation).where(PART.c.part == _ONE).with_for_update()
_EVERY = select(PART.c.part, PART.c.generation).order_by(PART.c.part)
_put = upsert(PART).values(part=bindparam("part"), generation=_GENERATION)
_PUT = _put.on_conflict_do_update(
    index_elements=["tenant_id", "part"], set_={"generation": _put.excluded.generation}
)
_DROP = delete(PART).where(PART.c.part == _ONE)
_ROLE_OF = select(ROLE.c.id).where(
    ROLE.c.generation == _GENERATION, ROLE.c.person == _ONE, ROLE.c.role == bindparam("role")
)
_TAKE = delete(ROLE).where(
    ROLE.c.generation == _GENERATION, ROLE.c.person == _ONE, ROLE.c.role == bindparam("role")
)
_ADD = {
    table: insert(table).values(
        {name: bindparam(name) for name in ("generation", *names, "since", "until")}
    )
    for table, names in (
        (ROLE, ("person", "role")),
        (HOLDING, ("person", "post", "department", "grade")),
    )
}
_NAMES = select(POST.c.id, POST.c.name).where(among(POST.c.id, "ids")).order_by(POST.c.id)
_RENAME = (
    update(POST)
    .where(POST.c.id == _ONE)
    .values(department=bindparam("new"), label=bindparam("new_label"))
)
_STAND = (
    upsert(STANDING)
    .values({name: bindparam(name) for name in ("generation", "post", "superior", "since")})
    .on_conflict_do_nothing()
)


def current(tx: Tx, part: str) -> int | None:
    """The generation of a part that everybody sees; nobody else swaps it in this transaction."""
    found = tx.value(_CURRENT, one=part)
    return None if found is None else int(found)


def every(tx: Tx) -> dict[str, int]:
    """All parts with their generations."""
    return {row.part: row.generation for row in tx.all(_EVERY)}


def swap(tx: Tx, part: str, generation: int) -> int | None:
    """Make a generation the one that everybody sees; which one it was, to be cleared."""
    old = current(tx, part)
    tx.run(_PUT, part=part, generation=generation)
    acting.forget(tx)
    return old


def drop(tx: Tx, part: str) -> int | None:
    """Nobody sees the part any more; which generation it was, to be cleared."""
    old = current(tx, part)
    tx.run(_DROP, one=part)
    acting.forget(tx)
    return old


def add_roles(tx: Tx, generation: int, rows: Sequence[Fields]) -> None:
    """Give roles in a generation: person, role, since, until."""
    tx.many(_ADD[ROLE], [{**row, "generation": generation} for row in rows])


def add_holdings(tx: Tx, generation: int, rows: Sequence[Fields]) -> None:
    """Have people hold posts in a generation: person, post, department, since, until."""
    tx.many(_ADD[HOLDING], [{"grade": "", **row, "generation": generation} for row in rows])


def add_standing(
    tx: Tx, generation: int, superiors: Iterable[tuple[int, int | None]], since: date
) -> None:
    """Which post stands above which from a day on, in a generation."""
    rows = [{"post": post, "superior": above, "since": since} for post, above in superiors]
    tx.many(_STAND, [{**row, "generation": generation} for row in rows])


def posts(tx: Tx, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The ids of posts by department and name, made where there are none."""
    wanted = sorted(set(names))
    ladder.add_named(tx, wanted)
    rows = [{"department": department, "post": name} for department, name in wanted]
    return ladder.posts_of(tx, rows)


def rename(tx: Tx, ids: Iterable[int], department: str) -> None:
    """Their department is called otherwise now; posts whose new name is taken keep the old one."""
    found = tx.all(_NAMES, ids=sorted(set(ids)))
    taken = posts_called(tx, department, [row.name for row in found])
    rows = [
        {"one": row.id, "new": department, "new_label": rules.label(department + row.name)}
        for row in found
        if row.name not in taken
    ]
    tx.many(_RENAME, rows)


def posts_called(tx: Tx, department: str, names: Sequence[str]) -> frozenset[str]:
    """Which of these posts a department has already."""
    rows = [{"department": department, "post": name} for name in names]
    found = ladder.posts_of(tx, rows)
    return frozenset(name for holder, name in found if holder == department)


def give_role(tx: Tx, generation: int, person: int, role: Role) -> None:
    """Give somebody a role without end; who has it keeps it once."""
    if tx.first(_ROLE_OF, generation=generation, one=person, role=role.value) is None:
        row = {"person": person, "role": role.value, "since": FIRST, "until": LAST}
        add_roles(tx, generation, (row,))


def take_role(tx: Tx, generation: int, person: int, role: Role) -> None:
    """Take a role back that `give_role` gave."""
    tx.run(_TAKE, generation=generation, one=person, role=role.value)


def _next(table: Table, key: Any) -> Any:
    return (
        select(key.label("key"))
        .where(table.c.generation == _GENERATION, key > bindparam("after"))
        .order_by(key)
        .limit(bindparam("most"))
    )


# In the order of an index: by id each step would look at everybody.
_KEYS = {ROLE: ROLE.c.person, HOLDING: HOLDING.c.person, STANDING: STANDING.c.post}
_NEXT = {table: _next(table, key) for table, key in _KEYS.items()}
_CLEAR = {
    table: delete(table).where(
        table.c.generation == _GENERATION,
        key > bindparam("after"),
        key <= bindparam("last"),
    )
    for table, key in _KEYS.items()
}


def clear(tx: Tx, dead: int, after: Mapping[str, int], most: int) -> dict[str, int]:
    """Delete the next rows of a generation that nobody sees; up to where, {} when none are left.

    `after`: what the last call said, {} at first.
    """
    reached: dict[str, int] = {}
    for table, statement in _NEXT.items():
        begin = after.get(table.name, 0)
        rows = tx.all(statement, generation=dead, after=begin, most=most)
        if rows:
            last = reached[table.name] = rows[-1].key
            tx.run(_CLEAR[table], generation=dead, after=begin, last=last)
    return reached
