"""The language that a person chose in chat; it wins over the file's."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select, update

from bot.errors import NotFound
from bot.people.tables import CURRENT, LISTING, ONE, PERSON
from bot.storage.tx import Tx
from cards.lang import Lang

DEFAULT = "ja"
_OF = (
    select(LISTING.c.language, PERSON.c.language.label("chosen"))
    .join(PERSON, PERSON.c.id == LISTING.c.person)
    .where(LISTING.c.generation == CURRENT, LISTING.c.person == ONE)
)
_CHOOSE = (
    update(PERSON).where(PERSON.c.id == bindparam("one")).values(language=bindparam("new_language"))
)


def of(tx: Tx, person: int) -> str:
    """The language in which a person reads, also one who is in the register no more."""
    row = tx.first(_OF, one=person)
    return DEFAULT if row is None else row.chosen or row.language or DEFAULT


def read_in(tx: Tx, persons: Iterable[int]) -> tuple[Lang, ...]:
    """The languages that these people read."""
    return tuple(Lang.of(code) for code in sorted({of(tx, one) for one in persons}))


def choose(tx: Tx, person: int, language: str) -> None:
    """Remember the language; raises NotFound."""
    if tx.run(_CHOOSE, one=person, new_language=language) != 1:
        raise NotFound(f"person:{person}")
