"""The sessions that are ahead of many courses, in one statement."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.storage.columns import Instant
from bot.storage.packed import among
from bot.storage.tx import Tx
from bot.training.model import Session, SessionState
from bot.training.store.rows import SESSION
from bot.training.store.sessions import of_row

_OF_COURSES = (
    select(SESSION)
    .where(
        among(SESSION.c.course, "courses"),
        SESSION.c.state.in_((SessionState.OPEN.value, SessionState.CLOSED.value)),
        SESSION.c.starts_at >= bindparam("from_", type_=Instant),
    )
    .order_by(SESSION.c.starts_at, SESSION.c.number, SESSION.c.id)
)


def of_courses(tx: Tx, courses: Iterable[int], since: datetime) -> dict[int, list[Session]]:
    """Those of each course that take place from `since` on, the earliest first."""
    wanted = sorted(courses)
    found: dict[int, list[Session]] = {one: [] for one in wanted}
    for row in tx.all(_OF_COURSES, courses=wanted, from_=since) if wanted else ():
        found[row.course].append(of_row(row))
    return found
