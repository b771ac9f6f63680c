"""出席簿 and numbers without names: what people press on those cards."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from cards.attendance.verbs.health import Why
from cards.verbs import Verb

Mark = Literal[
    "present",
    "ill",
    "absent",
    "suspended",
    "mourning",
    "late",
    "early",
    "official",
    "disaster",
    "class_closed",
    "separate",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Months(Verb):
    """出席簿: the classes whose month the reader may see; it changes nothing."""

    name: ClassVar[str] = "attendance.months"
    school_id: int = 0
    month: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMonth(Verb):
    """A class's month: each child's days counted; `page` of its children."""

    name: ClassVar[str] = "attendance.show_month"
    class_id: int
    month: date
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMarks(Verb):
    """A child's marks of a month, each day with who corrected it."""

    name: ClassVar[str] = "attendance.show_marks"
    class_id: int
    pupil_id: int
    month: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMark(Verb):
    """記号を直す: the school's decision for one child and day, with a reason."""

    name: ClassVar[str] = "attendance.set_mark"
    class_id: int
    pupil_id: int
    month: date
    day: date
    mark: Mark
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class LockMonth(Verb):
    """この月を確定する: curriculum head (教務) or principal. `present`: who is neither reported nor
    looked for on a day whose roll nobody has marked counts as present."""

    name: ClassVar[str] = "attendance.lock_month"
    class_id: int
    month: date
    version: int
    present: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockMonth(Verb):
    """確定を解く: with a reason, for a correction after the month was locked."""

    name: ClassVar[str] = "attendance.unlock_month"
    class_id: int
    month: date
    version: int
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(Verb):
    """人数の一覧: how many of each school (or, with `school_id`, of each class), nobody's name."""

    name: ClassVar[str] = "attendance.numbers"
    day: date | None = None
    school_id: int = 0
