"""What teachers press on a family's report, and on their class's roster card."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from cards.verbs import Upto, Verb

PHRASE_LENGTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Verb):
    """確認しました, with a fixed phrase to the family or none."""

    name: ClassVar[str] = "attendance.confirm"
    report_id: int
    reply: Annotated[str, Upto(PHRASE_LENGTH)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Verb):
    """電話します: the family is rung."""

    name: ClassVar[str] = "attendance.call"
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareNurse(Verb):
    """保健室と共有: the school's nurse gets a card of it too."""

    name: ClassVar[str] = "attendance.share_nurse"
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(Verb):
    """折り返し確認済み: the presser has rung the registered number, and stands for it by name."""

    name: ClassVar[str] = "attendance.returned"
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmHeld(Verb):
    """保護者に確認しました: what the child sent without the family word counts from now on."""

    name: ClassVar[str] = "attendance.confirm_held"
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContent(Verb):
    """内容を見る: what the family wrote, to the presser alone; each reading is logged."""

    name: ClassVar[str] = "attendance.read_content"
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClass(Verb):
    """内容を見る on a roster card: the reports of one class and day, to the presser alone."""

    name: ClassVar[str] = "attendance.read_class"
    class_id: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowReports(Verb):
    """今日の出欠: the day's reports of the classes that the reader answers for."""

    name: ClassVar[str] = "attendance.show_reports"
    day: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmClass(Verb):
    """まとめて確認しました: a class's reports of a day, but for those that need a call first."""

    name: ClassVar[str] = "attendance.confirm_class"
    class_id: int
    day: date
