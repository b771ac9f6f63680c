"""One generation of the register: built page by page, completed from the current one, cleared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select

from bot.people import directory, ladder, listing, rules, sealing
from bot.people.identities import identified
from bot.people.model import Span
from bot.people.tables import CURRENT, FIRST, HOLDING, LAST, LEAVE, LISTING, ROLE, STAGED, span
from bot.sheets import BadCell
from bot.storage.tx import Tx

Fields = dict[str, Any]
_OF_PERSON = (HOLDING, ROLE, LEAVE)
_NEW: Any = bindparam("generation")
_IDS: Any = bindparam("ids", expanding=True)

_STAGE = insert(STAGED).values(
    {name: bindparam(name) for name in ("generation", "key", "line", "row", "sealed_name")}
)
_KEYS = (
    select(STAGED.c.key)
    .where(STAGED.c.generation == _NEW, STAGED.c.key > bindparam("after"))
    .distinct()
    .order_by(STAGED.c.key)
    .limit(bindparam("most"))
)
_ROWS = (
    select(STAGED.c.key, STAGED.c.line, STAGED.c.row, STAGED.c.sealed_name)
    .where(
        STAGED.c.generation == _NEW,
        STAGED.c.key > bindparam("after"),
        STAGED.c.key <= bindparam("last"),
    )
    .order_by(STAGED.c.key, STAGED.c.line)
)
_OLD = {
    table: select(table).where(table.c.generation == CURRENT, table.c.person.in_(_IDS))
    for table in (LISTING, *_OF_PERSON)
}
_BUILT = select(LISTING.c.person).where(LISTING.c.generation == _NEW, LISTING.c.person.in_(_IDS))
_HAS = LISTING.alias()
_NEXT = (
    select(LISTING.c.person)
    .where(
        LISTING.c.generation == CURRENT,
        LISTING.c.person > bindparam("after"),
        ~select(_HAS.c.person)
        .where(_HAS.c.person == LISTING.c.person, _HAS.c.generation == _NEW)
        .exists(),
    )
    .order_by(LISTING.c.person)
    .limit(bindparam("most"))
)
_ADD = {table: insert(table) for table in (LISTING, *_OF_PERSON)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one step has built: up to which key, how much, and what was wrong."""

    last: str
    rows: int
    people: int
    faults: tuple[BadCell, ...]


def stage(tx: Tx, new: int, rows: Sequence[Fields], today: date) -> None:
    """Put rows aside, and make the posts that they name."""
    tx.many(
        _STAGE,
        [_staged(tx, new, row) for row in rows],
    )
    ladder.add_posts(tx, new, rows, today)


def build(tx: Tx, new: int, after: str, most: int, today: date) -> Page | None:
    """The people of the next keys, with all that the file says of them; None when all are built."""
    keys = [row.key for row in tx.all(_KEYS, generation=new, after=after, most=most)]
    if not keys:
        return None
    found = tx.all(_ROWS, generation=new, after=after, last=keys[-1])
    groups = {
        key: [_unstaged(tx, new, row) for row in rows]
        for key, rows in groupby(found, lambda row: row.key)
    }
    people = identified(tx, new, groups)
    faults = _faults(tx, new, groups, people)
    rungs, wrong = ladder.rungs(tx, new, [row for rows in groups.values() for row in rows], today)
    if not faults:
        ladder.add_rungs(tx, new, rungs)
        _add_people(tx, new, groups, people, today)
    return Page(last=keys[-1], rows=len(found), people=len(groups), faults=(*faults, *wrong))


def _faults(
    tx: Tx, new: int, groups: dict[str, list[Fields]], people: dict[str, int]
) -> list[BadCell]:
    """One person under two keys, or two names under one."""
    built = {row.person for row in tx.all(_BUILT, generation=new, ids=list(people.values()))}
    faults: list[BadCell] = []
    with_id = {rows[0]["mail"] for key, rows in groups.items() if not key.startswith("mail:")}
    for key, rows in groups.items():
        first = rows[0]
        if people[key] in built or (key.startswith("mail:") and first["mail"] in with_id):
            remedy = "belongs to another row too; give the aad_object_id in all rows or in none"
            faults.append(BadCell(first["line"], "mail", remedy))
        faults += [
            BadCell(row["line"], "name", f"differs from line {first['line']} of the same person")
            for row in rows
            if row["name"] != first["name"]
        ]
    return faults


def _add_people(
    tx: Tx, new: int, groups: dict[str, list[Fields]], people: dict[str, int], today: date
) -> None:
    old = {table: _by_person(tx, table, list(people.values())) for table in _OLD}
    posts = ladder.posts_of(tx, [row for rows in groups.values() for row in rows])
    waiting: dict[Table, list[Fields]] = {table: [] for table in _ADD}
    for key, rows in groups.items():
        person = people[key]
        first = rules.first_day([_span(row) for row in rows], today)
        for table, made in (
            (HOLDING, _holdings(rows, posts)),
            (ROLE, _roles(rows)),
            (LEAVE, _leaves(rows)),
        ):
            kept = [] if first is None else _until(old[table].get(person, []), first)
            waiting[table] += [{**one, "generation": new, "person": person} for one in kept + made]
        spans = [
            span(one["since"], one["until"]) for one in waiting[HOLDING] if one["person"] == person
        ]
        listed = old[LISTING].get(person, [{}])[0]
        waiting[LISTING].append(_listing(tx, new, person, rows, listed, rules.left_on(spans)))
    for table, made in waiting.items():
        tx.many(_ADD[table], made)
    _follow(tx, new, waiting[LISTING], today)


