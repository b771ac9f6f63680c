"""The words of the audit binder: what proves an article, what is missing, who owes it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from cards.lang import Lang

_FIELDS_OF_TEXT = ("register", "ledger")


class Proof(Protocol):
    """One thing that proves something; see `records.binder.proof`."""

    @property
    def what(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, object]: ...
    @property
    def on(self) -> date | None: ...
    @property
    def where(self) -> str: ...


class Lack(Protocol):
    """One thing that is missing; see `records.binder.lack`. `owes`: ours, theirs, both."""

    @property
    def what(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, object]: ...
    @property
    def owes(self) -> str: ...


class Requirement(Protocol):
    """What an article asks for; see `records.binder.asks`."""

    @property
    def key(self) -> str: ...
    @property
    def owes(self) -> str: ...


class Finding(Protocol):
    """One requirement and how it stands; `number` 0: not an article of the usual text. `notes` say
    how things stand and prove nothing."""

    @property
    def requirement(self) -> Requirement: ...
    @property
    def number(self) -> int: ...
    @property
    def articles(self) -> Sequence[str]: ...
    @property
    def proofs(self) -> Sequence[Proof]: ...
    @property
    def lacks(self) -> Sequence[Lack]: ...
    @property
    def standing(self) -> str: ...
    @property
    def notes(self) -> Sequence[Proof]: ...
    @property
    def was_read(self) -> bool: ...


class Chapter(Protocol):
    """What the binder says of one agreement."""

    @property
    def subject(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def form(self) -> str: ...
    @property
    def was_read(self) -> bool: ...
    @property
    def ours(self) -> str: ...
    @property
    def theirs(self) -> str: ...
    @property
    def post(self) -> str: ...
    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...
    @property
    def findings(self) -> Sequence[Finding]: ...
    @property
    def lacks(self) -> int: ...


def proved(lang: Lang, proof: Proof) -> str:
    """What it is."""
    return lang.t(f"records.binder.proof.{proof.what}", **_facts(lang, proof.facts))


def proof_line(lang: Lang, proof: Proof) -> str:
    """What it is, with its day and where it is recorded."""
    day = lang.t("records.binder.day", day=proof.on) if proof.on else ""
    where = lang.t("records.binder.source", where=place(lang, proof)) if proof.where else ""
    return f"{proved(lang, proof)}{day}{where}"


def place(lang: Lang, proof: Proof) -> str:
    """Where it is recorded: a ledger, a matter by its number, or a document by its name."""
    return _place(lang, proof.where)


def _place(lang: Lang, where: str) -> str:
    kind, _, number = where.partition(":")
    key = f"records.binder.where.{kind}"
    if (number.isdecimal() or kind in _FIELDS_OF_TEXT) and lang.knows(key):
        return lang.t(key, number=number)
    return where


def lacking(lang: Lang, lack: Lack) -> str:
    """What is missing."""
    return lang.t(f"records.binder.lack.{lack.what}", **_facts(lang, lack.facts))


def _facts(lang: Lang, facts: Mapping[str, object]) -> dict[str, object]:
    """A kind of duty is told in words, and so is a matter that proves it."""
    told: dict[str, object] = dict(facts)
    kind = facts.get("kind")
    key = f"agreements.duty.kind.{kind}"
    if kind and lang.knows(key):
        told["kind"] = lang.t(key)
    if "said" in facts:
        told["said"] = _place(lang, str(facts["said"]))
    return told


def owed_by(lang: Lang, chapter: Chapter | None, owes: str, key: str) -> str:
    """The side that owes it: 甲 or 乙 with its name, and for the city's side the post; of the
    city's own records (`chapter` None) who minds them, by the `key` of the requirement."""
    if chapter is None:
        return lang.t(f"records.binder.keeper.{key}")
    if owes == "theirs":
        return chapter.theirs
    ours = " ".join(filter(None, (chapter.ours, chapter.post)))
    return ours if owes == "ours" else lang.t("records.binder.both")


def lack_line(lang: Lang, chapter: Chapter | None, finding: Finding, lack: Lack) -> str:
    """What is missing and who owes it."""
    who = owed_by(lang, chapter, lack.owes, finding.requirement.key)
    return lang.t("records.binder.owed", what=lacking(lang, lack), who=who)


def numbered(lang: Lang, finding: Finding) -> str:
    """第5条, as the agreement itself numbers it where it was read, （標準 第5条） where it doesn't;
    "" where it has no number."""
    if not finding.articles:
        key = "also" if finding.was_read else "article_number"
        return lang.t(f"records.binder.{key}", number=finding.number) if finding.number else ""
    own = lang.listed(finding.articles)
    also = lang.t("records.binder.also", number=finding.number) if finding.number else ""
    return f"{own}{also}"


def caption(lang: Lang, finding: Finding) -> str:
    """What the article is about."""
    return lang.t(f"records.binder.article.{finding.requirement.key}")


def asks(lang: Lang, finding: Finding) -> str:
    """What the article asks for, in our own words."""
    return lang.t(f"records.binder.asks.{finding.requirement.key}")


def standing(lang: Lang, finding: Finding) -> str:
    """証拠あり, 不足あり …."""
    return lang.t(f"records.binder.standing.{finding.standing}")
