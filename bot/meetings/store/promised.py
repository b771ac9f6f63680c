"""The promises behind series: which are new, which changed, which series have lost theirs."""

from sqlalchemy import Integer, bindparam, exists, select

from bot.duties import store as duties
from bot.duties.model import MEETING, Duty, DutyState
from bot.duties.store import DUTY, IS_OPEN
from bot.meetings.model import Series, SeriesState
from bot.meetings.store import series as all_series
from bot.meetings.store.rows import SERIES
from bot.storage.tx import Tx

_NEW = (
    select(DUTY.c.id)
    .where(DUTY.c.kind == MEETING, DUTY.c.id > bindparam("last"), IS_OPEN)
    .order_by(DUTY.c.id)
    .limit(bindparam("most", type_=Integer))
)
_NEWEST = select(DUTY.c.id).where(DUTY.c.kind == MEETING).order_by(DUTY.c.id.desc()).limit(1)
_in_step = exists().where(
    SERIES.c.tenant_id == DUTY.c.tenant_id,
    SERIES.c.duty == DUTY.c.id,
    SERIES.c.duty_version == DUTY.c.version,
)
_CHANGED = (
    select(DUTY.c.id)
    .where(DUTY.c.kind == MEETING, DUTY.c.id > bindparam("last"), IS_OPEN, ~_in_step)
    .order_by(DUTY.c.id)
    .limit(bindparam("most", type_=Integer))
)
# One that was met stands too: where it doesn't come back, the series runs out by its days.
_stands = exists().where(
    DUTY.c.tenant_id == SERIES.c.tenant_id,
    DUTY.c.id == SERIES.c.duty,
    DUTY.c.state != DutyState.WAIVED.value,
)
_FORSAKEN = (
    select(SERIES.c.id)
    .where(SERIES.c.source != "", SERIES.c.state != SeriesState.ENDED.value, ~_stands)
    .order_by(SERIES.c.id)
)


def new(tx: Tx, last: int, most: int) -> tuple[Duty, ...]:
    """Open promises that were entered after this one, the oldest first."""
    return tuple(duties.get(tx, row.id) for row in tx.all(_NEW, last=last, most=most))


def newest(tx: Tx) -> int:
    """The promise that was entered last; 0 where there is none."""
    return int(tx.value(_NEWEST) or 0)


def changed(tx: Tx, last: int, most: int) -> tuple[Duty, ...]:
    """Open promises after this one that no series says as they stand now, the oldest first."""
    return tuple(duties.get(tx, row.id) for row in tx.all(_CHANGED, last=last, most=most))


def forsaken(tx: Tx) -> tuple[Series, ...]:
    """Series whose promise was waived, or is gone with its matter; those that changed have been
    followed before."""
    return tuple(all_series.get(tx, row.id) for row in tx.all(_FORSAKEN))


def of_series(tx: Tx, series: Series) -> list[Duty]:
    """The line of duties that a series comes from, met ones too; none for a series by hand."""
    if not series.promise:
        return []
    return [duty for duty in duties.of_source(tx, series.source) if duty.line == series.promise]


def still_owed(tx: Tx, series: Series) -> Duty | None:
    """What is open of a series' promise; None for a series by hand, and where nothing is."""
    return next((duty for duty in of_series(tx, series) if duty.is_open), None)
