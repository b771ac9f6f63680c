"""Schools of the practice tenant: classes, who is in them, whom to reach about a pupil."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """Somebody to reach about a pupil, as the roster's source has it."""

    name: str
    mail: str
    phone: str | None = None
    relationship: str = "guardian"  # or parent, relative, aide, doctor, child, other
    consent: bool | None = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A member of the tenant in a class."""

    aad_object_id: str
    role: str = "student"  # or teacher
    number: str | None = None
    grade: str | None = None  # of a student
    contacts: tuple[Guardian, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolClass:
    """A class of one term."""

    id: str
    name: str
    code: str | None = None
    grade: str | None = None
    term: tuple[date, date] | None = None
    members: tuple[Enrolled, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school and its classes."""

    id: str
    name: str
    number: str | None = None
    code: str | None = None
    classes: tuple[SchoolClass, ...] = ()
