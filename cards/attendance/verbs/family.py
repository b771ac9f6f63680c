"""What families press. No button carries anything that it is trusted for but ids and what is typed.

A child's id that comes back is checked against who presses: a card is a copy outside our hands.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from cards.verbs import Upto, Verb

KindWord = Literal["absent", "late", "early", "talk"]
ReasonWord = Literal["ill", "infection", "family", "mourning", "reluctant", "direct"]

TEXT_LENGTH = 500
PICKUP_LENGTH = 60
WORD_LENGTH = 60
SENT_LENGTH = 20000  # what is too long comes back with words, and is not called unreadable

Time = Annotated[str, Upto(5)]  # HH:MM, as Input.Time sends it
Written = Annotated[str, Upto(SENT_LENGTH, lines=True)]
Line = Annotated[str, Upto(SENT_LENGTH)]
Phrases = Annotated[str, Upto(200)]  # ids with commas, as a list to choose several of sends them
Degrees = Annotated[str, Upto(200)]
Code = Annotated[str, Upto(10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family(Verb):
    """出欠: the family's form, with what was typed into it today; it changes nothing."""

    name: ClassVar[str] = "attendance.family"
    pupil_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyNext(Verb):
    """次へ: child, days, kind and reason are kept, and what this kind needs is asked."""

    name: ClassVar[str] = "attendance.family_next"
    pupil_id: int
    since: date
    until: date | None = None
    kind: KindWord
    reason: ReasonWord | None = None
    interpreter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilySend(Verb):
    """送る: the draft becomes a report, once."""

    name: ClassVar[str] = "attendance.family_send"
    draft_id: int
    arrives: Time = ""
    leaves: Time = ""
    pickup: Line = ""
    temperature: Degrees = ""
    phrases: Phrases = ""
    text: Written = ""
    meals_stop: bool = False
    word: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyBack(Verb):
    """戻る: from the second step to the first; what was chosen there is kept."""

    name: ClassVar[str] = "attendance.family_back"
    draft_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilySame(Verb):
    """昨日と同じ: the account's own last absence, for the next school day."""

    name: ClassVar[str] = "attendance.family_same"
    pupil_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilySibling(Verb):
    """きょうだいも: what this account has sent for one child, asked for another."""

    name: ClassVar[str] = "attendance.family_sibling"
    report_id: int
    pupil_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyComes(Verb):
    """明日は登校します: asks which day, and for the word where it was sent with it."""

    name: ClassVar[str] = "attendance.family_comes"
    pupil_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyTakeBack(Verb):
    """取り消す, from a day on: what this account has reported no longer holds then."""

    name: ClassVar[str] = "attendance.family_take_back"
    report_id: int
    version: int
    day: date
    word: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyReports(Verb):
    """送った連絡: what this account has sent itself, by day and state; it changes nothing."""

    name: ClassVar[str] = "attendance.family_reports"
    pupil_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyShow(Verb):
    """One report as it stands; a guardian's own account also reads what it wrote."""

    name: ClassVar[str] = "attendance.family_show"
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyHelp(Verb):
    """使い方: the family's page of instructions, and when to telephone; it changes nothing."""

    name: ClassVar[str] = "attendance.family_help"
    pupil_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLanguage(Verb):
    """ことば: the ten languages to choose from."""

    name: ClassVar[str] = "attendance.open_language"
    pupil_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseLanguage(Verb):
    """From now on in this language."""

    name: ClassVar[str] = "attendance.choose_language"
    code: Code
    pupil_id: int = 0
