"""出席停止 and the marks of the attendance book (出席簿)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Disease(StrEnum):
    """What 出席停止 is ordered for (学校保健安全法施行規則18条, 19条)."""

    INFLUENZA = "influenza"
    COVID_19 = "covid_19"
    MEASLES = "measles"
    PHARYNGOCONJUNCTIVAL = "pharyngoconjunctival"
    MUMPS = "mumps"
    RUBELLA = "rubella"
    CHICKENPOX = "chickenpox"
    PERTUSSIS = "pertussis"
    TUBERCULOSIS = "tuberculosis"
    MENINGOCOCCAL = "meningococcal"
    THIRD_CLASS = "third_class"
    FIRST_CLASS = "first_class"
    HOUSEHOLD = "household"  # 規則19条4号–6号: contact, area, travel
    AREA = "area"
    TRAVEL = "travel"


class SuspensionState(StrEnum):
    ASKED = "asked"  # prepared by nurse or homeroom; the principal has not ordered it
    ORDERED = "ordered"
    ENDED = "ended"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a guardian's account said last of how the child is: since when it is over (`ended_on`),
    None for 「まだ続いている」; `on` is the day on which they said so."""

    account: int
    on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """出席停止 of one child. Disease and days are sealed where they are stored.

    `onset` is day 0; `ended_on` (d) the day fever or symptoms ended; `sampled_on` for COVID-19
    without symptoms; `treated_on` the last of five days of antibiotics (pertussis); `cleared_on`
    the day a doctor saw no danger or allowed an earlier return. `since` is the first day of it;
    `returns_on` the school's decision, None while it isn't known. `asked_by` prepared it; `note`
    is what the school wrote of its decision. `answers` has the last word of each account that was
    asked; `ended_by` is the account whose answer `ended_on` is, 0 where the school has set it.
    """

    id: int
    pupil: int
    school: int
    disease: Disease
    since: date
    onset: date | None = None
    ended_on: date | None = None
    sampled_on: date | None = None
    treated_on: date | None = None
    cleared_on: date | None = None
    returns_on: date | None = None
    note: str = ""
    answers: tuple[Answer, ...] = ()
    ended_by: int = 0
    state: SuspensionState = SuspensionState.ASKED
    asked_by: int = 0
    asked_at: datetime | None = None
    ordered_by: int = 0
    ordered_at: datetime | None = None
    checked_by: int = 0
    version: int = 1

    @property
    def subject(self) -> str:
        return f"suspension:{self.id}"


class Mark(StrEnum):
    """What the school decides for a child's day (出席簿の記号)."""

    PRESENT = "present"
    ILL = "ill"  # 病欠
    ABSENT = "absent"  # 事故欠
    SUSPENDED = "suspended"  # 出席停止
    MOURNING = "mourning"  # 忌引
    LATE = "late"  # 遅刻: attended
    EARLY = "early"  # 早退: attended
    OFFICIAL = "official"  # 公欠・出席扱い
    DISASTER = "disaster"  # 非常変災
    CLASS_CLOSED = "class_closed"  # 学級閉鎖
    SEPARATE = "separate"  # 別室: attended


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A child's mark of a day; a correction is a newer line of the same day."""

    pupil: int
    class_id: int
    day: date
    mark: Mark
    set_at: datetime
    set_by: int  # a person id; 0: derived from the day's reports
    why: str = ""  # sealed where it is stored
    version: int = 1
