"""Which notices show an enrolment, a session or a course, so that copies change with it."""

from sqlalchemy import String, bindparam, cast, delete, literal, select

from bot.storage.tables import upsert
from bot.storage.tx import Tx
from bot.training.store.rows import ENROLMENT, SHOWN

_OF = select(SHOWN.c.notice).where(SHOWN.c.subject == bindparam("one")).order_by(SHOWN.c.notice)
_ADD = (
    upsert(SHOWN)
    .values(subject=bindparam("subject"), notice=bindparam("notice"))
    .on_conflict_do_nothing(index_elements=["tenant_id", "subject", "notice"])
)
_DROP = delete(SHOWN).where(SHOWN.c.subject == bindparam("one"))
_theirs = select(literal("enrolment:") + cast(ENROLMENT.c.id, String)).where(
    ENROLMENT.c.course == bindparam("course")
)
_ERASE = delete(SHOWN).where(SHOWN.c.subject.in_(_theirs))
_DROP_ALL = delete(SHOWN).where(
    SHOWN.c.subject.in_(_theirs.where(ENROLMENT.c.session == bindparam("one")))
)


def add(tx: Tx, subject: str, notice: int) -> None:
    """A notice shows this subject (`enrolment:5`, `session:3`, `course:2`)."""
    tx.run(_ADD, subject=subject, notice=notice)


def of(tx: Tx, subject: str) -> tuple[int, ...]:
    """The notices whose copies must change with the subject, the oldest first."""
    return tuple(row.notice for row in tx.all(_OF, one=subject))


def settle(tx: Tx, subject: str) -> None:
    """Its notices keep the last state that they show."""
    tx.run(_DROP, one=subject)


def settle_session(tx: Tx, course: int, session: int) -> None:
    """As `settle`, for every enrolment of a session: nothing is to be answered any more."""
    tx.run(_DROP_ALL, course=course, one=session)


def erase(tx: Tx, course: int) -> int:
    """Take what shows the enrolments of a course out for good; how many there were."""
    return tx.run(_ERASE, course=course)
