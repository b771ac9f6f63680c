"""Agreements (協定・覚書・契約・特記事項) as a city keeps them in its register."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    AGREEMENT = "agreement"
    MEMORANDUM = "memorandum"
    CONTRACT = "contract"
    SPECIAL_TERMS = "special_terms"


class RenewalKind(StrEnum):
    """How an agreement goes on after its end."""

    AUTOMATIC = "automatic"  # silence renews
    MUTUAL = "mutual"  # both must act
    NONE = "none"


class State(StrEnum):
    """How far the city's decision on the current term has come (起案→決裁→締結)."""

    BEFORE_TALKS = "before_talks"  # 協議前
    IN_TALKS = "in_talks"  # 協議中
    DRAFTED = "drafted"  # 起案
    DECIDED = "decided"  # 決裁
    SIGNED = "signed"  # 締結: the new term is in the register
    PUBLISHED = "published"  # 公表
    CONTINUED = "continued"  # 申出をしない (automatic renewal runs on)
    OBJECTED = "objected"  # 更新しない旨を申し出た
    NOT_RENEWED = "not_renewed"  # 不更新
    EXPIRED = "expired"  # 満了を確認


class SignatureKind(StrEnum):
    HANDWRITTEN = "handwritten"
    SEAL = "seal"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyName:
    """A party's name over a span of days: 商号変更, mayor, merger; old names stay found."""

    name: str
    since: date | None = None
    until: date | None = None
    representative: str = ""
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """甲, 乙, 丙 … or one of dozens without a letter (`role` empty)."""

    role: str
    names: tuple[PartyName, ...]
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The contractual notice: so many months or days before the end."""

    value: int
    unit: str  # months | days
    form: str | None = None  # written | any | None where the text is silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    kind: RenewalKind
    extension_months: int | None = None
    repeats: bool | None = None
    notice: Notice | None = None
    article: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One undertaking (取組) of an agreement."""

    field: str
    title: str
    departments: tuple[str, ...] = ()
    state: str = "新規"  # 新規 | 継続 | 実績 | 終了
    memorandum: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The sentence of the text behind a fact (`fact` such as `term`, `renewal`, `duty:audit`)."""

    fact: str
    article: str
    paragraph: int | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """Articles that outlive the end by `months`, or without end (None)."""

    articles: tuple[str, ...]
    months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """締結: what the city did, as it stands on the signed paper."""

    signed_on: date
    signature: SignatureKind
    new_end: date | None = None
    certificate_expires_on: date | None = None
    kept_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """決裁: day, class of who decides (市長決裁, 部長専決 …) and the post that decided."""

    decided_on: date
    decided_class: str
    decided_post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """内容を確認しました: silences the alert `alert_on`, not the matter."""

    by: int
    at: datetime
    alert_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One matter of the register. Days are the city's own civil days.

    `draft` agreements raise no alert. `signed_on` None with `in_force` True: the text names no
    signing day and the register counts it as in force. `lead_days` is the city's own time before
    the end. `post` owns it; `deputies` are further posts asked first. `contacts` is the partner's
    contact data and stays encrypted in the store. `version` counts every change.

    `extended` counts silent renewals since the last signing; `settled_end` is the end for which
    nobody objects (このまま継続). `alerted` is the smallest offset told in this round, on
    `alerted_on`; a correction that moves the decision day later opens another `round`. `seen_on`
    is the last day whose other reminders (certificate, after-life, contacts) went out.
    """

    id: int
    number: str = ""  # 番号, as the city counts its agreements
    title: str
    kind: Kind = Kind.AGREEMENT
    parent: int | None = None
    parties: tuple[Party, ...] = ()
    draft: bool = False
    in_force: bool = True
    signed_on: date | None = None
    signature: SignatureKind | None = None
    certificate_expires_on: date | None = None
    kept_at: str = ""
    start: date | None = None
    end: date | None = None
    renewal: Renewal = Renewal(kind=RenewalKind.NONE)
    lead_days: int = 90
    needs_budget: bool = False  # decide by 1 October of the year before
    has_cost: bool = False
    debt_authorised: bool = False  # 債務負担行為 or 長期継続契約
    department: str = ""
    post: int
    deputies: tuple[int, ...] = ()
    contacts: str = ""
    contacts_confirmed_on: date | None = None
    programmes: tuple[Programme, ...] = ()
    citations: tuple[Citation, ...] = ()
    survival: tuple[Survival, ...] = ()
    oral_disclosure_days: int | None = None
    offsets: tuple[int, ...] = (90, 60, 30, 14, 7, 1)
    state: State = State.BEFORE_TALKS
    draft_number: str = ""
    decision: Decision | None = None
    confirmation: Confirmation | None = None
    snoozed_until: date | None = None
    registered_on: date | None = None
    extended: int = 0
    settled_end: date | None = None
    alerted: int | None = None
    alerted_on: date | None = None
    round: int = 1
    seen_on: date | None = None
    version: int = 1

    @property
    def posts(self) -> tuple[int, ...]:
        """The posts that own the matter: the owner first, then its deputies."""
        return (self.post, *self.deputies)

    @property
    def subject(self) -> str:
        """The name of this matter in ledger, duties and plans."""
        return f"agreement:{self.id}"

    @property
    def awaits_signing_date(self) -> bool:
        """A draft, or a text whose signing date stands blank: it binds nobody yet."""
        return self.draft or not self.in_force

    @property
    def renewal_unclear(self) -> bool:
        """Silence renews it, but the text doesn't say for how long, or whether once more."""
        if self.renewal.kind is not RenewalKind.AUTOMATIC:
            return False
        again = self.extended > 0 and self.renewal.repeats is None
        return again or self.renewal.extension_months is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """An oral disclosure (speech, e-mail, screen) that was called confidential at the time.

    `ours`: the city disclosed and writes the record; else the partner's paper is awaited.
    `due_on`: the day by which the paper must be there, None where the text names no days.
    """

    id: int
    agreement: int
    post: int
    disclosed_on: date
    ours: bool
    topic: str
    told_confidential: bool = False
    due_on: date | None = None
    written_on: date | None = None
    version: int = 1

    @property
    def subject(self) -> str:
        return f"disclosure:{self.id}"


class Answer(StrEnum):
    """The partner's answer to a request of publicity."""

    PENDING = "pending"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity:
    """A short request of publicity (公表の事前協議): nothing is 公表可 without the answer."""

    id: int
    agreement: int
    post: int
    medium: str
    planned_on: date
    text: str
    requested_on: date
    answer: Answer = Answer.PENDING
    answered_on: date | None = None
    version: int = 1

    @property
    def subject(self) -> str:
        return f"publicity:{self.id}"

    @property
    def may_publish(self) -> bool:
        return self.answer is Answer.AGREED


class ReadingState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the clause reader found in one document, until the desk accepts or corrects it.

    `document` is the reader's answer as `clauses.md` has it; `proposal` is the agreement that
    would be registered (id 0).
    """

    id: int
    file: str
    document: dict[str, Any]
    proposal: Agreement
    read_at: datetime
    state: ReadingState = ReadingState.WAITING
    agreement: int | None = None
    version: int = 1

    @property
    def subject(self) -> str:
        return f"reading:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One press or command in the life of an agreement; `before` is what undo brings back."""

    id: int
    agreement: int
    at: datetime
    person: int | None
    post: int | None
    deputy_for: int | None
    act: str
    version: int  # of the agreement after this change
    undoable: bool
    before: Agreement | None
    evidence: str = ""
