"""Children (児童生徒): by id, by the roster's number, by account, and by name within a school."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Date, bindparam, delete, func, select, update

from bot.attendance.model import Pupil
from bot.attendance.store.tables import ENROLMENT, PUPIL, PUPIL_LINE, PUPILS, ROSTER, standing
from bot.errors import NotFound, Stale
from bot.people.rules import folded
from bot.storage.packed import among
from bot.storage.tx import Row, Tx

NAMED = (PUPIL_LINE,)
_DAY: Any = bindparam("day", type_=Date)
# Of several years the newest names a child: a family name may have changed.
_KNOWN = (
    select(
        PUPIL.c.id,
        PUPIL.c.id.label("pupil"),
        PUPIL.c.key,
        PUPIL.c.protected,
        PUPIL.c.version,
        PUPIL_LINE.c.names,
        PUPIL_LINE.c.name,
        PUPIL_LINE.c.reading,
        PUPIL_LINE.c.person,
        PUPIL_LINE.c.language,
    )
    .join(PUPIL_LINE, PUPIL_LINE.c.pupil == PUPIL.c.id)
    .join(ROSTER, (ROSTER.c.generation == PUPIL_LINE.c.generation) & (ROSTER.c.kind == PUPILS))
)
_GET = _KNOWN.where(PUPIL.c.id == bindparam("one")).order_by(ROSTER.c.year.desc())
_BY_KEY = _KNOWN.where(PUPIL.c.key == bindparam("one")).order_by(ROSTER.c.year.desc())
_NAMED_BY = select(PUPIL_LINE.c.pupil).where(
    PUPIL_LINE.c.person == bindparam("one"), standing(PUPIL_LINE, PUPILS)
)
_MANY = _KNOWN.where(among(PUPIL.c.id, "ids")).order_by(ROSTER.c.year)
_NAMES_OF_SCHOOL = select(
    PUPIL_LINE.c.pupil, PUPIL_LINE.c.names, PUPIL_LINE.c.name, PUPIL_LINE.c.reading
).where(
    PUPIL_LINE.c.pupil.in_(
        select(ENROLMENT.c.pupil).where(
            ENROLMENT.c.school == bindparam("school"),
            ENROLMENT.c.since <= _DAY,
            ENROLMENT.c.until >= _DAY,
            standing(ENROLMENT, PUPILS),
        )
    ),
    standing(PUPIL_LINE, PUPILS),
)
_OF_SCHOOL = (
    select(ENROLMENT.c.pupil)
    .where(
        ENROLMENT.c.school == bindparam("school"),
        ENROLMENT.c.pupil > bindparam("after"),
        ENROLMENT.c.main,
        ENROLMENT.c.since <= _DAY,
        ENROLMENT.c.until >= _DAY,
        standing(ENROLMENT, PUPILS),
    )
    .order_by(ENROLMENT.c.pupil)
    .limit(bindparam("most"))
)
_SEATED = select(ENROLMENT.c.pupil).where(ENROLMENT.c.pupil == PUPIL.c.id)
_LEFT = (
    select(PUPIL.c.id)
    .where(
        PUPIL.c.id > bindparam("after"),
        _SEATED.exists(),
        ~_SEATED.where(ENROLMENT.c.until >= _DAY).exists(),
    )
    .order_by(PUPIL.c.id)
    .limit(bindparam("most"))
)
_ACCOUNTS = (
    select(PUPIL_LINE.c.pupil, PUPIL_LINE.c.person)
    .where(among(PUPIL_LINE.c.pupil, "ids"))
    .order_by(PUPIL_LINE.c.generation)
)
_PROTECT = (
    update(PUPIL)
    .where(PUPIL.c.id == bindparam("one"), PUPIL.c.version == bindparam("shown"))
    .values(protected=bindparam("new_protected"), version=bindparam("shown") + 1)
)
_CLEAR = (
    select(PUPIL_LINE.c.pupil, PUPIL_LINE.c.generation, PUPIL_LINE.c.name, PUPIL_LINE.c.reading)
    .where(PUPIL_LINE.c.names.is_(None))
    .limit(bindparam("most"))
)
_CLEAR_COUNT = select(func.count()).select_from(PUPIL_LINE).where(PUPIL_LINE.c.names.is_(None))
_SEAL = (
    update(PUPIL_LINE)
    .where(
        PUPIL_LINE.c.pupil == bindparam("one"),
        PUPIL_LINE.c.generation == bindparam("in_generation"),
        PUPIL_LINE.c.names.is_(None),
    )
    .values(names=bindparam("new_names"), name="", reading="", folded="", folded_reading="")
)
_ERASE = (
    delete(ENROLMENT).where(ENROLMENT.c.pupil == bindparam("one")),
    delete(PUPIL_LINE).where(PUPIL_LINE.c.pupil == bindparam("one")),
    delete(PUPIL).where(PUPIL.c.id == bindparam("one")),
)


def get(tx: Tx, pupil: int) -> Pupil:
    """The child by id, also one who has left; raises NotFound."""
    if (found := find(tx, pupil)) is None:
        raise NotFound(f"pupil:{pupil}")
    return found


def find(tx: Tx, pupil: int) -> Pupil | None:
    """The child by id, or None."""
    return _found(tx, tx.first(_GET, one=pupil))


def find_by_key(tx: Tx, key: str) -> Pupil | None:
    """The child whom rosters know by this number (学籍番号), or None."""
    return _found(tx, tx.first(_BY_KEY, one=key))


def by_person(tx: Tx, person: int) -> Pupil | None:
    """The child whose own account this is by the newest roster that names them, or None; whether
    they are enrolled is `enrolments`'."""
    if not person:
        return None
    known = many(tx, (row.pupil for row in tx.all(_NAMED_BY, one=person)))
    own = (one for one in known.values() if one.person == person)
    return max(own, key=lambda one: one.id, default=None)


