"""The columns of a month table as a school's own system wants them: read from a TOML file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.attendance.model import Mark
from bot.attendance.rules.marks import EXCUSED
from bot.errors import Unreadable

DAYS = "days"  # one column for each day of the month
TEXTS = ("school_code", "school", "year", "month", "grade", "class", "number", "key", "name")
NUMBERS = ("taught", "excused", "owed", "absent", "attended", "late", "early")
VALUES = (*TEXTS, "reading", *NUMBERS, DAYS, *(f"count:{mark.value}" for mark in Mark))
SIGNS: Mapping[Mark, str] = {
    Mark.PRESENT: "",
    Mark.ILL: "病",
    Mark.ABSENT: "事",
    Mark.SUSPENDED: "停",
    Mark.MOURNING: "忌",
    Mark.LATE: "遅",
    Mark.EARLY: "早",
    Mark.OFFICIAL: "公",
    Mark.DISASTER: "災",
    Mark.CLASS_CLOSED: "閉",
    Mark.SEPARATE: "別",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MapColumn:
    """One column: its heading, and which value stands in it. Of `days` the heading is a pattern
    with `{day}`."""

    heading: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """`signs`: how each mark is written. `excused`: what the city counts as 出席停止・忌引等."""

    columns: tuple[MapColumn, ...]
    signs: Mapping[Mark, str] = field(default_factory=lambda: dict(SIGNS))
    excused: frozenset[Mark] = EXCUSED


_USUAL = (
    ("学校", "school"),
    ("学年", "grade"),
    ("組", "class"),
    ("番号", "number"),
    ("学籍番号", "key"),
    ("氏名", "name"),
    ("{day}日", DAYS),
    ("授業日数", "taught"),
    ("出席停止・忌引等の日数", "excused"),
    ("出席しなければならない日数", "owed"),
    ("欠席日数", "absent"),
    ("出席日数", "attended"),
    ("遅刻", "late"),
    ("早退", "early"),
)
USUAL = ColumnMap(columns=tuple(MapColumn(heading=a, value=b) for a, b in _USUAL))


def load(path: Path) -> ColumnMap:
    """Read a map; raises Unreadable with the place and what to write there."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise Unreadable(path.name, "can't be read as TOML; see docs for an example") from None
    columns = tuple(_column(path, at, one) for at, one in enumerate(_listed(path, found), 1))
    signs = {**SIGNS, **{_mark(path, "marks", a): str(b) for a, b in _marks(found).items()}}
    excused = found.get("excused")
    counted = EXCUSED if excused is None else frozenset(_mark(path, "excused", a) for a in excused)
    return ColumnMap(columns=columns, signs=signs, excused=counted)


def _listed(path: Path, found: Mapping[str, Any]) -> list[Any]:
    columns = found.get("column")
    if not isinstance(columns, list) or not columns:
        raise Unreadable(path.name, "name at least one [[column]] with heading and value")
    return columns


def _marks(found: Mapping[str, Any]) -> Mapping[str, Any]:
    marks = found.get("marks", {})
    return marks if isinstance(marks, dict) else {}


def _column(path: Path, at: int, found: Any) -> MapColumn:
    value = found.get("value") if isinstance(found, dict) else None
    if value not in VALUES:
        raise Unreadable(f"{path.name}, column {at}", f"value must be one of {', '.join(VALUES)}")
    heading = str(found.get("heading") or value)
    if value == DAYS and "{day}" not in heading:
        raise Unreadable(f"{path.name}, column {at}", "write {day} in the heading of days")
    return MapColumn(heading=heading, value=value)


def _mark(path: Path, where: str, name: Any) -> Mark:
    try:
        return Mark(name)
    except ValueError:
        known = ", ".join(mark.value for mark in Mark)
        raise Unreadable(f"{path.name}, {where}", f"{name} is no mark; there are {known}") from None
