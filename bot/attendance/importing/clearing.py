"""Takes away generations that nobody sees, in steps that hold nobody up."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from bot.attendance.store import building, filed, roster, schools
from bot.attendance.store.tables import CLASS_LINE, ENROLMENT, PUPIL_LINE
from bot.clock import real_now
from bot.people import parts
from bot.storage.store import Storage
from bot.storage.tx import Tx

_AT_ONCE = 1000
_ABANDONED = timedelta(days=1)


def given_up(storage: Storage, tenant: str, generation: int) -> None:
    """Undo an import that came to nothing."""
    dead(storage, tenant, generation)
    after: int | None = 0
    while after is not None:
        after = storage.write_now(
            tenant, partial(filed.undo, generation=generation, after=after, most=_AT_ONCE)
        )
    storage.write_now(tenant, partial(_forget, generation=generation))


def _forget(tx: Tx, generation: int) -> None:
    schools.undo(tx, generation)
    roster.end(tx, generation)


def dead(storage: Storage, tenant: str, generation: int) -> None:
    """Delete the rows of a generation, the register's too."""
    over(storage, tenant, generation)
    for table in (CLASS_LINE, PUPIL_LINE, ENROLMENT):
        step = partial(building.clear, table=table, dead=generation, most=_AT_ONCE)
        after: int | None = 0
        while after is not None:
            after = storage.write_now(tenant, partial(step, after=after))


def over(storage: Storage, tenant: str, generation: int) -> None:
    """Delete what the register has of a generation; the books of its year stay."""
    reached: Mapping[str, int] = {}
    while reached := storage.write_now(
        tenant, partial(parts.clear, dead=generation, after=reached, most=_AT_ONCE)
    ):
        continue


def left_behind(storage: Storage, tenant: str) -> None:
    """Undo what a crash has left of an earlier import."""
    before = real_now() - _ABANDONED
    for one in storage.read_now(tenant, partial(roster.left_behind, before=before)):
        given_up(storage, tenant, one)
