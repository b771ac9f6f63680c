"""Schools of the directory: their classes, who is in a class, whom to reach about a pupil."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.client import Client
from graph.errors import Broken

READ_ROSTER = "EduRoster.Read.All"
PAGE = 999  # entries a page, the most that Graph gives
_SCHOOL = ["id", "displayName", "schoolNumber", "externalId"]
_CLASS = ["id", "displayName", "externalId", "grade", "term"]
_USER = ["id", "displayName", "primaryRole", "accountEnabled", "student", "teacher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school; `number` and `code` are "" where the roster's source gave none."""

    id: str
    name: str
    number: str
    code: str  # its id in the system that the roster came from


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class of one term: next year's of the same name is another.

    `first` and `last` are None where the roster's source gave no term.
    """

    id: str
    name: str
    code: str  # its id in the system that the roster came from
    grade: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Somebody in a class; `role` is student, teacher or none."""

    id: str  # the directory's
    name: str
    role: str
    number: str  # the pupil's or the teacher's, "" where the roster's source gave none
    grade: str  # a pupil's
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody to reach about a pupil; no more than what the roster's source claims.

    `relationship` is parent, relative, aide, doctor, guardian, child or other. `consent`: they may
    see the pupil's data, as that source has it.
    """

    name: str
    mail: str
    phone: str
    relationship: str
    consent: bool


class Education:
    """Reads /education (permission EduRoster.Read.All), page by page.

    Everything raises Throttled, NotConsented, Missing, Refused or Broken.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def schools(self) -> AsyncIterator[tuple[School, ...]]:
        """All schools: https://learn.microsoft.com/graph/api/educationschool-list"""
        schools: Any = (await self._client.builders()).education.schools
        wanted = schools.SchoolsRequestBuilderGetQueryParameters(select=_SCHOOL, top=PAGE)
        async for page in self._client.pages(schools, READ_ROSTER, wanted):
            yield tuple(_school(row) for row in page)

    async def classes(self, school: str) -> AsyncIterator[tuple[Class, ...]]:
        """The classes of a school, those of past terms too, as long as the directory keeps them.

        https://learn.microsoft.com/graph/api/educationschool-list-classes
        """
        schools = (await self._client.builders()).education.schools
        classes: Any = schools.by_education_school_id(school).classes
        wanted = classes.ClassesRequestBuilderGetQueryParameters(select=_CLASS, top=PAGE)
        async for page in self._client.pages(classes, READ_ROSTER, wanted):
            yield tuple(_class(row) for row in page)

    async def members(self, class_: str) -> AsyncIterator[tuple[Learner, ...]]:
        """Pupils and teachers of a class.

        https://learn.microsoft.com/graph/api/educationclass-list-members
        """
        classes = (await self._client.builders()).education.classes
        members: Any = classes.by_education_class_id(class_).members
        wanted = members.MembersRequestBuilderGetQueryParameters(select=_USER, top=PAGE)
        async for page in self._client.pages(members, READ_ROSTER, wanted):
            yield tuple(_learner(row) for row in page)

    async def contacts(self, user: str) -> tuple[Contact, ...]:
        """Whom to reach about this pupil; Graph tells it of one at a time.

        https://learn.microsoft.com/graph/api/resources/relatedcontact
        """
        users = (await self._client.builders()).education.users
        one: Any = users.by_education_user_id(user)
        wanted = one.EducationUserItemRequestBuilderGetQueryParameters(select=["relatedContacts"])
        found = await self._client.get(one, READ_ROSTER, wanted)
        return tuple(_contact(row) for row in found.get("relatedContacts") or ())


def _school(row: Mapping[str, Any]) -> School:
    return School(
        id=_id(row),
        name=_text(row, "displayName"),
        number=_text(row, "schoolNumber"),
        code=_text(row, "externalId"),
    )


def _class(row: Mapping[str, Any]) -> Class:
    term = _object(row, "term")
    return Class(
        id=_id(row),
        name=_text(row, "displayName"),
        code=_text(row, "externalId"),
        grade=_text(row, "grade"),
        first=_day(term.get("startDate")),
        last=_day(term.get("endDate")),
    )


def _learner(row: Mapping[str, Any]) -> Learner:
    student, teacher = _object(row, "student"), _object(row, "teacher")
    return Learner(
        id=_id(row),
        name=_text(row, "displayName"),
        role=_text(row, "primaryRole") or "none",
        number=_text(student, "studentNumber") or _text(teacher, "teacherNumber"),
        grade=_text(student, "grade"),
        enabled=row.get("accountEnabled") is not False,
    )


def _contact(row: Mapping[str, Any]) -> Contact:
    return Contact(
        name=_text(row, "displayName"),
        mail=_text(row, "emailAddress"),
        phone=_text(row, "mobilePhone"),
        relationship=_text(row, "relationship") or "other",
        consent=row.get("accessConsent") is True,
    )


def _id(row: Mapping[str, Any]) -> str:
    if not isinstance(row.get("id"), str):
        raise Broken(200)
    return str(row["id"])


def _text(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "")


def _object(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def _day(found: object) -> date | None:
    try:
        return date.fromisoformat(str(found)) if found else None
    except ValueError:
        raise Broken(200) from None
