"""Buttons of incidents (事故報告): report, correct, write down, settle a step, close."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from cards.verbs import Upto, Verb

WORDS_LENGTH = 1000
LINE_LENGTH = 300
RECEIPT_LENGTH = 100
TOKEN_LENGTH = 40
AT_LENGTH = 5

Certain = Literal["happened", "feared"]
StepName = Literal[
    "contract",
    "first",
    "first_numbers",
    "persons",
    "public",
    "final",
    "final_numbers",
    "prevention",
]
WayName = Literal["done", "instead", "not_done", "undone"]
DraftName = Literal["first", "first_numbers", "final", "final_numbers", "persons"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncidentReport(Verb):
    """事故報告: the form of one minute, for any member of staff."""

    name: ClassVar[str] = "records.open_incident_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportIncident(Verb):
    """報告する: opens a case; `token` makes the same form one case, however often it is sent.

    `known_on`, `known_at`: when somebody first noticed. `people` is empty where nobody knows.
    `partner`: an agreement's number or title, or the other side in words.
    """

    name: ClassVar[str] = "records.report_incident"
    token: Annotated[str, Upto(TOKEN_LENGTH)]
    what: Annotated[str, Upto(WORDS_LENGTH, lines=True)]
    known_on: date
    known_at: Annotated[str, Upto(AT_LENGTH)]
    records: Annotated[str, Upto(LINE_LENGTH)]
    certainty: Certain = "happened"
    people: int | None = None
    sensitive: bool = False
    loss: bool = False
    purpose: bool = False
    numbers: bool = False
    partner: Annotated[str, Upto(LINE_LENGTH)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidents(Verb):
    """事故一覧: the cases that are open, and those that were closed lately."""

    name: ClassVar[str] = "records.incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowIncident(Verb):
    """One case with its clocks."""

    name: ClassVar[str] = "records.show_incident"
    incident_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncidentFacts(Verb):
    """事実を直す: asks for what decides whether a report is owed."""

    name: ClassVar[str] = "records.open_incident_facts"
    incident_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectIncident(Verb):
    """The facts as they are known now; the clocks follow."""

    name: ClassVar[str] = "records.correct_incident"
    incident_id: int
    version: int
    known_on: date
    known_at: Annotated[str, Upto(AT_LENGTH)]
    certainty: Certain = "happened"
    people: int | None = None
    sensitive: bool = False
    loss: bool = False
    purpose: bool = False
    numbers: bool = False
    spread: bool = False
    protected: bool = False
    partner: Annotated[str, Upto(LINE_LENGTH)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncidentAccount(Verb):
    """報告の内容を書く: asks for the items of the reports."""

    name: ClassVar[str] = "records.open_incident_account"
    incident_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteIncidentAccount(Verb):
    """The items of the reports, as far as they are known."""

    name: ClassVar[str] = "records.write_incident_account"
    incident_id: int
    version: int
    what: Annotated[str, Upto(WORDS_LENGTH, lines=True)]
    records: Annotated[str, Upto(LINE_LENGTH)]
    cause: Annotated[str, Upto(WORDS_LENGTH, lines=True)] = ""
    damage: Annotated[str, Upto(WORDS_LENGTH, lines=True)] = ""
    response: Annotated[str, Upto(WORDS_LENGTH, lines=True)] = ""
    publicity: Annotated[str, Upto(WORDS_LENGTH, lines=True)] = ""
    prevention: Annotated[str, Upto(WORDS_LENGTH, lines=True)] = ""
    other: Annotated[str, Upto(WORDS_LENGTH, lines=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncidentStep(Verb):
    """速報した, 確報した, 本人に通知した …: asks for the day and the receipt."""

    name: ClassVar[str] = "records.open_incident_step"
    incident_id: int
    step: StepName


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleIncidentStep(Verb):
    """A step was settled; `again` corrects what was written of it before, or takes it
    back (`way` undone)."""

    name: ClassVar[str] = "records.settle_incident_step"
    incident_id: int
    version: int
    step: StepName
    on: date
    way: WayName = "done"
    receipt: Annotated[str, Upto(RECEIPT_LENGTH)] = ""
    note: Annotated[str, Upto(WORDS_LENGTH, lines=True)] = ""
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftIncident(Verb):
    """文案: the text of a report with what is known, its blanks named."""

    name: ClassVar[str] = "records.draft_incident"
    incident_id: int
    draft: DraftName


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncidentClosing(Verb):
    """事故を閉じる, first step: asks for the reason."""

    name: ClassVar[str] = "records.open_incident_closing"
    incident_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseIncident(Verb):
    """事故を閉じる, second step; a deputy says whose instruction it is."""

    name: ClassVar[str] = "records.close_incident"
    incident_id: int
    version: int
    reason: Annotated[str, Upto(WORDS_LENGTH, lines=True)]
    instruction: Annotated[str, Upto(LINE_LENGTH)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenIncident(Verb):
    """もう一度開く: something more came to light."""

    name: ClassVar[str] = "records.reopen_incident"
    incident_id: int
    version: int
