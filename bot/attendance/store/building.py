"""The rows of a roster's generation that nobody sees yet, or that nobody sees any more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, Table, bindparam, delete, select, update

from bot.attendance.model import Stream
from bot.attendance.store.tables import CLASS, CLASS_LINE, ENROLMENT, PUPIL, PUPIL_LINE
from bot.storage.packed import among
from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx

_GENERATION: Any = bindparam("generation")
_ADD_CLASS = (
    upsert(CLASS)
    .values({name: bindparam(name) for name in ("school", "year", "grade", "name")})
    .on_conflict_do_nothing()
)
_CLASSES = select(CLASS).where(CLASS.c.year == bindparam("year"), among(CLASS.c.school, "schools"))
_ADD_CLASS_LINE = upsert(CLASS_LINE).values(
    generation=_GENERATION, class_id=bindparam("class_id"), stream=bindparam("stream")
)
_ADD_PUPIL = (
    upsert(PUPIL).values(key=bindparam("key"), protected=False, version=1).on_conflict_do_nothing()
)
_PUPILS = select(PUPIL.c.id, PUPIL.c.key).where(PUPIL.c.key.in_(bindparam("keys", expanding=True)))
_PROTECT = (
    update(PUPIL)
    .where(PUPIL.c.id == bindparam("one"))
    .values(protected=True, version=PUPIL.c.version + 1)
)
_UNPROTECTED = select(PUPIL.c.id).where(among(PUPIL.c.id, "pupils"), PUPIL.c.protected.is_(False))
_LINE = ("pupil", "names", "name", "reading", "person", "language", "line")
_NOT_IN_CLEAR = {"folded": "", "folded_reading": ""}
_ADD_LINE = (
    upsert(PUPIL_LINE)
    .values({name: bindparam(name) for name in ("generation", *_LINE)} | _NOT_IN_CLEAR)
    .on_conflict_do_nothing()
)
_SEAT = ("pupil", "class_id", "school", "number", "since", "until", "main", "line")
_ADD_ENROLMENT = (
    upsert(ENROLMENT)
    .values({name: bindparam(name) for name in ("generation", *_SEAT)})
    .on_conflict_do_nothing()
)
_LINES_OF = select(PUPIL_LINE).where(
    PUPIL_LINE.c.generation == _GENERATION, among(PUPIL_LINE.c.pupil, "pupils")
)
_SEATS_OF = (
    select(ENROLMENT)
    .where(ENROLMENT.c.generation == _GENERATION, among(ENROLMENT.c.pupil, "pupils"))
    .order_by(ENROLMENT.c.pupil, ENROLMENT.c.since)
)
_ACCOUNTS = select(PUPIL_LINE.c.person).where(
    PUPIL_LINE.c.generation == _GENERATION, among(PUPIL_LINE.c.person, "people")
)
_NAMED = PUPIL_LINE.alias()
_UNNAMED = (
    select(PUPIL_LINE.c.pupil)
    .where(
        PUPIL_LINE.c.generation == bindparam("old"),
        PUPIL_LINE.c.pupil > bindparam("after"),
        ~select(_NAMED.c.pupil)
        .where(_NAMED.c.pupil == PUPIL_LINE.c.pupil, _NAMED.c.generation == _GENERATION)
        .exists(),
    )
    .order_by(PUPIL_LINE.c.pupil)
    .limit(bindparam("most"))
)

_NOW_AT = ENROLMENT.alias()
_DAY: Any = bindparam("day", type_=Date)
_MOVED = (
    select(ENROLMENT.c.pupil)
    .where(
        ENROLMENT.c.generation == bindparam("old"),
        ENROLMENT.c.pupil > bindparam("after"),
        ENROLMENT.c.main,
        ENROLMENT.c.since <= _DAY,
        ENROLMENT.c.until >= _DAY,
        ~select(_NOW_AT.c.pupil)
        .where(
            _NOW_AT.c.pupil == ENROLMENT.c.pupil,
            _NOW_AT.c.generation == _GENERATION,
            _NOW_AT.c.school == ENROLMENT.c.school,
            _NOW_AT.c.main,
            _NOW_AT.c.since <= _DAY,
            _NOW_AT.c.until >= _DAY,
        )
        .exists(),
    )
    .order_by(ENROLMENT.c.pupil)
    .limit(bindparam("most"))
)

Seat = tuple[int, int, str]  # a school's id, a grade and a class's name


def classes(tx: Tx, year: int, wanted: Sequence[Seat]) -> dict[Seat, int]:
    """The ids of a year's classes, made where they are new; each keeps its own for good."""
    rows = [
        {"school": school, "year": year, "grade": grade, "name": name}
        for school, grade, name in sorted(wanted)
    ]
    tx.many(_ADD_CLASS, rows)
    found = tx.all(_CLASSES, year=year, schools=sorted({one[0] for one in wanted}))
    return {(row.school, row.grade, row.name): row.id for row in found}


