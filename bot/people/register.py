"""Which generation of the register everybody sees."""

import secrets

from sqlalchemy import bindparam, select

from bot.people.tables import REGISTER
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_CURRENT = select(REGISTER.c.generation)
_FIRST = upsert(REGISTER).values(generation=bindparam("generation")).on_conflict_do_nothing()


def new_generation() -> int:
    """The number of a generation that nobody sees yet."""
    return secrets.randbelow(2**31 - 2) + 1


def current(tx: Tx) -> int:
    """The generation that everybody sees; an empty one where there was none."""
    found = tx.value(_CURRENT)
    if found is None:
        tx.run(_FIRST, generation=new_generation())
        found = tx.value(_CURRENT)
    return int(found)
