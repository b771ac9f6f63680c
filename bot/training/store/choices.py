"""Since when each municipality has had its wave."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.storage.tx import Tx
from bot.training.store.rows import CHOICE

_OF_COURSE = select(CHOICE.c.municipality, CHOICE.c.wave, CHOICE.c.at).where(
    CHOICE.c.course == bindparam("one")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A municipality attends in this wave; `at`: when that was chosen, or last changed."""

    wave: int
    at: datetime


def of_course(tx: Tx, course: int) -> dict[str, Choice]:
    """What each municipality has chosen, those alone that have."""
    rows = tx.all(_OF_COURSE, one=course)
    return {row.municipality: Choice(wave=row.wave, at=row.at) for row in rows}
