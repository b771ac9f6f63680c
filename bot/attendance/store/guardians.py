"""Guardian links (保護者の登録): which adult may do what for which child.

Only a person of the school confirms a link and sets its rights (個人情報保護法66条): an import adds
inactive ones, and touches none that anybody has dealt with.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Date, bindparam, delete, insert, or_, select, update

from bot.attendance.model import Guardian, LinkState
from bot.attendance.store.tables import ENROLMENT, GUARDIAN, PUPILS, ROSTER_BUILD, standing
from bot.errors import NotFound, Stale
from bot.people import parts, register
from bot.people.model import Role
from bot.storage.packed import among
from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx

PART = "attendance.guardians"  # of people's register: the role of whoever has a confirmed link
_TABLE = "attendance_guardian"
_RIGHTS = ("may_report", "may_see_status", "may_be_notified")
_ADULT = ("name", "relation", "contact", "household")
_COLUMNS = ("pupil", "key", "person", "adult", "language", "state", *_RIGHTS)
_ONE: Any = bindparam("one")
_DAY: Any = bindparam("day", type_=Date)
# What an import that isn't complete has brought is no link yet.
_STANDING = select(GUARDIAN).where(
    or_(
        GUARDIAN.c.state != LinkState.INACTIVE.value,
        GUARDIAN.c.batch.not_in(select(ROSTER_BUILD.c.generation)),
    )
)
_GET = _STANDING.where(GUARDIAN.c.id == _ONE)
_SOME = _STANDING.where(among(GUARDIAN.c.id, "links")).order_by(GUARDIAN.c.id)
_OF_PUPIL = _STANDING.where(GUARDIAN.c.pupil == _ONE).order_by(GUARDIAN.c.id)
# Sorted here: for the order SQLite would walk through the links of everybody.
_OF_PERSON = _STANDING.where(GUARDIAN.c.person == _ONE)
_AT_SCHOOL = select(ENROLMENT.c.pupil).where(
    ENROLMENT.c.school == bindparam("school"),
    ENROLMENT.c.until >= _DAY,
    standing(ENROLMENT, PUPILS),
)
_WAITING = (
    _STANDING.where(
        GUARDIAN.c.state == LinkState.INACTIVE.value,
        GUARDIAN.c.id > bindparam("after"),
        GUARDIAN.c.pupil.in_(_AT_SCHOOL),
    )
    .order_by(GUARDIAN.c.id)
    .limit(bindparam("most"))
)
_VALUES: dict[str, Any] = {
    name: bindparam(name) for name in (*_COLUMNS, "batch", "seen", "version")
}
_ADD = insert(GUARDIAN).values(_VALUES).returning(GUARDIAN.c.id)
_POWERLESS: dict[str, Any] = {"state": LinkState.INACTIVE.value, **dict.fromkeys(_RIGHTS, False)}
_IMPORT = upsert(GUARDIAN).values(_VALUES).on_conflict_do_nothing()
_KEYS = select(GUARDIAN.c.key).where(among(GUARDIAN.c.pupil, "pupils"))
# Of a link that is known already only that it was named again.
_NAME = (
    update(GUARDIAN)
    .where(GUARDIAN.c.pupil == bindparam("child"), GUARDIAN.c.key == _ONE)
    .values(seen=bindparam("generation"))
)
_SAVE = (
    update(GUARDIAN)
    .where(GUARDIAN.c.id == _ONE, GUARDIAN.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in (*_COLUMNS[2:], "version")})
)
_KEY = select(GUARDIAN.c.key).where(GUARDIAN.c.id == _ONE)
_CONFIRMED = select(GUARDIAN.c.id).where(
    GUARDIAN.c.person == _ONE, GUARDIAN.c.state == LinkState.CONFIRMED.value
)
_ERASE = delete(GUARDIAN).where(GUARDIAN.c.id == _ONE)


def get(tx: Tx, guardian: int) -> Guardian:
    """The link by id, in whichever state; raises NotFound."""
    if (found := find(tx, guardian)) is None:
        raise NotFound(f"guardian:{guardian}")
    return found


def find(tx: Tx, guardian: int) -> Guardian | None:
    """The link by id, or None."""
    row = tx.first(_GET, one=guardian)
    return None if row is None else _guardian(tx, row)


def of_pupil(tx: Tx, pupil: int) -> tuple[Guardian, ...]:
    """Every link of a child, inactive and removed ones too."""
    return tuple(_guardian(tx, row) for row in tx.all(_OF_PUPIL, one=pupil))


def some(tx: Tx, links: Sequence[int]) -> tuple[Guardian, ...]:
    """Links by their ids, ascending; what isn't there is left out."""
    rows = tx.all(_SOME, links=sorted(links))
    return tuple(_guardian(tx, row) for row in rows)


