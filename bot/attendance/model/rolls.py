"""The morning of a class: who is there, and who is looked for."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RollState(StrEnum):
    OPEN = "open"
    DONE = "done"  # 全員分を確認
    MISSING = "missing"  # 未着あり: cases were opened
    SILENT = "silent"  # closed by the school's day


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """The morning of one class: who is there, who is reported, who is looked for."""

    id: int
    class_id: int
    school: int
    day: date
    state: RollState = RollState.OPEN
    done_at: datetime | None = None
    done_post: int = 0
    done_person: int = 0
    version: int = 1

    @property
    def subject(self) -> str:
        return f"roll:{self.id}"


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Closing(StrEnum):
    """Why a case was closed; always by a person."""

    FOUND = "found"  # 所在確認
    ARRIVED = "arrived"  # 登校した
    UNREPORTED = "unreported"  # 連絡漏れの欠席
    NO_SCHOOL = "no_school"  # 臨時休業
    MISTAKE = "mistake"  # 登録誤り


class Step(StrEnum):
    """The ladder of a case (連絡がまだ届いていません)."""

    CALL = "call"  # 電話
    OTHER_CONTACT = "other_contact"  # 別の連絡先
    WAY = "way"  # 通学路・登校班
    VISIT = "visit"  # 家庭訪問
    POLICE = "police"  # 管理職判断で警察


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A child who neither arrived nor was reported. `step` is the one that is due or under way."""

    id: int
    pupil: int
    class_id: int
    school: int
    day: date
    opened_at: datetime
    step: Step = Step.CALL
    step_done_at: datetime | None = None
    told_family: bool = False
    reported: bool = False  # a report came later; a person must still close it
    state: CaseState = CaseState.OPEN
    closing: Closing | None = None
    closed_at: datetime | None = None
    closed_by: int = 0
    version: int = 1

    @property
    def subject(self) -> str:
        return f"case:{self.id}"
