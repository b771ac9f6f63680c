"""The buttons of the registers and of the 取扱台帳; names and fields live for ever."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from cards.records.verbs.handling_fields import Name, Subject, Words
from cards.verbs import Verb

RegisterKind = Literal["responsible", "worker", "workplace", "device"]
LineAct = Literal["hand_over", "use", "copy", "store", "take_out", "give_back", "dispose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers(Verb):
    """取扱台帳の一覧: every agreement under which anything is listed, and the city itself."""

    name: ClassVar[str] = "records.registers"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRegister(Verb):
    """The registers of one subject: how many rows, and what is missing."""

    name: ClassVar[str] = "records.show_register"
    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRows(Verb):
    """The rows of one register; `past`: those that ended too."""

    name: ClassVar[str] = "records.show_rows"
    subject: Subject
    kind: RegisterKind
    past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow(Verb):
    """The form of a row: a new one, or the one with `row_id`."""

    name: ClassVar[str] = "records.open_row"
    subject: Subject
    kind: RegisterKind
    row_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveResponsible(Verb):
    """責任者を登録・訂正する."""

    name: ClassVar[str] = "records.save_responsible"
    subject: Subject
    row_id: int = 0
    version: int = 0
    person: Name
    title: Name = ""
    since: date
    until: date | None = None
    reported_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveWorker(Verb):
    """業務従事者を登録・訂正する."""

    name: ClassVar[str] = "records.save_worker"
    subject: Subject
    row_id: int = 0
    version: int = 0
    person: Name
    duty: Words = ""
    agency: Name = ""
    since: date
    until: date | None = None
    reported_on: date | None = None
    pledged_on: date | None = None
    taught_on: date | None = None
    course: Words = ""
    left_pledge_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveWorkplace(Verb):
    """作業場所を登録・訂正する."""

    name: ClassVar[str] = "records.save_workplace"
    subject: Subject
    row_id: int = 0
    version: int = 0
    place: Name
    address: Words = ""
    storage: Words = ""
    since: date
    until: date | None = None
    reported_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDevice(Verb):
    """機器・媒体を登録・訂正する; `private` is refused."""

    name: ClassVar[str] = "records.save_device"
    subject: Subject
    row_id: int = 0
    version: int = 0
    number: Name
    what: Words
    place: Name = ""
    private: bool = False
    encrypted: bool = False
    outside: bool = False
    permitted_on: date | None = None
    permission: Words = ""
    since: date
    until: date | None = None
    reported_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRemoval(Verb):
    """誤りを取り消す: asks for the reason why a row is taken out."""

    name: ClassVar[str] = "records.open_removal"
    row_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveRow(Verb):
    """A row was entered by mistake."""

    name: ClassVar[str] = "records.remove_row"
    row_id: int
    version: int
    why: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLines(Verb):
    """取扱いの記録: the newest lines, or those before `before`."""

    name: ClassVar[str] = "records.show_lines"
    subject: Subject
    before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine(Verb):
    """取扱いを記録する: the form of a line."""

    name: ClassVar[str] = "records.open_line"
    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLine(Verb):
    """取扱いを記録する."""

    name: ClassVar[str] = "records.add_line"
    subject: Subject
    on: date
    act: LineAct
    item: Words
    medium: Name
    quantity: Name
    who: Name
    whither: Words = ""
    method: Words = ""
    permission: Words = ""
    note: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStrike(Verb):
    """記録を取り消す: asks for the reason; the line stays to be read."""

    name: ClassVar[str] = "records.open_strike"
    line_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeLine(Verb):
    """A line was wrong: another one says so."""

    name: ClassVar[str] = "records.strike_line"
    line_id: int
    why: Words
