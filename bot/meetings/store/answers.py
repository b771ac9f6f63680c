"""Who will attend: the last answer of each person."""

from sqlalchemy import bindparam, delete, select

from bot.meetings.model import Answer, Reply
from bot.meetings.store.rows import ANSWER
from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx

_COLUMNS = ("meeting", "person", "reply", "at")
_OF = select(ANSWER).where(ANSWER.c.meeting == bindparam("one")).order_by(ANSWER.c.person)
_BY = select(ANSWER).where(ANSWER.c.person == bindparam("one")).order_by(ANSWER.c.meeting)
_add = upsert(ANSWER).values({name: bindparam(name) for name in _COLUMNS})
_KEEP = _add.on_conflict_do_update(
    index_elements=["tenant_id", "meeting", "person"],
    set_={"reply": _add.excluded.reply, "at": _add.excluded.at},
)
_FORGET = delete(ANSWER).where(ANSWER.c.person == bindparam("one"))
_DROP = delete(ANSWER).where(ANSWER.c.meeting == bindparam("one"))


def keep(tx: Tx, answer: Answer) -> None:
    """Remember an answer; it takes the place of what the person said before."""
    given = {"meeting": answer.meeting, "person": answer.person, "at": answer.at}
    tx.run(_KEEP, reply=answer.reply.value, **given)


def of(tx: Tx, meeting: int) -> tuple[Answer, ...]:
    """Every answer for a meeting."""
    return tuple(map(_answer, tx.all(_OF, one=meeting)))


def by(tx: Tx, person: int) -> tuple[Answer, ...]:
    """Every answer of a person."""
    return tuple(map(_answer, tx.all(_BY, one=person)))


def forget(tx: Tx, person: int) -> int:
    """Take a person's answers out; how many there were."""
    return tx.run(_FORGET, one=person)


def erase(tx: Tx, meeting: int) -> int:
    """Take the answers for a meeting out for good: it has another day, or is forgotten."""
    return tx.run(_DROP, one=meeting)


def _answer(row: Row) -> Answer:
    return Answer(meeting=row.meeting, person=row.person, reply=Reply(row.reply), at=row.at)
