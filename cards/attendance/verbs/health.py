"""出席停止: what school and family press on those cards."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from cards.verbs import Upto, Verb

WHY_LENGTH = 300
WHO_LENGTH = 60

Why = Annotated[str, Upto(WHY_LENGTH)]
Disease = Literal[
    "influenza",
    "covid_19",
    "measles",
    "pharyngoconjunctival",
    "mumps",
    "rubella",
    "chickenpox",
    "pertussis",
    "tuberculosis",
    "meningococcal",
    "third_class",
    "first_class",
    "household",
    "area",
    "travel",
]


# --- 出席停止: the school's side ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspensions(Verb):
    """出席停止の一覧 of a school, 0 for the reader's only one; it changes nothing."""

    name: ClassVar[str] = "attendance.suspensions"
    school_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSuspension(Verb):
    """出席停止を準備する: asks for class and number or name where the child isn't known yet."""

    name: ClassVar[str] = "attendance.open_suspension"
    school_id: int = 0
    pupil_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FindForSuspension(Verb):
    """次へ: whose 出席停止 it is, by class and number (3-2 12) or by name."""

    name: ClassVar[str] = "attendance.find_for_suspension"
    school_id: int
    who: Annotated[str, Upto(WHO_LENGTH)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareSuspension(Verb):
    """校長に上げる: nurse or homeroom prepares, the principal orders (学校保健安全法19条)."""

    name: ClassVar[str] = "attendance.prepare_suspension"
    school_id: int
    pupil_id: int
    disease: Disease
    since: date
    onset: date | None = None
    ended_on: date | None = None
    sampled_on: date | None = None
    treated_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSuspension(Verb):
    """One 出席停止 as it stands, with 「登校のめやす」 and its reasoning; it changes nothing."""

    name: ClassVar[str] = "attendance.show_suspension"
    suspension_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSuspension(Verb):
    """出席停止を指示する: the principal alone (法19条)."""

    name: ClassVar[str] = "attendance.order_suspension"
    suspension_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineSuspension(Verb):
    """指示しない: the principal decides otherwise."""

    name: ClassVar[str] = "attendance.decline_suspension"
    suspension_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSuspension(Verb):
    """内容を確かめました: the school nurse."""

    name: ClassVar[str] = "attendance.check_suspension"
    suspension_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSuspensionDays(Verb):
    """日付を直す: asks for the days."""

    name: ClassVar[str] = "attendance.open_suspension_days"
    suspension_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSuspensionDays(Verb):
    """保存する: what is known of its course; a second fever clears `ended_on`."""

    name: ClassVar[str] = "attendance.set_suspension_days"
    suspension_id: int
    version: int
    onset: date | None = None
    ended_on: date | None = None
    sampled_on: date | None = None
    treated_on: date | None = None
    cleared_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReturn(Verb):
    """登校する日を決める: asks for the day; the reckoned one stands in it."""

    name: ClassVar[str] = "attendance.open_return"
    suspension_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideReturn(Verb):
    """決める: the school decides the day on which the child comes again."""

    name: ClassVar[str] = "attendance.decide_return"
    suspension_id: int
    version: int
    returns_on: date
    why: Why = ""


# --- 出席停止: the family's side ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOrder(Verb):
    """内容を見る: the order in words, as the answer of the press alone."""

    name: ClassVar[str] = "attendance.show_order"
    suspension_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellEnded(Verb):
    """この日から熱がありません: the day on which fever or symptoms ended."""

    name: ClassVar[str] = "attendance.tell_ended"
    suspension_id: int
    ended_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StillIll(Verb):
    """まだ続いています; after an end was told, a second fever."""

    name: ClassVar[str] = "attendance.still_ill"
    suspension_id: int
