"""Buttons of 廃棄 and 保留: propose, release, witness, send back; hold and lift."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from cards.verbs import Upto, Verb

WORDS_LENGTH = 500
LINE_LENGTH = 200
MAIL_LENGTH = 320
GroundName = Literal["audit", "lawsuit", "disclosure", "accident", "extension"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping(Verb):
    """廃棄: what is over by kind, which disposals wait, what is held."""

    name: ClassVar[str] = "records.keeping"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDisposalProposal(Verb):
    """廃棄を提案する: asks for the kind, the witness, medium and method."""

    name: ClassVar[str] = "records.open_disposal_proposal"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDisposal(Verb):
    """提案する: the officer is asked; `person` is an address where one person's data is to go."""

    name: ClassVar[str] = "records.propose_disposal"
    kind: Annotated[str, Upto(40)]
    witness: Annotated[str, Upto(MAIL_LENGTH)]
    medium: Annotated[str, Upto(LINE_LENGTH)]
    method: Annotated[str, Upto(LINE_LENGTH)]
    person: Annotated[str, Upto(MAIL_LENGTH)] = ""
    why: Annotated[str, Upto(WORDS_LENGTH, lines=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDisposal(Verb):
    """One disposal as it stands."""

    name: ClassVar[str] = "records.show_disposal"
    disposal_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDisposalRelease(Verb):
    """廃棄を許可する, first step: what it means that it can't be undone."""

    name: ClassVar[str] = "records.open_disposal_release"
    disposal_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDisposal(Verb):
    """廃棄を許可する, by the officer."""

    name: ClassVar[str] = "records.release_disposal"
    disposal_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDisposalBack(Verb):
    """差し戻す, by the officer with a reason."""

    name: ClassVar[str] = "records.send_disposal_back"
    disposal_id: int
    version: int
    reason: Annotated[str, Upto(WORDS_LENGTH, lines=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDisposal(Verb):
    """提案を取り下げる, by who proposed."""

    name: ClassVar[str] = "records.withdraw_disposal"
    disposal_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginDisposal(Verb):
    """立ち会って廃棄を始める, by the witness."""

    name: ClassVar[str] = "records.begin_disposal"
    disposal_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds(Verb):
    """保留: what may not be disposed of, and why."""

    name: ClassVar[str] = "records.holds"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHold(Verb):
    """保留する: asks what, why, until when."""

    name: ClassVar[str] = "records.open_hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHold(Verb):
    """保留する. `matter`: a subject, a person's address, or a kind of records."""

    name: ClassVar[str] = "records.set_hold"
    ground: GroundName
    matter: Annotated[str, Upto(MAIL_LENGTH)]
    why: Annotated[str, Upto(WORDS_LENGTH, lines=True)]
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLifting(Verb):
    """保留を解く, first step: asks for the reason."""

    name: ClassVar[str] = "records.open_lifting"
    hold_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold(Verb):
    """保留を解く, with a reason."""

    name: ClassVar[str] = "records.lift_hold"
    hold_id: int
    reason: Annotated[str, Upto(WORDS_LENGTH, lines=True)]
