"""The buttons of 点検; names and fields live for ever."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from cards.records.verbs.handling_fields import Name, Subject, Text, Words
from cards.verbs import Verb

InspectionWay = Literal["report", "visit", "own"]
InspectionStep = Literal["done", "put_off", "cancel", "ask", "answered", "close"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspections(Verb):
    """点検の一覧: of one subject, or ("") all that are open."""

    name: ClassVar[str] = "records.inspections"
    subject: Subject = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowInspection(Verb):
    """One inspection: planned, done, what was found, what was answered."""

    name: ClassVar[str] = "records.show_inspection"
    inspection_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInspection(Verb):
    """点検を計画する: the form."""

    name: ClassVar[str] = "records.open_inspection"
    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInspection(Verb):
    """点検を計画する; `promise` is the agreement's own duty that it fulfils."""

    name: ClassVar[str] = "records.plan_inspection"
    subject: Subject
    way: InspectionWay
    topic: Words
    article: Name = ""
    planned_on: date
    promise: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInspectionStep(Verb):
    """The form of the next step of an inspection."""

    name: ClassVar[str] = "records.open_inspection_step"
    inspection_id: int
    step: InspectionStep


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionDone(Verb):
    """実施を記録する."""

    name: ClassVar[str] = "records.inspection_done"
    inspection_id: int
    version: int
    on: date
    sound: Literal["yes", "no"]
    findings: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOffInspection(Verb):
    """予定日を変更する."""

    name: ClassVar[str] = "records.put_off_inspection"
    inspection_id: int
    version: int
    planned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelInspection(Verb):
    """点検を取りやめる, with the reason."""

    name: ClassVar[str] = "records.cancel_inspection"
    inspection_id: int
    version: int
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AskImprovement(Verb):
    """改善を要請する: the reason in writing and the day by which the answer is awaited."""

    name: ClassVar[str] = "records.ask_improvement"
    inspection_id: int
    version: int
    why: Text
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementAnswered(Verb):
    """改善の回答を記録する."""

    name: ClassVar[str] = "records.improvement_answered"
    inspection_id: int
    version: int
    on: date
    answer: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseInspection(Verb):
    """点検を終える: the improvement is enough, or nothing had to be improved."""

    name: ClassVar[str] = "records.close_inspection"
    inspection_id: int
    version: int
    why: Text