of_person = by_person


def many(tx: Tx, ids: Iterable[int]) -> dict[int, Pupil]:
    """Children by their ids, in one statement."""
    return {row.id: _pupil(tx, row) for row in tx.all(_MANY, ids=sorted(set(ids)))}


def search(tx: Tx, school: int, words: str, day: date, most: int = 20) -> tuple[Pupil, ...]:
    """The children of a school on a day whose name or reading begins with these words.

    For the school's own staff alone: a protected child is among them.
    """
    if not (first := folded(words)):
        return ()
    named = [
        (row.pupil, *map(folded, names(tx, row)))
        for row in tx.all(_NAMES_OF_SCHOOL, school=school, day=day)
    ]
    hits = [
        [(word, pupil) for pupil, word in each if word.startswith(first)]
        for each in (
            ((pupil, name) for pupil, name, _ in named),
            ((pupil, reading) for pupil, _, reading in named),
        )
    ]
    in_order = (pupil for each in hits for _, pupil in sorted(each))
    found = list(dict.fromkeys(in_order))[:most]
    known = many(tx, found)
    return tuple(known[pupil] for pupil in found)


def of_school(tx: Tx, school: int, day: date, after: int = 0, most: int = 500) -> tuple[Pupil, ...]:
    """The next children enrolled at a school on a day, by id; () at the end."""
    rows = tx.all(_OF_SCHOOL, school=school, day=day, after=after, most=most)
    known = many(tx, (row.pupil for row in rows))
    return tuple(known[pupil] for pupil in sorted(known))


def protect(tx: Tx, pupil: Pupil, protected: bool) -> Pupil:
    """Begin or end the protection of a child (秘匿対象); raises Stale. Whose right is checked
    before: an import begins one as well, and ends none."""
    if tx.run(_PROTECT, one=pupil.id, shown=pupil.version, new_protected=protected) != 1:
        raise Stale("attendance.refused.changed")
    return replace(pupil, protected=protected, version=pupil.version + 1)


def left_before(tx: Tx, day: date, most: int, after: int = 0) -> tuple[int, ...]:
    """The next children who were in no class on that day or later, by any roster there ever was;
    of one whom no class has had yet nobody knows that they left."""
    return tuple(row.id for row in tx.all(_LEFT, day=day, most=most, after=after))


def accounts(tx: Tx, ids: Iterable[int]) -> dict[int, int]:
    """The accounts of children who have one, by the newest roster; no name is opened for it."""
    rows = tx.all(_ACCOUNTS, ids=sorted(set(ids)))
    return {row.pupil: row.person for row in rows if row.person}


def erase(tx: Tx, pupil: int) -> None:
    """Take a child out of every roster for good; what hangs on them is erased by its owners."""
    for statement in _ERASE:
        tx.run(statement, one=pupil)


def names(tx: Tx, row: Row) -> tuple[str, str]:
    """Name and reading in a line of a roster."""
    if row.names is None:  # of a release that didn't seal them
        return row.name, row.reading
    name, reading = orjson.loads(tx.unseal(PUPIL_LINE.name, "names", str(row.pupil), row.names))
    return name, reading


def sealed(tx: Tx, pupil: int, name: str, reading: str) -> bytes:
    """What `names` opens, in a line of whichever roster."""
    return tx.seal(PUPIL_LINE.name, "names", str(pupil), orjson.dumps([name, reading]))


def clear(tx: Tx) -> int:
    """How many names an earlier release has left in clear."""
    return int(tx.value(_CLEAR_COUNT))


def seal_clear(tx: Tx, most: int) -> int:
    """Seal the next names that an earlier release has left in clear; how many there were."""
    rows = tx.all(_CLEAR, most=most)
    tx.many(
        _SEAL,
        [
            {
                "one": row.pupil,
                "in_generation": row.generation,
                "new_names": sealed(tx, row.pupil, row.name, row.reading),
            }
            for row in rows
        ],
    )
    return len(rows)


def _found(tx: Tx, row: Row | None) -> Pupil | None:
    return None if row is None else _pupil(tx, row)


def _pupil(tx: Tx, row: Row) -> Pupil:
    name, reading = names(tx, row)
    return Pupil(
        id=row.pupil,
        key=row.key,
        name=name,
        reading=reading,
        person=row.person,
        protected=row.protected,
        language=row.language,
        version=row.version,
    )
