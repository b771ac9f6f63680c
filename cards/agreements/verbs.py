"""Every button of the agreements slice; names and fields are an API that lives for ever."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from cards.verbs import Upto, Verb

Signature = Literal["handwritten", "seal", "electronic"]
CopyKind = Literal["mail_to_partner", "draft_document", "minutes_head", "duty_request"]
Discloser = Literal["ours", "theirs"]
Answer = Literal["agreed", "declined"]
RenewalChoice = Literal["automatic", "mutual", "none"]
NoticeUnit = Literal["months", "days"]

Name = Annotated[str, Upto(200)]
Place = Annotated[str, Upto(200)]
Reason = Annotated[str, Upto(1000, lines=True)]
Passage = Annotated[str, Upto(4000, lines=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRenewal(Verb):
    """内容を確認しました: silences this alert, not the matter."""

    name: ClassVar[str] = "agreements.confirm_renewal"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTalks(Verb):
    """更新の協議を始める."""

    name: ClassVar[str] = "agreements.start_talks"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRegistration(Verb):
    """決裁・締結を登録: asks for the form."""

    name: ClassVar[str] = "agreements.open_registration"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDraft(Verb):
    """起案した: the number of the draft."""

    name: ClassVar[str] = "agreements.record_draft"
    agreement_id: int
    version: int
    number: Annotated[str, Upto(60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDecision(Verb):
    """決裁: day, class (市長決裁, 部長専決 …) and the post that decided."""

    name: ClassVar[str] = "agreements.record_decision"
    agreement_id: int
    version: int
    decided_on: date
    decided_class: Annotated[str, Upto(60)]
    decided_post: Annotated[str, Upto(100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSigning(Verb):
    """締結: only with it a new end date exists."""

    name: ClassVar[str] = "agreements.record_signing"
    agreement_id: int
    version: int
    signed_on: date
    signature: Signature
    new_end: date | None = None
    certificate_expires_on: date | None = None
    kept_at: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPublication(Verb):
    """公表."""

    name: ClassVar[str] = "agreements.record_publication"
    agreement_id: int
    version: int
    published_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEnd(Verb):
    """更新せず終了する, first step: asks for the reason."""

    name: ClassVar[str] = "agreements.ask_end"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndWithoutRenewal(Verb):
    """更新せず終了する, second step."""

    name: ClassVar[str] = "agreements.end_without_renewal"
    agreement_id: int
    version: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze(Verb):
    """7日後に再通知."""

    name: ClassVar[str] = "agreements.snooze"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReassign(Verb):
    """担当を変更: asks for the form."""

    name: ClassVar[str] = "agreements.open_reassign"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(Verb):
    """担当を変更: `post` is a post's id as the list gives it, or its name where typed."""

    name: ClassVar[str] = "agreements.reassign"
    agreement_id: int
    version: int
    post: Annotated[str, Upto(100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Continue(Verb):
    """このまま継続（申出をしない）: automatic renewal runs on."""

    name: ClassVar[str] = "agreements.continue"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskObject(Verb):
    """更新しない旨を申し出る, first step."""

    name: ClassVar[str] = "agreements.ask_object"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Object(Verb):
    """更新しない旨を申し出る, second step."""

    name: ClassVar[str] = "agreements.object"
    agreement_id: int
    version: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiateTerms(Verb):
    """条件を協議する."""

    name: ClassVar[str] = "agreements.negotiate_terms"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmExpiry(Verb):
    """満了を確認."""

    name: ClassVar[str] = "agreements.confirm_expiry"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsiderSuccessor(Verb):
    """後継の協定を検討."""

    name: ClassVar[str] = "agreements.consider_successor"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Verb):
    """取り消す: the press before, for five minutes."""

    name: ClassVar[str] = "agreements.undo"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(Verb):
    """詳しく見る: the whole matter."""

    name: ClassVar[str] = "agreements.show"
    agreement_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshMatter(Verb):
    """A client draws the card anew by itself; changes nothing."""

    name: ClassVar[str] = "agreements.refresh"
    agreement_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyText(Verb):
    """A text to copy; `duty_id` names the duty of a `duty_request`."""

    name: ClassVar[str] = "agreements.copy_text"
    agreement_id: int
    text: CopyKind
    duty_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSigningDay(Verb):
    """締結日を登録: asks for the form."""

    name: ClassVar[str] = "agreements.open_signing_day"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSigningDay(Verb):
    """締結日を登録: a draft, or an agreement whose day is blank, comes into force."""

    name: ClassVar[str] = "agreements.record_signing_day"
    agreement_id: int
    version: int
    signed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptReading(Verb):
    """The desk takes over what was read, as it stands."""

    name: ClassVar[str] = "agreements.accept_reading"
    reading_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCorrection(Verb):
    """読み取りを直す: asks for the form."""

    name: ClassVar[str] = "agreements.open_correction"
    reading_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReading(Verb):
    """The facts as the desk states them; they replace what was read. Empty: the text has none."""

    name: ClassVar[str] = "agreements.correct_reading"
    reading_id: int
    version: int
    title: Name
    partner: Name = ""
    signed_on: date | None = None
    start: date | None = None
    end: date | None = None
    renewal: RenewalChoice
    extension_months: int | None = None
    notice_value: int | None = None
    notice_unit: NoticeUnit | None = None
    oral_disclosure_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectReading(Verb):
    """登録しない: what was read is thrown away."""

    name: ClassVar[str] = "agreements.reject_reading"
    reading_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDuty(Verb):
    """提出を求めた: the partner was asked."""

    name: ClassVar[str] = "agreements.request_duty"
    duty_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDutyDone(Verb):
    """受領・実施を記録: asks for the form."""

    name: ClassVar[str] = "agreements.open_duty_done"
    duty_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDone(Verb):
    """Done or received, with its evidence."""

    name: ClassVar[str] = "agreements.duty_done"
    duty_id: int
    version: int
    on: date
    evidence: Annotated[str, Upto(500, lines=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWaiveDuty(Verb):
    """該当なしにする: asks for the reason."""

    name: ClassVar[str] = "agreements.open_waive_duty"
    duty_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveDuty(Verb):
    """該当なしにする."""

    name: ClassVar[str] = "agreements.waive_duty"
    duty_id: int
    version: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCadence(Verb):
    """The city's own period of a yearly thing without one in the text."""

    name: ClassVar[str] = "agreements.set_cadence"
    duty_id: int
    version: int
    months: int
    first_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOralDisclosure(Verb):
    """口頭開示を記録: asks for the form."""

    name: ClassVar[str] = "agreements.open_oral_disclosure"
    agreement_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOralDisclosure(Verb):
    """Something confidential was told, mailed or shown; `by` is who disclosed."""

    name: ClassVar[str] = "agreements.record_oral_disclosure"
    agreement_id: int
    disclosed_on: date
    by: Discloser
    told_confidential: bool = False
    what: Annotated[str, Upto(500, lines=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OralWritten(Verb):
    """The record of an oral disclosure was sent, or arrived, on a day."""

    name: ClassVar[str] = "agreements.oral_written"
    disclosure_id: int
    version: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPublicity(Verb):
    """公表の事前協議: asks for the form."""

    name: ClassVar[str] = "agreements.open_publicity"
    agreement_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPublicity(Verb):
    """What the city wants to publish, asked of the partner before."""

    name: ClassVar[str] = "agreements.request_publicity"
    agreement_id: int
    medium: Annotated[str, Upto(200)]
    on: date
    text: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityAnswer(Verb):
    """The partner's answer; only `agreed` makes it 公表可."""

    name: ClassVar[str] = "agreements.publicity_answer"
    publicity_id: int
    version: int
    answer: Answer
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmContacts(Verb):
    """連絡先確認: they are as the register has them."""

    name: ClassVar[str] = "agreements.confirm_contacts"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenContacts(Verb):
    """連絡先を直す: asks for the form."""

    name: ClassVar[str] = "agreements.open_contacts"
    agreement_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectContacts(Verb):
    """The partner's contacts as they are now."""

    name: ClassVar[str] = "agreements.correct_contacts"
    agreement_id: int
    version: int
    contacts: Annotated[str, Upto(1000, lines=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle(Verb):
    """監査用にまとめる: evidence, gaps, who owes."""

    name: ClassVar[str] = "agreements.bundle"
    agreement_id: int
