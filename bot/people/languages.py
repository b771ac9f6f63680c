"""The language that a person chose in chat; it wins over the file's."""

from sqlalchemy import bindparam, update

from bot.errors import NotFound
from bot.people.tables import PERSON
from bot.storage.tx import Tx

_CHOOSE = (
    update(PERSON).where(PERSON.c.id == bindparam("one")).values(language=bindparam("new_language"))
)


def choose(tx: Tx, person: int, language: str) -> None:
    """Remember the language; raises NotFound."""
    if tx.run(_CHOOSE, one=person, new_language=language) != 1:
        raise NotFound(f"person:{person}")
