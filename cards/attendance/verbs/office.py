"""What whoever answers the telephone presses: a report entered in ten seconds, a list to ring."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from cards.verbs import Upto, Verb

CHILD_LENGTH = 60
TEXT_LENGTH = 500
TOKEN_LENGTH = 40

Kind = Literal["absent", "late", "early", "talk"]
Reason = Literal["", "ill", "infection", "family", "mourning", "reluctant", "direct"]
Relation = Literal["mother", "father", "grandparent", "relative", "child", "other"]
Time = Annotated[str, Upto(5)]  # HH:MM, as Input.Time sends it


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEntry(Verb):
    """電話の連絡を入力: asks for the form; `school_id` 0 is the reader's only school."""

    name: ClassVar[str] = "attendance.open_entry"
    school_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter(Verb):
    """送信: a telephone report. `child` is a number or a name; `pupil_id` once it is certain. Who
    knows the name alone leaves the class open.

    `token` is the form's own: the same form sent twice is one report.
    """

    name: ClassVar[str] = "attendance.enter"
    school_id: int
    token: Annotated[str, Upto(TOKEN_LENGTH)]
    class_id: int = 0
    kind: Kind
    relation: Relation
    child: Annotated[str, Upto(CHILD_LENGTH)] = ""
    pupil_id: int = 0
    reason: Reason = ""
    since: date | None = None
    until: date | None = None
    at: Time = ""
    text: Annotated[str, Upto(TEXT_LENGTH, lines=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoEntry(Verb):
    """取り消す: what the presser has just entered, for five minutes."""

    name: ClassVar[str] = "attendance.undo_entry"
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTelephone(Verb):
    """電話で伝える一覧: which classes' staff no card has reached; no child is named."""

    name: ClassVar[str] = "attendance.show_telephone"
    school_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldByTelephone(Verb):
    """電話で伝えました: one line of that list is done."""

    name: ClassVar[str] = "attendance.told_by_telephone"
    line_id: int
    matters: int = 0
