"""Schools whose teachers are members of the practice tenant: what the report benchmark needs."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from sqlalchemy import select

from bot import sheets
from bot.attendance import importing
from bot.attendance.model import DayKind, SchoolDay, Times
from bot.attendance.rules.years import school_year
from bot.attendance.sheets.roster import COLUMNS, Kind
from bot.attendance.store import days, schools
from bot.attendance.store.tables import PUPIL
from bot.storage.store import Storage
from bot.storage.tx import Tx

SCHOOLS, CLASS_SIZE, GRADES = 50, 30, 6
# A benchmark runs at any hour of any day.
ALWAYS = Times(
    wake=time(0, 0), report_by=time(23, 58), summary_at=time(23, 58), ends_at=time(23, 59)
)
Line = tuple[str | int, ...]


def built(
    storage: Storage, tenant: str, accounts: Sequence[str], classes: int, now: datetime
) -> tuple[int, ...]:
    """Classes of thirty with two teachers each among these accounts; the children's ids.

    Today is a school day, whatever the calendar says.
    """
    with tempfile.TemporaryDirectory() as folder:
        tables = _tables(iter(accounts), classes)
        files = [_written(Path(folder), kind, rows) for kind, rows in tables.items()]
        importing.load(
            storage,
            tenant,
            files,
            year=school_year(now.date()),
            now=now,
            finally_=lambda tx, done: None,
        )
    storage.write_now(tenant, lambda tx: _opened(tx, now))
    rows = storage.read_now(tenant, lambda tx: tx.all(select(PUPIL.c.id).order_by(PUPIL.c.id)))
    return tuple(row.id for row in rows)


def _opened(tx: Tx, now: datetime) -> None:
    for school in schools.every(tx):
        schools.save(tx, replace(school, times=ALWAYS, version=school.version + 1))
    today = SchoolDay(id=0, school=0, day=now.date(), kind=DayKind.MOVED, set_at=now)
    days.put(tx, today)


def _written(folder: Path, kind: Kind, rows: Sequence[Line]) -> Path:
    path = folder / f"{kind.name.lower()}.csv"
    sheets.write(path, [column.headings[0] for column in COLUMNS[kind]], iter(rows))
    return path


def _tables(accounts: Iterator[str], classes: int) -> dict[Kind, list[Line]]:
    return {
        Kind.SCHOOLS: [(f"S{n:03}", f"第{n}小学校", "小学校", "") for n in range(SCHOOLS)],
        Kind.CLASSES: [(*_place(n), "") for n in range(classes)],
        Kind.STAFF: [*_heads(accounts), *_teachers(accounts, classes)],
        Kind.PUPILS: [_child(n) for n in range(classes * CLASS_SIZE)],
    }


def _place(number: int) -> tuple[str, int, int]:
    rest, school = divmod(number, SCHOOLS)
    name, grade = divmod(rest, GRADES)
    return f"S{school:03}", grade + 1, name + 1


def _heads(accounts: Iterator[str]) -> Iterator[Line]:
    for number in range(SCHOOLS):
        school = f"S{number:03}"
        for function in ("校長", "教頭", "養護教諭", "学校事務"):
            yield school, function, f"{function} {number}", "", next(accounts), "", "", "", ""
        for grade in range(1, GRADES + 1):
            yield school, "学年主任", f"主任 {number}", "", next(accounts), grade, "", "", ""


def _teachers(accounts: Iterator[str], classes: int) -> Iterator[Line]:
    for number in range(classes):
        school, grade, name = _place(number)
        for function in ("担任", "副担任"):
            account = next(accounts)
            yield school, function, f"{function} {number}", "", account, grade, name, "", ""


def _child(number: int) -> Line:
    seat = number % CLASS_SIZE + 1
    key, place = f"P{number:06}", _place(number // CLASS_SIZE)
    return key, f"児童 {number}", f"じどう {number}", *place, seat, "", "", "", "", "", "", ""
