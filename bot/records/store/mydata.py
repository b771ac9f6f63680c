"""What the register of people and the ledger keep of one person."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from bot.ledger import pseudonyms, reads
from bot.people import names
from bot.people import store as people
from bot.people.model import Person, Role
from bot.people.tables import BY_HAND, CURRENT, DEPUTY, FIRST, LAST, LEAVE
from bot.storage.tx import Tx

_FAMILY = frozenset((Role.PUPIL, Role.GUARDIAN))
_AWAY = (
    select(LEAVE.c.since, LEAVE.c.until)
    .where(LEAVE.c.person == bindparam("one"), LEAVE.c.generation.in_((BY_HAND, CURRENT)))
    .order_by(LEAVE.c.since)
)
_DEPUTIES = (
    select(DEPUTY.c.deputy, DEPUTY.c.since, DEPUTY.c.until, DEPUTY.c.set_at)
    .where(DEPUTY.c.person == bindparam("one"))
    .order_by(DEPUTY.c.since)
)


def register(tx: Tx, person: Person, on: date) -> tuple[dict[str, Any], ...]:
    """Name, address, language; of staff also where they work, when they were away, who stood in.

    Of an account of a family no department or place: it could tell where a protected child is.
    """
    own = {"name": person.name, "mail": person.mail, "language": person.language}
    if not person.is_staff or not person.roles.isdisjoint(_FAMILY):
        return (own,)
    place = {
        "department": person.department,
        "grade": person.grade,
        "municipality": person.municipality,
        "roles": sorted(person.roles),
        "posts": [
            people.get_post(tx, one.post, on).heading
            for one in people.holders_of(tx, person.id, on).of
            if one.deputy_for is None
        ],
    }
    return ({**own, **place}, *_away(tx, person.id, on))


def _away(tx: Tx, person: int, on: date) -> Iterator[dict[str, Any]]:
    for row in tx.all(_AWAY, one=person):
        yield {"away": True, **_days(row)}
    for row in tx.all(_DEPUTIES, one=person):
        deputy = names.person_name(tx, row.deputy, on)
        yield {"at": row.set_at, "deputy": deputy, **_days(row)}


def _days(row: Any) -> dict[str, date | None]:
    since = None if row.since == FIRST else row.since
    return {"since": since, "until": None if row.until == LAST else row.until}


def ledger(tx: Tx, person: int) -> tuple[dict[str, Any], ...]:
    """How many entries of the ledger are about what this person did or what was done to them.

    Only their number: an entry also tells of the matter, which may be somebody else's.
    """
    wanted = reads.Wanted(person=person, pseudonym=pseudonyms.find(tx, person) or "")
    count = reads.count(tx, wanted)
    return ({"entries": count},) if count else ()
