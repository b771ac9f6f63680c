"""People, the posts they hold from–to, their deputies, leave and roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a person may do and see beyond the posts that they hold."""

    STAFF = "staff"
    MANAGER = "manager"
    AGREEMENT_DESK = "agreement_desk"
    TRAINING_DESK = "training_desk"
    TRAINING_COORDINATOR = "training_coordinator"
    HOMEROOM = "homeroom"
    DEPUTY_HOMEROOM = "deputy_homeroom"
    TEACHER = "teacher"
    YEAR_HEAD = "year_head"
    SCHOOL_NURSE = "school_nurse"
    CURRICULUM_HEAD = "curriculum_head"
    SCHOOL_MEALS = "school_meals"
    SCHOOL_OFFICE = "school_office"
    VICE_PRINCIPAL = "vice_principal"
    PRINCIPAL = "principal"
    BOARD_OF_EDUCATION = "board_of_education"
    PUPIL = "pupil"
    GUARDIAN = "guardian"
    NOTICE_APPROVER = "notice_approver"
    SCHOOL_DESK = "school_desk"
    SECURITY_OFFICER = "security_officer"
    AUDITOR = "auditor"
    OPERATOR = "operator"


STAFF_ROLES = frozenset(
    (
        Role.STAFF,
        Role.MANAGER,
        Role.AGREEMENT_DESK,
        Role.TRAINING_DESK,
        Role.TRAINING_COORDINATOR,
        Role.HOMEROOM,
        Role.DEPUTY_HOMEROOM,
        Role.TEACHER,
        Role.YEAR_HEAD,
        Role.SCHOOL_NURSE,
        Role.CURRICULUM_HEAD,
        Role.SCHOOL_MEALS,
        Role.SCHOOL_OFFICE,
        Role.VICE_PRINCIPAL,
        Role.PRINCIPAL,
        Role.NOTICE_APPROVER,
        Role.SCHOOL_DESK,
        Role.SECURITY_OFFICER,
        Role.AUDITOR,
        Role.OPERATOR,
    )
)  # pupils, guardians and the board of education read nothing of the city's own matters


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of the tenant; `left_on` is the first day on which they no longer belong to it."""

    id: int
    aad_object_id: str
    name: str
    mail: str
    department: str = ""
    grade: str = ""
    municipality: str = ""
    roles: frozenset[Role] = frozenset()
    language: str = "ja"
    left_on: date | None = None

    def is_here(self, on: date) -> bool:
        return self.left_on is None or on < self.left_on

    @property
    def is_staff(self) -> bool:
        """Whether one of the person's roles is that of staff, who read the city's own matters."""
        return not STAFF_ROLES.isdisjoint(self.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post (職) that owns matters whoever holds it; `superior` is the id of the post above."""

    id: int
    name: str
    department: str = ""
    superior: int | None = None

    @property
    def heading(self) -> str:
        """The post with its department, once: 政策企画課長 says it already, and 学校教育課指導係長
        of 教育委員会事務局 学校教育課 the last part of it."""
        *above, own = self.department.split() or [""]
        if self.name.startswith(self.department):
            return self.name
        return " ".join(
            (*above, self.name) if self.name.startswith(own) else (self.department, self.name)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `since` to `until`, both included; None is open on that side."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        after_start = self.since is None or self.since <= day
        return after_start and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A person holds a post over a span of days."""

    person: int
    post: int
    span: Span = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A person is away (育休, 病休, 休職, 不在); no reason is kept."""

    person: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """`deputy` acts for `person` over a span (代理)."""

    person: int
    deputy: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who acts for a post now: its holder, or a deputy for the holder named in `deputy_for`."""

    person: int
    post: int
    deputy_for: int | None = None


@dataclass(frozen=True, slots=True)
class Holders:
    """All posts that one person holds or deputises at one moment."""

    of: tuple[Holder, ...] = ()

    def owning(self, posts: Iterable[int]) -> Holder | None:
        """In which capacity this person may act for one of `posts`; an own post comes first."""
        wanted = frozenset(posts)
        fitting = [holder for holder in self.of if holder.post in wanted]
        return min(fitting, key=lambda holder: holder.deputy_for is not None, default=None)
