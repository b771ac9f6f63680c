"""What the reader finds in an agreement: facts, each with the sentence that states it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """Where a fact stands: 第4条 第1項 and the sentence itself; no article: preamble, signature."""

    article: str | None
    paragraph: int | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side: its letter or role word (甲, 発注者, None where dozens have none) and its name."""

    role: str | None
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One undertaking (取組) that the annex lists; `state` as written: 新規, 継続, 実績, 終了."""

    field: str | None
    title: str
    departments: tuple[str, ...]
    state: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long it is in force; `months` only where the text counts (「3年間」)."""

    start: date | None
    end: date | None
    months: int | None
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """So many `months` or `days` before the end; `form` is `written`, `any` or None."""

    value: int
    unit: str
    form: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What happens at the end: `automatic` (silence renews), `mutual` (both act) or `none`."""

    kind: str
    extension_months: int | None = None
    repeats: bool | None = None
    notice: Notice | None = None
    notice_by: date | None = None
    cite: Cite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """Articles that bind after the end, for `months` or (None) without a stated end."""

    articles: tuple[str, ...]
    months: int | None
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A promised exchange; `soft` where the text aims (目処, 原則) rather than promises."""

    every_months: int | None
    soft: bool
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class OralDisclosure:
    """Spoken information counts as secret only if written down within `days`."""

    days: int | None
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One promise; `obligor` is 甲, 乙 or both; `items` is what the text enumerates for it."""

    kind: str
    obligor: str
    items: tuple[str, ...]
    witness: bool
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning:
    """Something that a person must look at, by code."""

    code: str
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One agreement of a file."""

    title: str | None
    draft: bool
    kind: str
    parties: tuple[Party, ...]
    signed_on: date | None
    parent: str | None
    programmes: tuple[Programme, ...]
    term: Term | None
    renewal: Renewal
    survival: tuple[Survival, ...]
    meetings: tuple[Meeting, ...]
    oral_disclosure: OralDisclosure | None
    duties: tuple[Duty, ...]
    warnings: tuple[Warning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one file says; no documents: the file holds no agreement."""

    file: str
    documents: tuple[Document, ...]
