"""Series (定例会): by id, by the promise that they come from, by owner and by the clock."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, delete, func, insert, or_, select, update

from bot.errors import NotFound, Stale
from bot.meetings.model import Cadence, Series, SeriesState, Unit
from bot.meetings.store.rows import ATTENDING, SERIES
from bot.storage.tx import Row, Tx

_PAGE = 2000
AT_ONCE = date(2000, 1, 1)  # the next tick looks at the series, and says when it looks again
_PLAIN = (
    "source",
    "article",
    "title",
    "partner",
    "post",
    "soft",
    "since",
    "until",
    "room",
    "minutes",
    "online",
    "registered_on",
    "promise",
    "version",
)
_COLUMNS = (*_PLAIN, "unit", "count", "state", "next_due_on")
_GET = select(SERIES).where(SERIES.c.id == bindparam("one"))
_OF_SOURCE = select(SERIES).where(SERIES.c.source == bindparam("one")).order_by(SERIES.c.id)
_OF_PROMISE = select(SERIES).where(SERIES.c.promise == bindparam("one"))
_PAGED = select(SERIES).where(SERIES.c.id > bindparam("last")).order_by(SERIES.c.id).limit(_PAGE)
_DUE = (
    select(SERIES)
    .where(SERIES.c.next_due_on <= bindparam("day"))
    .order_by(SERIES.c.next_due_on, SERIES.c.id)
    .limit(bindparam("most", type_=Integer))
)
_OWNED = select(SERIES).where(SERIES.c.post == bindparam("post")).order_by(SERIES.c.id)
_ATTENDED = (
    select(SERIES)
    .join(ATTENDING, ATTENDING.c.series == SERIES.c.id)
    .where(ATTENDING.c.post == bindparam("post"))
    .order_by(SERIES.c.id)
)
_COUNT = select(func.count()).select_from(SERIES)
_POSTS = (
    select(ATTENDING.c.post)
    .where(ATTENDING.c.series == bindparam("one"))
    .order_by(ATTENDING.c.rank)
)
_ADD = insert(SERIES).values({name: bindparam(name) for name in _COLUMNS}).returning(SERIES.c.id)
_SAVE = (
    update(SERIES)
    .where(SERIES.c.id == bindparam("one"), SERIES.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_LOOK = (
    update(SERIES)
    .where(SERIES.c.id == bindparam("one"))
    .values(next_due_on=bindparam("new_due_on"))
)
_LOOK_BY = (
    update(SERIES)
    .where(
        SERIES.c.id == bindparam("one"),
        SERIES.c.state != SeriesState.ENDED.value,
        or_(SERIES.c.next_due_on.is_(None), SERIES.c.next_due_on > bindparam("day")),
    )
    .values(next_due_on=bindparam("new_due_on"))
)
_AGAIN = (
    update(SERIES)
    .where(SERIES.c.state != SeriesState.ENDED.value)
    .values(next_due_on=bindparam("new_due_on"))
)
_STEP = (
    update(SERIES)
    .where(SERIES.c.id == bindparam("one"))
    .values(duty=bindparam("new_duty"), duty_version=bindparam("new_version"))
)
_ADD_POST = insert(ATTENDING).values(
    series=bindparam("series"), post=bindparam("post"), rank=bindparam("rank")
)
_DROP_POSTS = delete(ATTENDING).where(ATTENDING.c.series == bindparam("one"))
_DROP = delete(SERIES).where(SERIES.c.id == bindparam("one"))


def get(tx: Tx, series: int) -> Series:
    """The series by id; raises NotFound."""
    if (found := find(tx, series)) is None:
        raise NotFound(f"series:{series}")
    return found


def find(tx: Tx, series: int) -> Series | None:
    """The series by id, or None."""
    row = tx.first(_GET, one=series)
    return None if row is None else _series(tx, row)


def of_source(tx: Tx, source: str) -> tuple[Series, ...]:
    """Every series of one matter (`agreement:7`), ended ones too."""
    return tuple(_series(tx, row) for row in tx.all(_OF_SOURCE, one=source))


def of_promise(tx: Tx, promise: int) -> Series | None:
    """The series that comes from this line of duties, or None."""
    row = tx.first(_OF_PROMISE, one=promise)
    return None if row is None else _series(tx, row)


def every(tx: Tx) -> Iterator[Series]:
    """All series in the order of their ids, a page at a time."""
    last = 0
    while rows := tx.all(_PAGED, last=last):
        for row in rows:
            yield _series(tx, row)
        last = rows[-1].id


def count(tx: Tx) -> int:
    """How many series there are, ended ones too."""
    return int(tx.value(_COUNT))


def due(tx: Tx, day: date, most: int) -> tuple[Series, ...]:
    """Series at which the clock must look by `day`, the longest due first."""
    return tuple(_series(tx, row) for row in tx.all(_DUE, day=day, most=most))


def owned_by(tx: Tx, posts: Iterable[int]) -> tuple[Series, ...]:
    """Series that one of these posts owns."""
    return _of_posts(tx, posts, _OWNED)


def concerning(tx: Tx, posts: Iterable[int]) -> tuple[Series, ...]:
    """Series that one of these posts owns or attends."""
    return _of_posts(tx, posts, _OWNED, _ATTENDED)


def _of_posts(tx: Tx, posts: Iterable[int], *queries: Any) -> tuple[Series, ...]:
    rows = {
        row.id: row
        for post in dict.fromkeys(posts)
        for query in queries
        for row in tx.all(query, post=post)
    }
    return tuple(_series(tx, rows[one]) for one in sorted(rows))


def add(tx: Tx, series: Series, *, due_on: date | None = AT_ONCE) -> Series:
    """Remember a series; the same with its id. `due_on`: when the clock looks at it first."""
    kept = replace(series, id=int(tx.value(_ADD, **_values(series), next_due_on=due_on)))
    _add_posts(tx, kept)
    return kept


def save(tx: Tx, series: Series, *, due_on: date | None = AT_ONCE) -> Series:
    """Remember a changed series whose version was raised by one; `due_on` as when adding.

    Raises Stale where somebody else changed it meanwhile.
    """
    values = {f"new_{name}": value for name, value in _values(series).items()}
    shown = series.version - 1
    if tx.run(_SAVE, one=series.id, shown=shown, **values, new_next_due_on=due_on) != 1:
        raise Stale("meetings.refused.changed")
    tx.run(_DROP_POSTS, one=series.id)
    _add_posts(tx, series)
    return series


def look_on(tx: Tx, planned: Iterable[tuple[int, date | None]]) -> None:
    """Remember on which day the clock looks at these series again."""
    tx.many(_LOOK, [{"one": one, "new_due_on": day} for one, day in planned])


def look_by(tx: Tx, series: int, day: date) -> None:
    """Have the clock look at a series on that day at the latest."""
    tx.run(_LOOK_BY, one=series, day=day, new_due_on=day)


def look_again(tx: Tx) -> int:
    """Have the clock look at every series at once; at how many."""
    return tx.run(_AGAIN, new_due_on=AT_ONCE)


def in_step(tx: Tx, series: int, *, duty: int, version: int) -> None:
    """The series says what its promise said in this version."""
    tx.run(_STEP, one=series, new_duty=duty, new_version=version)


def erase(tx: Tx, series: int) -> bool:
    """Take a series out for good; whether there was one. Its meetings are another's to erase."""
    tx.run(_DROP_POSTS, one=series)
    return tx.run(_DROP, one=series) > 0


def _add_posts(tx: Tx, series: Series) -> None:
    tx.many(
        _ADD_POST,
        [
            {"series": series.id, "post": post, "rank": rank}
            for rank, post in enumerate(dict.fromkeys(series.posts))
        ],
    )


def _values(series: Series) -> dict[str, Any]:
    cadence = series.cadence
    return {
        **{name: getattr(series, name) for name in _PLAIN},
        "unit": cadence.unit.value if cadence else None,
        "count": cadence.count if cadence else None,
        "state": series.state.value,
    }


def _series(tx: Tx, row: Row) -> Series:
    cadence = Cadence(unit=Unit(row.unit), count=row.count) if row.unit else None
    return Series(
        id=row.id,
        cadence=cadence,
        state=SeriesState(row.state),
        posts=tuple(found.post for found in tx.all(_POSTS, one=row.id)),
        **{name: getattr(row, name) for name in _PLAIN},
    )
