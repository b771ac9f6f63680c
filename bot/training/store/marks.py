"""How far the clock has come with what it does once."""

from datetime import date

from sqlalchemy import bindparam, select

from bot.storage.tables import upsert
from bot.storage.tx import Tx
from bot.training.store.rows import MARK

_OF = select(MARK.c.day, MARK.c.number).where(MARK.c.name == bindparam("one"))
_add = upsert(MARK).values({name: bindparam(name) for name in ("name", "day", "number")})
_SET = _add.on_conflict_do_update(
    index_elements=["tenant_id", "name"],
    set_={"day": _add.excluded.day, "number": _add.excluded.number},
)


def of(tx: Tx, name: str) -> tuple[date | None, int]:
    """The day on which it was done last (None: never), and the last number that it came to."""
    row = tx.first(_OF, one=name)
    return (None, 0) if row is None else (row.day, row.number)


def put(tx: Tx, name: str, day: date, number: int = 0) -> None:
    """It was done on that day, up to that number."""
    tx.run(_SET, name=name, day=day, number=number)
