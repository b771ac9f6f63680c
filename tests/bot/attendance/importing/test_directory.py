"""The directory's schools become a roster: homerooms and rights are nobody's guess."""

import tracemalloc
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

from bot.attendance.directory import read
from bot.attendance.model import Function, LinkState
from bot.attendance.store import classes, enrolments, guardians, posts, pupils, schools
from bot.people import store as people
from bot.storage.store import Storage
from bot.storage.tx import Tx
from graph.education import Class, Contact, Learner, School
from tests.bot.attendance.importing.conftest import NOW, Load

CHILD, TEACHER = "c" * 36, "d" * 36


class Directory:
    """One school with a class of this year, one of the last, and a club."""

    async def schools(self) -> AsyncIterator[tuple[School, ...]]:
        yield (School(id="s", name="あかつき小学校", number="E1", code=""),)

    async def classes(self, school: str) -> AsyncIterator[tuple[Class, ...]]:
        assert school == "s"
        old, new = date(2025, 4, 1), date(2026, 4, 1)
        yield (
            Class(id="old", name="2年2組", code="", grade="2", first=old, last=date(2026, 3, 31)),
            Class(id="new", name="３年２組", code="", grade="3", first=new, last=date(2027, 3, 31)),
            Class(id="club", name="サッカー", code="", grade="", first=new, last=None),
        )

    async def members(self, class_: str) -> AsyncIterator[tuple[Learner, ...]]:
        assert class_ == "new"
        yield (
            _learner("student", CHILD, "夜明 はるか", "P1"),
            _learner("teacher", TEACHER, "先生 一", ""),
        )

    async def contacts(self, user: str) -> tuple[Contact, ...]:
        assert user == CHILD
        common = {"mail": "", "consent": True}
        return (
            Contact(name="父", phone="090-1", relationship="parent", **common),  # type: ignore[arg-type]
            Contact(name="医者", phone="090-2", relationship="doctor", **common),  # type: ignore[arg-type]
        )


def _learner(role: str, id: str, name: str, number: str) -> Learner:
    return Learner(id=id, name=name, role=role, number=number, grade="3", enabled=True)


async def test_only_this_years_classes_come_and_contacts_have_no_right(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    files = await read(Directory(), 2026, tmp_path, lambda _: None)  # type: ignore[arg-type]
    done = loaded(*files.values())
    assert (done.classes, done.pupils, done.guardians) == (1, 1, 1)

    def look(tx: Tx) -> None:
        school = schools.find_by_code(tx, "E1")
        child = pupils.find_by_key(tx, "P1")
        teacher = people.find_by_aad(tx, TEACHER, NOW.date())
        assert school and child and teacher
        found = classes.current(tx, school.id, NOW.date())
        assert [(one.grade, one.name) for one in found] == [(3, "2")]
        assert [one.class_id for one in enrolments.on(tx, child.id, NOW.date())] == [found[0].id]
        (link,) = guardians.of_pupil(tx, child.id)
        assert link.state is LinkState.INACTIVE and not link.may_report and not link.person
        held = people.holders_of(tx, teacher.id, NOW.date()).of
        what = posts.functions_of(tx, [one.post for one in held])
        assert [one.function for one in what] == [Function.TEACHER]

    storage.read_now(tenant, look)


class Large:
    """One school of many classes, each of thirty children with a guardian."""

    def __init__(self, classes: int) -> None:
        self._classes = classes

    async def schools(self) -> AsyncIterator[tuple[School, ...]]:
        yield (School(id="s", name="あかつき小学校", number="E1", code=""),)

    async def classes(self, school: str) -> AsyncIterator[tuple[Class, ...]]:
        del school
        new = date(2026, 4, 1)
        for n in range(self._classes):
            name = f"3年{n}組"
            yield (Class(id=str(n), name=name, code="", grade="3", first=new, last=None),)

    async def members(self, class_: str) -> AsyncIterator[tuple[Learner, ...]]:
        yield tuple(_learner("student", f"{class_}-{n}", "児童", f"P{n}") for n in range(30))

    async def contacts(self, user: str) -> tuple[Contact, ...]:
        return (Contact(name="親", phone=user, mail="", relationship="parent", consent=True),)


async def test_a_large_directory_is_read_in_the_memory_of_a_small_one(tmp_path: Path) -> None:
    async def peak(classes: int) -> int:
        tracemalloc.start()
        await read(Large(classes), 2026, tmp_path, lambda _: None)  # type: ignore[arg-type]
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    await peak(3)  # what is made once
    assert await peak(120) < 1.2 * await peak(12)
    with (tmp_path / "pupils.csv").open(encoding="utf-8-sig") as file:
        assert sum(1 for _ in file) == 12 * 30 + 1
