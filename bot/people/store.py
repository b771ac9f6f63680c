"""People and posts as they are on a day; nobody sees what begins later."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_, select

from bot.errors import NotFound
from bot.people import rules, sealing
from bot.people.acting import (
    acting,
    attending,
    deputies_of,
    holders_of,
    holding,
    is_on_leave,
)
from bot.people.model import Person, Role
from bot.people.posts import below, get_post, posts_named, posts_of, superior, superiors
from bot.people.tables import CURRENT, HOLDING, LAST, LISTING, ON, ONE, PERSON, ROLE, held, now
from bot.storage.tx import Tx

__all__ = [
    "acting",
    "attending",
    "below",
    "deputies_of",
    "find",
    "find_by_aad",
    "find_by_mail",
    "get",
    "get_post",
    "holders_of",
    "holding",
    "is_on_leave",
    "named",
    "posts_named",
    "posts_of",
    "superior",
    "superiors",
    "with_role",
]

_LISTED = (
    select(
        LISTING.c.person,
        LISTING.c.aad_object_id,
        LISTING.c.name,
        LISTING.c.sealed_name,
        LISTING.c.mail,
        LISTING.c.municipality,
        LISTING.c.language,
        LISTING.c.left_on,
        PERSON.c.language.label("chosen"),
    )
    .join(PERSON, PERSON.c.id == LISTING.c.person)
    .where(LISTING.c.generation == CURRENT)
)
_BY_ID = _LISTED.where(LISTING.c.person == ONE)
_BY_AAD = _LISTED.where(LISTING.c.aad_object_id == ONE)
_BY_MAIL = _LISTED.where(LISTING.c.mail == ONE).order_by(LISTING.c.left_on.desc())
_beginning = LISTING.c.folded.between(bindparam("words"), bindparam("last"))
_BY_NAME = _LISTED.where(
    # Names that an earlier release has left in clear stand in the same column.
    or_(LISTING.c.folded == bindparam("initial"), _beginning),
    LISTING.c.left_on > ON,
).order_by(LISTING.c.person)
_MOST_NAMED = 50
_BY_ROLE = (
    _LISTED.join(ROLE, ROLE.c.person == LISTING.c.person)
    .where(ROLE.c.role == ONE, held(), LISTING.c.left_on > ON)
    .order_by(ROLE.c.person)  # as the index on roles has it: SQLite begins there then
)
_ROLES = select(ROLE.c.role).where(ROLE.c.person == ONE, held())
_PLACES = (
    select(HOLDING.c.department, HOLDING.c.grade)
    .where(HOLDING.c.person == ONE, now(HOLDING))
    .order_by(HOLDING.c.id)
)


def get(tx: Tx, person: int, on: date) -> Person:
    """The person as they are on a day; raises NotFound."""
    if (found := find(tx, person, on)) is None:
        raise NotFound(f"person:{person}")
    return found


def find(tx: Tx, person: int, on: date) -> Person | None:
    """The person by id, or None."""
    return _person(tx, tx.first(_BY_ID, one=person), on)


def find_by_aad(tx: Tx, aad_object_id: str, on: date) -> Person | None:
    """The person by the directory's object id, which Teams vouches for."""
    return _person(tx, tx.first(_BY_AAD, one=aad_object_id.lower()), on)


def find_by_mail(tx: Tx, mail: str, on: date) -> Person | None:
    """The person by mail address; of several, one who is still here."""
    return _person(tx, tx.first(_BY_MAIL, one=mail.strip().lower()), on)


def named(tx: Tx, name: str, on: date) -> tuple[Person, ...]:
    """Everybody here of that name, or (where nobody is) whose name begins with it: at most 50."""
    if not (words := rules.folded(name)):
        return ()
    initial = sealing.initial(tx, words)
    rows = tx.all(_BY_NAME, initial=initial, words=words, last=f"{words}\U0010ffff", on=on)
    named = [(rules.folded(sealing.name_of(tx, row)), row) for row in rows]
    found = [row for folded, row in named if folded == words] or [
        row for folded, row in named if folded.startswith(words)
    ]
    return tuple(_known(tx, row, on) for row in found[:_MOST_NAMED])


def with_role(tx: Tx, role: Role, on: date) -> tuple[Person, ...]:
    """Everybody here who has the role on that day, each once."""
    rows = {row.person: row for row in tx.all(_BY_ROLE, one=role.value, on=on)}
    return tuple(_known(tx, row, on) for row in rows.values())


def _person(tx: Tx, row: Any, on: date) -> Person | None:
    return None if row is None else _known(tx, row, on)


def _known(tx: Tx, row: Any, on: date) -> Person:
    here = row.left_on > on
    place = tx.first(_PLACES, one=row.person, on=on) if here else None
    roles = tx.all(_ROLES, one=row.person, on=on) if here else []
    return Person(
        id=row.person,
        aad_object_id=row.aad_object_id,
        name=sealing.name_of(tx, row),
        mail=row.mail,
        department=place.department if place else "",
        grade=place.grade if place else "",
        municipality=row.municipality,
        roles=frozenset(Role(found.role) for found in roles),
        language=row.chosen or row.language or "ja",
        left_on=None if row.left_on == LAST else row.left_on,
    )
