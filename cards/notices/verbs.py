"""Every button of the notices slice; names and fields are an API that lives for ever."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from cards.verbs import Upto, Verb

By = Literal["all", "department", "post", "grade", "municipality", "role", "group", "list"]
ChangedBy = Literal[
    "keep", "all", "department", "post", "grade", "municipality", "role", "group", "list"
]
Act = Literal["discard", "cancel", "withdraw"]

TITLE_LENGTH = 100
BODY_LENGTH = 2000
CONTACT_LENGTH = 200
LINK_LENGTH = 300
WHO_LENGTH = 500
REMARK_LENGTH = 500

Title = Annotated[str, Upto(TITLE_LENGTH)]
Body = Annotated[str, Upto(BODY_LENGTH, lines=True)]
Contact = Annotated[str, Upto(CONTACT_LENGTH)]
Link = Annotated[str, Upto(LINK_LENGTH)]
Who = Annotated[str, Upto(WHO_LENGTH)]
Remark = Annotated[str, Upto(REMARK_LENGTH, lines=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(Verb):
    """The notice as its reader sees it now; a client asks by itself, it changes nothing."""

    name: ClassVar[str] = "notices.show"
    notice_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Verb):
    """確認しました: the reader has read this edition of the text."""

    name: ClassVar[str] = "notices.confirm"
    notice_id: int
    edition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine(Verb):
    """お知らせ: one's own drafts, what runs, what waits for one's approval."""

    name: ClassVar[str] = "notices.mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Verb):
    """開く: the desk's card of a notice, whatever stage it is in; it changes nothing."""

    name: ClassVar[str] = "notices.open"
    notice_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNew(Verb):
    """お知らせを作る: asks for the form."""

    name: ClassVar[str] = "notices.open_new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Create(Verb):
    """下書きを保存: what was typed becomes a draft. `who` names whom `by` means, with 、."""

    name: ClassVar[str] = "notices.create"
    title: Title
    body: Body
    english_title: Title = ""
    english_body: Body = ""
    by: By
    who: Who = ""
    confirm: bool = False
    deadline: date | None = None
    urgent: bool = False
    contact: Contact
    link: Link = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChange(Verb):
    """直す: asks for the form of a draft."""

    name: ClassVar[str] = "notices.open_change"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Verb):
    """The draft as it shall be; fields as in `Create`; `keep` leaves its recipients."""

    name: ClassVar[str] = "notices.change"
    notice_id: int
    version: int
    title: Title
    body: Body
    english_title: Title = ""
    english_body: Body = ""
    by: ChangedBy
    who: Who = ""
    confirm: bool = False
    deadline: date | None = None
    urgent: bool = False
    contact: Contact
    link: Link = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearse(Verb):
    """予行: how long it would take and who can't be reached; sends nothing."""

    name: ClassVar[str] = "notices.rehearse"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Verb):
    """承認を求める."""

    name: ClassVar[str] = "notices.ask"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(Verb):
    """送る: only below the size that needs approval."""

    name: ClassVar[str] = "notices.start"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Verb):
    """承認して送る: by somebody other than the author."""

    name: ClassVar[str] = "notices.approve"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSendBack(Verb):
    """差し戻す: asks for the remark."""

    name: ClassVar[str] = "notices.open_send_back"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Verb):
    """差し戻す: the draft goes back to its author with a remark."""

    name: ClassVar[str] = "notices.send_back"
    notice_id: int
    version: int
    remark: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Verb):
    """一時停止."""

    name: ClassVar[str] = "notices.pause"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Verb):
    """再開."""

    name: ClassVar[str] = "notices.resume"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consider(Verb):
    """破棄, 中止, 取り下げ, first step: says what it does and asks."""

    name: ClassVar[str] = "notices.consider"
    notice_id: int
    version: int
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Discard(Verb):
    """破棄, second step: the draft goes."""

    name: ClassVar[str] = "notices.discard"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Verb):
    """中止, second step: the rest is never sent, what was sent stays."""

    name: ClassVar[str] = "notices.cancel"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Verb):
    """取り下げ, second step: every posted card is deleted, the rest is never sent."""

    name: ClassVar[str] = "notices.withdraw"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCorrect(Verb):
    """訂正: asks for the form."""

    name: ClassVar[str] = "notices.open_correct"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Verb):
    """訂正: the text as it should have been, for every posted card; to many once it is approved."""

    name: ClassVar[str] = "notices.correct"
    notice_id: int
    version: int
    title: Title
    body: Body
    english_title: Title = ""
    english_body: Body = ""
    deadline: date | None = None
    contact: Contact
    link: Link = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProposal(Verb):
    """訂正案を見る: the correction that waits for an approver; it changes nothing."""

    name: ClassVar[str] = "notices.open_proposal"
    notice_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Verb):
    """承認して訂正する: every posted card is replaced. `version` is the proposal's, also below."""

    name: ClassVar[str] = "notices.accept"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDecline(Verb):
    """訂正案を差し戻す: asks for the remark."""

    name: ClassVar[str] = "notices.open_decline"
    notice_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline(Verb):
    """訂正案を差し戻す: the notice stays as it is."""

    name: ClassVar[str] = "notices.decline"
    notice_id: int
    version: int
    remark: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached(Verb):
    """未達の一覧: whom it didn't reach, and why."""

    name: ClassVar[str] = "notices.unreached"
    notice_id: int
