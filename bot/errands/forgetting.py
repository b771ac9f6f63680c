"""Takes an account out of the errands whose keys name it."""

from sqlalchemy import bindparam, delete

from bot.errands.rows import ERRAND
from bot.storage.like import ESCAPE, literal
from bot.storage.tx import Tx

_OF = delete(ERRAND).where(
    ERRAND.c.key.like(bindparam("pattern"), escape=ESCAPE),
    ERRAND.c.lease_until.is_(None),
)


def forget(tx: Tx, word: str) -> int:
    """Destroy the errands that nobody runs at the moment and whose keys contain a word."""
    return tx.run(_OF, pattern=f"%{literal(word)}%")
