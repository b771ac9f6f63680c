"""The courses that another tenant publishes here."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.storage.tx import Tx
from bot.training.store.rows import COURSE

_EVERY = (
    select(COURSE.c.id, COURSE.c.home, COURSE.c.home_course)
    .where(COURSE.c.home != "")
    .order_by(COURSE.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A course of the tenant `home`, where its id is `home_course`."""

    course: int
    home: str
    home_course: int


def every(tx: Tx) -> tuple[Copy, ...]:
    """All of them."""
    return tuple(
        Copy(course=row.id, home=row.home, home_course=row.home_course) for row in tx.all(_EVERY)
    )
