"""The buttons of 再委託; names and fields live for ever."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from cards.records.verbs.handling_fields import Name, Text, Words
from cards.verbs import Verb

Decision = Literal["approved", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcontracts(Verb):
    """再委託の一覧: of one agreement, or (0) all that wait or run."""

    name: ClassVar[str] = "records.subcontracts"
    agreement_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSubcontract(Verb):
    """One application: the six items, what is missing, the decision."""

    name: ClassVar[str] = "records.show_subcontract"
    subcontract_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSubcontract(Verb):
    """The form of an application: a new one, or the one with `subcontract_id`."""

    name: ClassVar[str] = "records.open_subcontract"
    agreement_id: int
    subcontract_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveSubcontract(Verb):
    """記入内容を保存する: it may be incomplete."""

    name: ClassVar[str] = "records.save_subcontract"
    agreement_id: int
    subcontract_id: int = 0
    version: int = 0
    contract: Words = ""
    company: Name = ""
    address: Words = ""
    representative: Name = ""
    subsidiary: bool = False
    reason: Text = ""
    signed_on: date | None = None
    place: Words = ""
    since: date | None = None
    until: date | None = None
    content: Text = ""
    information: Text = ""
    draft_at: Words = ""
    allowed_by: Name = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplySubcontract(Verb):
    """申請を受け付ける: the complete paper came on a day."""

    name: ClassVar[str] = "records.apply_subcontract"
    subcontract_id: int
    version: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideSubcontract(Verb):
    """承認する・承認しない, with the reason."""

    name: ClassVar[str] = "records.decide_subcontract"
    subcontract_id: int
    version: int
    decision: Decision
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWithdrawal(Verb):
    """取下げ: asks for the reason."""

    name: ClassVar[str] = "records.open_withdrawal"
    subcontract_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSubcontract(Verb):
    """The partner takes its application back."""

    name: ClassVar[str] = "records.withdraw_subcontract"
    subcontract_id: int
    version: int
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSubcontract(Verb):
    """再委託先との覚書の締結日を記録する."""

    name: ClassVar[str] = "records.sign_subcontract"
    subcontract_id: int
    version: int
    on: date
