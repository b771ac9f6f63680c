"""What is pressed about what a school decides for itself."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from cards.attendance.verbs.day import Time
from cards.verbs import Verb

Group = Literal["morning", "hours", "search", "options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolSettings(Verb):
    """学校の設定: asks how a school has set its day; 0: which schools one may set."""

    name: ClassVar[str] = "attendance.school_settings"
    school_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSettings(Verb):
    """Asks for the form of one group of settings; it changes nothing."""

    name: ClassVar[str] = "attendance.open_settings"
    school_id: int
    group: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMorning(Verb):
    """朝の時刻: holds from now on, today as well."""

    name: ClassVar[str] = "attendance.set_morning"
    school_id: int
    version: int
    report_by: Time
    assembly: Time
    missing_from: Time
    confirm_by: Time
    summary_at: Time


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHours(Verb):
    """お知らせの時間帯: from when staff are told, when children leave home, when the day ends."""

    name: ClassVar[str] = "attendance.set_hours"
    school_id: int
    version: int
    wake: Time
    leave_from: Time
    ends_at: Time


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSearch(Verb):
    """未着の対応: minutes after a search began at which each step after the telephone is told."""

    name: ClassVar[str] = "attendance.set_search"
    school_id: int
    version: int
    other_contact: int
    way: int
    visit: int
    police: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOptions(Verb):
    """家庭・給食・保健: `meals_days` -1 where there are no meals."""

    name: ClassVar[str] = "attendance.set_options"
    school_id: int
    version: int
    holds_pupils: bool
    shows_teacher: bool
    meals_days: int
    closure_percent: int