def add_class_lines(tx: Tx, generation: int, lines: Iterable[tuple[int, Stream]]) -> None:
    """A generation has these classes."""
    rows = [
        {"generation": generation, "class_id": id, "stream": stream.value} for id, stream in lines
    ]
    tx.many(_ADD_CLASS_LINE, rows)


def pupils(tx: Tx, keys: Collection[str]) -> dict[str, int]:
    """The ids of children by the roster's number, made where they are new."""
    wanted = sorted(set(keys))
    found = _ids(tx, wanted)
    tx.many(_ADD_PUPIL, [{"key": key} for key in wanted if key not in found])
    return found if len(found) == len(wanted) else _ids(tx, wanted)


def find_pupils(tx: Tx, keys: Collection[str]) -> dict[str, int]:
    """The ids of children whom any roster has ever named, by its number."""
    return _ids(tx, sorted(set(keys)))


def _ids(tx: Tx, keys: list[str]) -> dict[str, int]:
    return {row.key: row.id for row in tx.all(_PUPILS, keys=keys)} if keys else {}


def protect(tx: Tx, pupils: Sequence[int]) -> tuple[int, ...]:
    """A file says that these children are protected; whose protection begins with that."""
    if not pupils:
        return ()
    rows = tx.all(_UNPROTECTED, pupils=sorted(set(pupils)))
    tx.many(_PROTECT, [{"one": row.id} for row in rows])
    return tuple(row.id for row in rows)


def add_pupil_lines(tx: Tx, generation: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """What a generation calls children; of a child that comes twice the first line stays."""
    tx.many(_ADD_LINE, [{**row, "generation": generation} for row in rows])


def add_seats(tx: Tx, generation: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Who is in which class from–to, in a generation."""
    tx.many(_ADD_ENROLMENT, [{**row, "generation": generation} for row in rows])


def lines_of(tx: Tx, generation: int, pupils: Collection[int]) -> dict[int, Row]:
    """What a generation calls these children."""
    rows = tx.all(_LINES_OF, generation=generation, pupils=sorted(set(pupils)))
    return {row.pupil: row for row in rows}


def seats_of(tx: Tx, generation: int, pupils: Collection[int]) -> dict[int, list[Row]]:
    """Where these children sit in a generation."""
    found: dict[int, list[Row]] = {}
    for row in tx.all(_SEATS_OF, generation=generation, pupils=sorted(set(pupils))):
        found.setdefault(row.pupil, []).append(row)
    return found


def accounts_of_pupils(tx: Tx, generation: int, people: Iterable[int]) -> frozenset[int]:
    """Which of these people are children of a generation."""
    rows = tx.all(_ACCOUNTS, generation=generation, people=sorted(set(people)))
    return frozenset(row.person for row in rows)


def unnamed(tx: Tx, generation: int, old: int, after: int, most: int) -> tuple[int, ...]:
    """The next children of the old generation whom the new one doesn't name; () at the end."""
    rows = tx.all(_UNNAMED, generation=generation, old=old, after=after, most=most)
    return tuple(row.pupil for row in rows)


def moved(tx: Tx, generation: int, old: int, day: date, after: int, most: int) -> tuple[int, ...]:
    """The next children who are at a school on a day by the old generation, and not by the new
    one; () at the end."""
    rows = tx.all(_MOVED, generation=generation, old=old, day=day, after=after, most=most)
    return tuple(row.pupil for row in rows)


def copied(row: Row, **changed: Any) -> dict[str, Any]:
    """A line or a seat of another generation, with what is different now."""
    names = _LINE if hasattr(row, "names") else _SEAT
    return {name: getattr(row, name) for name in names} | changed


def _next(table: Table, key: Any) -> Any:
    return (
        select(key.label("key"))
        .where(table.c.generation == _GENERATION, key > bindparam("after"))
        .order_by(key)
        .limit(bindparam("most"))
    )


_KEYS = {
    CLASS_LINE: CLASS_LINE.c.class_id,
    PUPIL_LINE: PUPIL_LINE.c.pupil,
    ENROLMENT: ENROLMENT.c.pupil,
}
_NEXT = {table: _next(table, key) for table, key in _KEYS.items()}
_CLEAR = {
    table: delete(table).where(
        table.c.generation == _GENERATION, key > bindparam("after"), key <= bindparam("last")
    )
    for table, key in _KEYS.items()
}


def clear(tx: Tx, table: Table, dead: int, after: int, most: int) -> int | None:
    """Delete the next rows of a generation that nobody sees; where to go on, None at the end."""
    rows = tx.all(_NEXT[table], generation=dead, after=after, most=most)
    if not rows:
        return None
    last = int(rows[-1].key)
    tx.run(_CLEAR[table], generation=dead, after=after, last=last)
    return last
