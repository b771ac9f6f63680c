"""The directory's schools as a roster: what Microsoft Graph says of them, as tables of a file.

It says who teaches a class and not whose homeroom it is, and knows no numbers within a class:
teachers become 教員, children are numbered in the order of their own numbers. A contact of a child
becomes a link without any right, whoever it is: the school's office knows whom it may trust.
"""

import asyncio
import re
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from bot import sheets
from bot.attendance.rules.years import school_year
from bot.attendance.sheets.roster import COLUMNS, Kind
from graph.education import Class, Education, Learner, School

_CLASS = re.compile(r"(?:([0-9])年)?(.+)組")
_KINDS = ("幼稚園", "中学校")
_ADULTS = {"parent": "親", "guardian": "保護者", "relative": "親族"}
_AT_ONCE = 8  # contacts that are asked for together

Line = tuple[str | int, ...]


async def read(
    education: Education, year: int, folder: Path, told: Callable[[int], None]
) -> dict[Kind, Path]:
    """Write the roster of a school year into `folder`, a .csv for each table. Raises GraphError.

    Classes of another term, and groups that aren't called like a class (3年2組), are left out. No
    more than a class is held in memory. `told` hears of each child that was read.
    """
    with _Tables(folder) as found:
        async for page in education.schools():
            for school in page:
                await _school(education, school, year, found, told)
        return found.paths


class _Tables(ExitStack):
    """A file for each table that has any line."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._files: dict[Kind, Callable[[Line], None]] = {}
        self.paths: dict[Kind, Path] = {}

    def put(self, kind: Kind, line: Line) -> None:
        if kind not in self._files:
            path = self._folder / f"{kind.name.lower()}.csv"
            headings = [column.headings[0] for column in COLUMNS[kind]]
            self._files[kind] = self.enter_context(sheets.appending(path, headings))
            self.paths[kind] = path
        self._files[kind](line)


async def _school(
    education: Education, school: School, year: int, found: _Tables, told: Callable[[int], None]
) -> None:
    code = school.number or school.code or school.id
    kind = next((word for word in _KINDS if word in school.name), "小学校")
    found.put(Kind.SCHOOLS, (code, school.name, kind, ""))
    teachers: dict[str, Learner] = {}
    async for page in education.classes(school.id):
        for one in page:
            place = _place(one, year)
            if place is not None:
                found.put(Kind.CLASSES, (code, *place, ""))
                members = await _members(education, one)
                await _children(education, members, (code, *place), found, told)
                teachers |= {one.id: one for one in members if one.role == "teacher"}
    for teacher in teachers.values():
        found.put(Kind.STAFF, (code, "教員", teacher.name, "", teacher.id))


def _place(one: Class, year: int) -> tuple[int, str] | None:
    """Grade and name of a class of that year, or None."""
    named = _CLASS.fullmatch(unicodedata.normalize("NFKC", one.name).strip())
    if named is None or (one.first is not None and school_year(one.first) != year):
        return None
    grade = named[1] or unicodedata.normalize("NFKC", one.grade).strip()
    return (int(grade), named[2]) if grade.isdigit() else (0, named[2])


async def _members(education: Education, one: Class) -> list[Learner]:
    """Who is in a class, those without an account that works left out."""
    found = [member async for page in education.members(one.id) for member in page]
    return [member for member in found if member.enabled]


async def _children(
    education: Education,
    members: Iterable[Learner],
    place: tuple[str, int, str],
    found: _Tables,
    told: Callable[[int], None],
) -> None:
    children = sorted(
        (member for member in members if member.role == "student"),
        key=lambda member: (member.number, member.name, member.id),
    )
    for number, child in enumerate(children, 1):
        key = child.number or child.id
        found.put(Kind.PUPILS, (key, child.name, "", *place, number, "", "", child.id))
    for first in range(0, len(children), _AT_ONCE):
        some = children[first : first + _AT_ONCE]
        for lines in await asyncio.gather(*(_adults(education, child) for child in some)):
            for line in lines:
                found.put(Kind.GUARDIANS, line)
        told(len(some))


async def _adults(education: Education, child: Learner) -> list[Line]:
    """Their address may be anybody's: it is a contact here, and no account."""
    return [
        (child.number or child.id, _ADULTS[one.relationship], one.phone or one.mail, one.name)
        for one in await education.contacts(child.id)
        if one.relationship in _ADULTS and (one.phone or one.mail or one.name)
    ]
