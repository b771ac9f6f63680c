"""Which times our own meetings take up, or may; read without what is encrypted in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select

from bot.meetings.model import Slot, Stage
from bot.meetings.store.rows import MEETING, SERIES
from bot.storage.columns import Instant
from bot.storage.tx import Row, Tx

_AGREED = (Stage.BOOKED, Stage.BOOKING, Stage.MOVING, Stage.CHANGED)
_OPEN = (Stage.PROPOSED, Stage.INQUIRED)
_SPANS = ("slot", "wanted", "seen")
_START, _END = bindparam("start", type_=Instant), bindparam("end", type_=Instant)
_overlaps = (
    and_(MEETING.c[f"{name}_start"] < _END, MEETING.c[f"{name}_end"] > _START) for name in _SPANS
)
_AGREED_ON = (
    select(
        MEETING.c.id,
        MEETING.c.series,
        SERIES.c.room,
        *(MEETING.c[f"{name}_{side}"] for name in _SPANS for side in ("start", "end")),
    )
    .join(SERIES, SERIES.c.id == MEETING.c.series)
    .where(MEETING.c.stage.in_(stage.value for stage in _AGREED), or_(*_overlaps))
    .order_by(MEETING.c.id)
)
_OFFERED = select(MEETING.c.id, MEETING.c.slots).where(
    MEETING.c.series == bindparam("one"), MEETING.c.stage.in_(stage.value for stage in _OPEN)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """A time that a meeting of a series takes up, in its room if it has one."""

    meeting: int
    series: int
    room: str
    slot: Slot


def agreed(tx: Tx, window: Slot) -> Iterator[TakenUp]:
    """What is agreed on, or being written, and reaches into a window of time."""
    for row in tx.all(_AGREED_ON, start=window.start, end=window.end):
        for slot in _slots(row):
            if slot.start < window.end and window.start < slot.end:
                yield TakenUp(meeting=row.id, series=row.series, room=row.room, slot=slot)


def offered(tx: Tx, series: int) -> Iterator[TakenUp]:
    """What a series has offered and nobody has decided on yet."""
    for row in tx.all(_OFFERED, one=series):
        for start, end in row.slots:
            slot = Slot(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end))
            yield TakenUp(meeting=row.id, series=series, room="", slot=slot)


def _slots(row: Row) -> Iterator[Slot]:
    for name in _SPANS:
        start, end = getattr(row, f"{name}_start"), getattr(row, f"{name}_end")
        if start is not None:
            yield Slot(start=start, end=end)
