"""Whose calendar it is and in which language they read: one look, for each booking needs it."""

from sqlalchemy import select

from bot.people.tables import CURRENT, LISTING, ONE, PERSON
from bot.storage.tx import Tx

_OF = (
    select(LISTING.c.aad_object_id, LISTING.c.language, PERSON.c.language.label("chosen"))
    .join(PERSON, PERSON.c.id == LISTING.c.person)
    .where(LISTING.c.generation == CURRENT, LISTING.c.person == ONE)
)


def of(tx: Tx, person: int) -> tuple[str, str]:
    """The person's directory id ("" where nobody knows it), also of one who has left, and the code
    of their language."""
    row = tx.first(_OF, one=person)
    return ("", "ja") if row is None else (row.aad_object_id, row.chosen or row.language or "ja")
