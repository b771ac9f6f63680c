"""Takes a course or a person out of every table of the slice for good."""

from sqlalchemy import bindparam, delete, select

from bot.storage.tx import Tx
from bot.training.store import (
    completions,
    courses,
    enrolments,
    gatherings,
    offers,
    shows,
    steps,
    tries,
    waves,
)
from bot.training.store.rows import CROWD, QUOTA, SESSION, SHOWN

_sessions = select(SESSION.c.id).where(SESSION.c.course == bindparam("one"))
_QUOTAS = delete(QUOTA).where(QUOTA.c.session.in_(_sessions))
_CROWDS = delete(CROWD).where(CROWD.c.session.in_(_sessions))
_SESSIONS = delete(SESSION).where(SESSION.c.course == bindparam("one"))
_SESSION_IDS = _sessions.order_by(SESSION.c.id)
_SHOWN = delete(SHOWN).where(SHOWN.c.subject == bindparam("one"))


def course(tx: Tx, one: int) -> bool:
    """Erase a course with its sessions, seats, people and completions; whether there was one."""
    for row in tx.all(_SESSION_IDS, one=one):
        tx.run(_SHOWN, one=f"session:{row.id}")
    tx.run(_SHOWN, one=f"course:{one}")
    shows.erase(tx, one)
    steps.erase(tx, one)
    for store in (enrolments, completions, tries, offers, waves, gatherings):
        store.erase(tx, one)
    tx.run(_QUOTAS, one=one)
    tx.run(_CROWDS, one=one)
    tx.run(_SESSIONS, one=one)
    return courses.erase(tx, one)


def person(tx: Tx, one: int) -> int:
    """Erase what is kept of a person, whose seats were given back; how many rows it was."""
    for enrolment in enrolments.by(tx, one):
        tx.run(_SHOWN, one=enrolment.subject)
    return sum(store.forget(tx, one) for store in (steps, enrolments, completions, tries, waves))