def _follow(tx: Tx, new: int, listed: list[Fields], today: date) -> None:
    """What the directory says of them already: whose account is gone, and whose mail it is."""
    ids = (row["aad_object_id"] for row in listed if row["aad_object_id"])
    mails = (row["mail"] for row in listed if row["mail"] and not row["aad_object_id"])
    listing.follow(tx, new, directory.named(tx, ids, mails), today)


def _by_person(tx: Tx, table: Table, people: list[int]) -> dict[int, list[Fields]]:
    found: dict[int, list[Fields]] = {}
    for row in tx.all(_OLD[table], ids=people):
        found.setdefault(row.person, []).append(_copied(table, row))
    return found


def _copied(table: Table, row: Any) -> Fields:
    """A row as it can be added again, to another generation."""
    return {
        column.name: getattr(row, column.name)
        for column in table.c
        if column.name not in ("tenant_id", "id", "generation")
    }


def _until(rows: list[Fields], first: date) -> list[Fields]:
    """What of the old rows goes on until the day before `first`."""
    kept = [(row, rules.cut(span(row["since"], row["until"]), first)) for row in rows]
    return [{**row, "until": left.until or LAST} for row, left in kept if left is not None]


def _holdings(rows: list[Fields], posts: dict[tuple[str, str], int]) -> list[Fields]:
    found = [
        {
            "post": posts[row["department"], row["post"]] if row["post"] else None,
            "department": row["department"],
            "grade": row["grade"],
            **_days(row),
        }
        for row in rows
    ]
    return _once(found)


def _roles(rows: list[Fields]) -> list[Fields]:
    return _once([{"role": role, **_days(row)} for row in rows for role in row["roles"]])


def _leaves(rows: list[Fields]) -> list[Fields]:
    return _once(
        [
            {"since": row["leave_from"], "until": row["leave_to"] or LAST}
            for row in rows
            if row["leave_from"]
        ]
    )


def _once(rows: list[Fields]) -> list[Fields]:
    return list({tuple(row.values()): row for row in rows}.values())


def _days(row: Fields) -> Fields:
    return {"since": row["from"] or FIRST, "until": row["to"] or LAST}


def _span(row: Fields) -> Span:
    return Span(since=row["from"], until=row["to"])


def _listing(
    tx: Tx, new: int, person: int, rows: list[Fields], old: Fields, left_on: date | None
) -> Fields:
    """What the file says of the person; what it is silent about stays as it was."""
    names = ("aad_object_id", "mail", "municipality", "language")
    said = {
        name: next((row[name] for row in rows if row[name]), old.get(name, "")) for name in names
    }
    return {
        **said,
        **_named(tx, person, next((row["name"] for row in rows if row["name"]), ""), old),
        "generation": new,
        "person": person,
        "left_on": left_on or LAST,
        "outside": False,
    }


def _named(tx: Tx, person: int, name: str, old: Fields) -> Fields:
    kept = {key: old.get(key) for key in ("sealed_name", "folded", "name")}
    if not name and old:
        return kept
    sealed = sealing.sealed(tx, person, name)
    return {"sealed_name": sealed, "folded": sealing.initial(tx, name), "name": ""}


def carry_people(tx: Tx, new: int, after: int, most: int) -> int | None:
    """Copy the next people whom the file doesn't name; where to go on, None at the end."""
    ids = [row.person for row in tx.all(_NEXT, generation=new, after=after, most=most)]
    if not ids:
        return None
    for table in _OLD:
        rows = [_copied(table, row) for row in tx.all(_OLD[table], ids=ids)]
        tx.many(_ADD[table], [{**row, "generation": new} for row in rows])
    return int(ids[-1])


_PEOPLE_OF = (
    select(LISTING.c.person)
    .where(LISTING.c.generation == _NEW)
    .order_by(LISTING.c.person)
    .limit(bindparam("most"))
)
_CLEAR = {
    table: delete(table).where(
        table.c.generation == _NEW,
        table.c.person >= bindparam("first"),
        table.c.person <= bindparam("last"),
    )
    for table in (LISTING, *_OF_PERSON)
}
_CLEAR_STAGED = delete(STAGED).where(STAGED.c.generation == _NEW, STAGED.c.key <= bindparam("last"))


def clear(tx: Tx, dead: int, most: int) -> bool:
    """Delete the next rows of a generation that nobody sees; whether there may be more."""
    people = [row.person for row in tx.all(_PEOPLE_OF, generation=dead, most=most)]
    for statement in _CLEAR.values() if people else ():
        tx.run(statement, generation=dead, first=people[0], last=people[-1])
    return bool(people) or ladder.clear(tx, dead, most) or clear_staged(tx, dead, most)


def clear_staged(tx: Tx, generation: int, most: int) -> bool:
    """Delete the next rows that were put aside; whether there may be more."""
    keys = [row.key for row in tx.all(_KEYS, generation=generation, after="", most=most)]
    if keys:
        tx.run(_CLEAR_STAGED, generation=generation, last=keys[-1])
    return bool(keys)


_DATES = ("from", "to", "leave_from", "leave_to")


def _staged(tx: Tx, new: int, row: Fields) -> Fields:
    """A row of the file as it is put aside: the name apart, sealed."""
    rest = {
        name: row[name].isoformat() if row[name] and name in _DATES else row[name]
        for name in row
        if name != "name"
    }
    key, line = row["key"], row["line"]
    sealed = sealing.staged_name(tx, f"{new}:{key}:{line}", row["name"])
    return {"generation": new, "key": key, "line": line, "row": rest, "sealed_name": sealed}


def _unstaged(tx: Tx, new: int, found: Any) -> Fields:
    place = f"{new}:{found.key}:{found.line}"
    dated = {
        name: date.fromisoformat(value) if value and name in _DATES else value
        for name, value in found.row.items()
    }
    return {**dated, "name": tx.unseal("staged", "sealed_name", place, found.sealed_name)}