def by_person(tx: Tx, person: int) -> tuple[Guardian, ...]:
    """Every link of an account, in whichever state: only a CONFIRMED one gives rights."""
    if not person:
        return ()
    found = (_guardian(tx, row) for row in tx.all(_OF_PERSON, one=person))
    return tuple(sorted(found, key=lambda one: (one.pupil, one.id)))


of_person = by_person


def waiting(tx: Tx, school: int, day: date, after: int = 0, most: int = 50) -> tuple[Guardian, ...]:
    """The next links that nobody has confirmed, of children who are at a school on a day or come
    there later; by id, () at the end."""
    rows = tx.all(_WAITING, school=school, day=day, after=after, most=most)
    return tuple(_guardian(tx, row) for row in rows)


def key_of(tx: Tx, link: Guardian, account: str = "") -> str:
    """What stands for the adult among those of a child, without telling who it is: the account
    (its mail or directory id), else the contact, else name and relation."""
    words = account or link.contact or f"{link.name}\n{link.relation}"
    return tx.digest(_TABLE, "key", f"{link.pupil}\n{words.strip().casefold()}")


def add(tx: Tx, link: Guardian, key: str = "") -> Guardian:
    """Remember a link that the office has entered; the same with its id."""
    row = _row(tx, link, key or key_of(tx, link))
    added = replace(link, id=int(tx.value(_ADD, **row, batch=0, seen=0, version=link.version)))
    _keep_role(tx, added.person)
    return added


def save(tx: Tx, link: Guardian) -> Guardian:
    """Remember a changed link whose version was raised by one; raises Stale."""
    before = get(tx, link.id)
    row = _row(tx, link, str(tx.value(_KEY, one=link.id)))
    values = {f"new_{name}": row[name] for name in _COLUMNS[2:]}
    given = {"one": link.id, "shown": link.version - 1, "new_version": link.version}
    if tx.run(_SAVE, **given, **values) != 1:
        raise Stale("attendance.refused.changed")
    for person in {before.person, link.person}:
        _keep_role(tx, person)
    return link


def erase(tx: Tx, guardian: int) -> None:
    """Take a link out for good."""
    found = find(tx, guardian)
    tx.run(_ERASE, one=guardian)
    if found:
        _keep_role(tx, found.person)


def import_inactive(tx: Tx, generation: int, links: Sequence[tuple[Guardian, str]]) -> None:
    """Add links that a file names, each with its key: inactive, without any right, unseen until
    the import is complete. Of one that is known nothing changes, in whichever state it is."""
    known = {row.key for row in tx.all(_KEYS, pupils=sorted({link.pupil for link, _ in links}))}
    tx.many(
        _NAME,
        [
            {"one": key, "child": link.pupil, "generation": generation}
            for link, key in links
            if key in known
        ],
    )
    rows = [_row(tx, link, key) | _POWERLESS for link, key in links if key not in known]
    born = {"batch": generation, "seen": generation, "version": 1}
    tx.many(_IMPORT, [row | born for row in rows])


def _keep_role(tx: Tx, person: int) -> None:
    """An account has people's role of a guardian exactly while one of its links is confirmed."""
    if not person:
        return
    generation = parts.current(tx, PART)
    if generation is None:
        generation = register.new_generation()
        parts.swap(tx, PART, generation)
    if tx.first(_CONFIRMED, one=person) is None:
        parts.take_role(tx, generation, person, Role.GUARDIAN)
    else:
        parts.give_role(tx, generation, person, Role.GUARDIAN)


def _row(tx: Tx, link: Guardian, key: str) -> dict[str, Any]:
    adult = orjson.dumps({name: getattr(link, name) for name in _ADULT})
    return {
        "pupil": link.pupil,
        "key": key,
        "person": link.person,
        "adult": tx.seal(_TABLE, "adult", f"{link.pupil}:{key}", adult),
        "language": link.language,
        "state": link.state.value,
        **{name: getattr(link, name) for name in _RIGHTS},
    }


def _guardian(tx: Tx, row: Row) -> Guardian:
    adult = orjson.loads(tx.unseal(_TABLE, "adult", f"{row.pupil}:{row.key}", row.adult))
    return Guardian(
        id=row.id,
        pupil=row.pupil,
        person=row.person,
        language=row.language,
        state=LinkState(row.state),
        version=row.version,
        **{name: adult.get(name, "") for name in _ADULT},
        **{name: getattr(row, name) for name in _RIGHTS},
    )
