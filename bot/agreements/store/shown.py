"""Which notices show an agreement now, so that a press can replace every copy."""

from sqlalchemy import bindparam, delete, select

from bot.agreements.store.rows import SHOWN
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_OF = (
    select(SHOWN.c.notice_id)
    .where(SHOWN.c.agreement_id == bindparam("one"))
    .order_by(SHOWN.c.notice_id)
)
_ADD = (
    upsert(SHOWN)
    .values(agreement_id=bindparam("agreement_id"), notice_id=bindparam("notice_id"))
    .on_conflict_do_nothing()
)
_DROP = delete(SHOWN).where(SHOWN.c.agreement_id == bindparam("one"))


def add(tx: Tx, agreement: int, notice: int) -> None:
    """A notice shows this agreement."""
    tx.run(_ADD, agreement_id=agreement, notice_id=notice)


def of(tx: Tx, agreement: int) -> tuple[int, ...]:
    """The notices whose copies must change with the agreement, the oldest first."""
    return tuple(row.notice_id for row in tx.all(_OF, one=agreement))


def settle(tx: Tx, agreement: int) -> None:
    """The term is settled: its notices keep the last state that they show."""
    tx.run(_DROP, one=agreement)


_REMOVE = delete(SHOWN).where(
    SHOWN.c.agreement_id == bindparam("one"), SHOWN.c.notice_id == bindparam("notice")
)


def remove(tx: Tx, agreement: int, notice: int) -> None:
    """A notice doesn't follow this agreement any more."""
    tx.run(_REMOVE, one=agreement, notice=notice)
