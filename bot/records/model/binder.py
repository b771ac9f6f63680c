"""The audit binder: what each article asks for, what proves it, what is missing, who owes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Form(StrEnum):
    """The two texts whose order of articles the binder follows."""

    MEMORANDUM = "memorandum"  # 個人情報の取扱委託に関する覚書
    TERMS = "terms"  # 機密保持及び個人情報保護に関する特記事項


class Owes(StrEnum):
    """Who must do something: the city's side, the other one, or both."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


class Standing(StrEnum):
    PROVED = "proved"
    MISSING = "missing"
    NO_CASE = "no_case"  # what is asked for hasn't come up yet
    NOT_IN_TEXT = "not_in_text"  # the text was read and says nothing of it
    NO_RECORD = "no_record"  # nothing has to be recorded under it


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One thing that proves something: `what` names its words (`records.binder.proof.<what>`),
    `facts` fill them in; `on` is its day, `where` the matter or document where it is recorded."""

    what: str
    facts: Mapping[str, object] = field(default_factory=dict)
    on: date | None = None
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that is missing (`records.binder.lack.<what>`), and who owes it."""

    what: str
    owes: Owes
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What an article asks for: its number in either text (0: not in it), who owes it, the kinds of
    duty that a reading makes of it, and the checks that look for proof."""

    key: str
    memorandum: int = 0
    terms: int = 0
    owes: Owes = Owes.THEIRS
    kinds: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    def number(self, form: Form) -> int:
        """The article's number in that text, 0 where it hasn't it."""
        return self.memorandum if form is Form.MEMORANDUM else self.terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One requirement of one agreement; `articles` as the agreement itself numbers them, () where
    it has none or wasn't read (`was_read`); `number` as the usual text does. `notes` say how things
    stand and prove nothing."""

    requirement: Requirement
    number: int
    articles: tuple[str, ...]
    proofs: tuple[Proof, ...]
    lacks: tuple[Lack, ...]
    standing: Standing
    notes: tuple[Proof, ...] = ()
    was_read: bool = False


def missing(findings: Iterable[Finding]) -> int:
    """How many things are missing; what two articles ask for counts once."""
    every = (lack for one in findings for lack in one.lacks)
    return len({(lack.what, lack.owes, str(lack.facts)) for lack in every})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What the binder says of one agreement; `subject` "city": of the city as a whole.

    `ours`, `theirs`: 甲 or 乙, whichever each side is there, with its name; `post` who sees to it.
    """

    subject: str
    number: str
    title: str
    form: Form
    was_read: bool
    ours: str
    theirs: str
    post: str
    start: date | None
    end: date | None
    findings: tuple[Finding, ...]

    def count(self, standing: Standing) -> int:
        """How many requirements stand like this."""
        return sum(one.standing is standing for one in self.findings)

    @property
    def lacks(self) -> int:
        """How many things are missing; what two articles ask for counts once."""
        return missing(self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binder:
    """All chapters; `city` is that of the city's own records, `left_out` how many agreements have
    nothing to do with personal information."""

    made_on: date
    chapters: tuple[Chapter, ...]
    city: tuple[Finding, ...]
    left_out: int

    @property
    def own_lacks(self) -> int:
        """How many things are missing in the city's own records."""
        return missing(self.city)

    @property
    def lacks(self) -> int:
        """How many things are missing in all, as the contents list them."""
        return self.own_lacks + sum(one.lacks for one in self.chapters)
