"""Which notices show a meeting, so that every copy can be replaced when it changes."""

from sqlalchemy import bindparam, delete, select

from bot.meetings.store.rows import SHOWN
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_OF = select(SHOWN.c.notice).where(SHOWN.c.meeting == bindparam("one")).order_by(SHOWN.c.notice)
_ADD = (
    upsert(SHOWN)
    .values(meeting=bindparam("meeting"), notice=bindparam("notice"))
    .on_conflict_do_nothing()
)
_DROP = delete(SHOWN).where(SHOWN.c.meeting == bindparam("one"))


def add(tx: Tx, meeting: int, notice: int) -> None:
    """A notice shows this meeting."""
    tx.run(_ADD, meeting=meeting, notice=notice)


def of(tx: Tx, meeting: int) -> tuple[int, ...]:
    """The notices whose copies must change with the meeting, the oldest first."""
    return tuple(row.notice for row in tx.all(_OF, one=meeting))


def settle(tx: Tx, meeting: int) -> None:
    """Its notices keep the last state that they show."""
    tx.run(_DROP, one=meeting)
