"""Schools, classes, who is in them, whom to reach."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.emulator.rosters import Enrolled, School, SchoolClass
from bot.emulator.server import Emulator
from graph import Graph, education
from graph.education import Class, Contact, Learner
from graph.errors import Missing, NotConsented, Throttled
from tests.graph.conftest import (
    CLASS_OF_NOW,
    CLASS_WITHOUT_TERM,
    HEAD,
    OTHER_PUPIL,
    PRIMARY,
    PUPIL,
    TEACHER,
    person,
)


async def rows(pages: AsyncIterator[tuple[Any, ...]]) -> list[Any]:
    return [row async for page in pages for row in page]


async def test_a_school_has_its_number_and_the_id_of_its_source(graph: Graph) -> None:
    assert await rows(graph.education.schools()) == [
        education.School(id=PRIMARY.id, name="試験小学校", number="E01", code="sis-1")
    ]


async def test_classes_of_one_name_are_told_apart_by_their_terms(graph: Graph) -> None:
    assert await rows(graph.education.classes(PRIMARY.id)) == [
        Class(
            id=CLASS_OF_NOW.id,
            name="3年2組",
            code="2026-3-2",
            grade="3",
            first=date(2026, 4, 1),
            last=date(2027, 3, 31),
        ),
        Class(id=CLASS_WITHOUT_TERM.id, name="3年2組", code="", grade="", first=None, last=None),
    ]


async def test_a_class_holds_teachers_and_pupils_who_are_still_there(graph: Graph) -> None:
    found = await rows(graph.education.members(CLASS_OF_NOW.id))
    assert [(one.id, one.role, one.number, one.grade) for one in found] == [
        (TEACHER.aad_object_id, "teacher", "T1", ""),
        (PUPIL.aad_object_id, "student", "0301", "3"),
        (OTHER_PUPIL.aad_object_id, "student", "", ""),
    ]


async def test_an_account_that_may_not_sign_in_is_known_as_such(
    graph: Graph, emulator: Emulator
) -> None:
    emulator.tenant.put(replace(PUPIL, account_enabled=False))
    found: list[Learner] = await rows(graph.education.members(CLASS_OF_NOW.id))
    assert [one.enabled for one in found] == [True, False, True]


async def test_contacts_of_a_pupil_say_who_they_are_and_what_they_may(graph: Graph) -> None:
    assert await graph.education.contacts(PUPIL.aad_object_id) == (
        Contact(
            name="試験 母",
            mail="haha@family.example",
            phone="090-0000-0000",
            relationship="parent",
            consent=True,
        ),
        Contact(
            name="試験 支援員",
            mail="shien@family.example",
            phone="",
            relationship="aide",
            consent=False,
        ),
    )


async def test_who_is_in_no_class_has_no_contacts(graph: Graph) -> None:
    assert await graph.education.contacts(HEAD.aad_object_id) == ()


async def test_a_large_roster_comes_page_by_page(
    graph: Graph, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(education, "PAGE", 100)
    pupils = [person(number) for number in range(1000, 1240)]
    emulator.enlist(pupils)
    members = tuple(Enrolled(aad_object_id=one.aad_object_id) for one in pupils)
    large = SchoolClass(id="large", name="全校", members=members)
    emulator.education.put(School(id="large-school", name="大規模校", classes=(large,)))
    pages = [page async for page in graph.education.members("large")]
    assert [len(page) for page in pages] == [100, 100, 40]
    assert len({one.id for page in pages for one in page}) == 240


@pytest.mark.parametrize("part", ["classes", "members"])
async def test_what_is_not_there_is_missing(graph: Graph, part: str) -> None:
    with pytest.raises(Missing):
        await rows(getattr(graph.education, part)("nowhere"))


async def test_an_unknown_pupil_is_missing(graph: Graph) -> None:
    with pytest.raises(Missing):
        await graph.education.contacts("nobody")


async def test_missing_consent_is_named(graph: Graph, emulator: Emulator) -> None:
    emulator.granted.discard("EduRoster.Read.All")
    with pytest.raises(NotConsented) as refused:
        await rows(graph.education.schools())
    assert refused.value.permission == "EduRoster.Read.All"


async def test_throttling_says_how_long(graph: Graph, emulator: Emulator) -> None:
    emulator.faults.add(kind=429, match="education", retry_after=9)
    with pytest.raises(Throttled) as throttled:
        await rows(graph.education.schools())
    assert throttled.value.retry_after == 9
