"""The audit binder on paper: a page for each agreement, one for the city, and the contents."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from cards.lang import Lang
from cards.printed import Markup, bullets, facts, page, paragraph, part, table
from cards.records import binder_words as words
from cards.records.binder_words import Chapter, Finding

STANDINGS = ("missing", "proved", "no_case", "not_in_text", "no_record")


def chapter_page(lang: Lang, chapter: Chapter, *, as_of: str, back: str) -> str:
    """One agreement, article by article; `back` is the file of the contents."""
    source = "read" if chapter.was_read else "not_read"
    return page(
        lang,
        title=lang.t("records.binder.title"),
        subject=chapter.title,
        as_of=as_of,
        parts=(
            link(back, lang.t("records.binder.index")),
            facts(about(lang, chapter)),
            paragraph(lang.t("records.binder.how")),
            paragraph(lang.t(f"records.binder.{source}"), small=True),
            paragraph(lang.t("records.binder.no_names"), small=True),
            part(
                lang.t("records.binder.counts"), facts(counted(lang, chapter.findings, "articles"))
            ),
            *_missing(lang, chapter, chapter),
            *_by_article(lang, chapter, chapter.findings),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The city's own records, and how many things are missing in them."""

    findings: Sequence[Finding]
    lacks: int


def city_page(lang: Lang, own: Own, *, as_of: str, back: str) -> str:
    """The city's own records, which every agreement shares."""
    return page(
        lang,
        title=lang.t("records.binder.title"),
        subject=lang.t("records.binder.city"),
        as_of=as_of,
        parts=(
            link(back, lang.t("records.binder.index")),
            paragraph(lang.t("records.binder.how")),
            paragraph(lang.t("records.binder.no_names"), small=True),
            part(lang.t("records.binder.counts"), facts(counted(lang, own.findings, "items"))),
            *_missing(lang, None, own),
            *_by_article(lang, None, own.findings),
        ),
    )


def index_page(
    lang: Lang,
    chapters: Sequence[tuple[Chapter, str]],
    city: tuple[int, str],
    *,
    left_out: int,
    as_of: str,
) -> str:
    """The contents: each agreement, and the city (what its own records lack), with how much is
    missing and the file of the page."""
    own, file = city
    lines = [
        (link(name, chapter.title), words_of(lang, chapter.lacks), _partner(chapter))
        for chapter, name in chapters
    ]
    rows = [(link(file, lang.t("records.binder.city")), words_of(lang, own), ""), *lines]
    rest = lang.t("records.binder.left_out", count=left_out)
    return page(
        lang,
        title=lang.t("records.binder.title"),
        subject=lang.t("records.binder.index"),
        as_of=as_of,
        parts=(
            paragraph(lang.t("records.binder.how")),
            *([] if chapters else [paragraph(lang.t("records.binder.none"))]),
            _links(lang, rows),
            *([paragraph(rest, small=True)] if left_out else []),
        ),
    )


def _partner(chapter: Chapter) -> str:
    return chapter.theirs


def words_of(lang: Lang, lacks: int) -> str:
    """How much is missing."""
    if not lacks:
        return lang.t("records.binder.nothing_missing")
    return lang.t("records.binder.lacks", count=lacks)


def _links(lang: Lang, rows: Iterable[tuple[Markup, str, str]]) -> Markup:
    names = ("page", "lacks", "theirs")
    head = "".join(
        f'<th scope="col">{escape(lang.t(f"records.binder.fact.{name}"))}</th>' for name in names
    )
    lines = "".join(
        f"<tr><td>{title}</td><td>{escape(lacks)}</td><td>{escape(partner)}</td></tr>"
        for title, lacks, partner in rows
    )
    return Markup(f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>")


def link(file: str, title: str) -> Markup:
    """To another page in the same folder."""
    return Markup(f'<p class="small"><a href="{escape(file)}">{escape(title)}</a></p>')


def about(lang: Lang, chapter: Chapter) -> Iterator[tuple[str, str]]:
    """Which agreement, between whom, over which days, by which text."""
    start = lang.day(chapter.start) if chapter.start else ""
    end = lang.day(chapter.end) if chapter.end else lang.t("records.binder.open_end")
    values = {
        "number": chapter.number,
        "ours": chapter.ours,
        "theirs": chapter.theirs,
        "post": chapter.post,
        "period": lang.t("records.binder.period", start=start, end=end),
        "form": lang.t(f"records.binder.form.{chapter.form}"),
    }
    for name, value in values.items():
        yield lang.t(f"records.binder.fact.{name}"), value


def counted(
    lang: Lang, findings: Sequence[Finding], unit: Literal["articles", "items"]
) -> Iterator[tuple[str, str]]:
    """How many articles, or things to be proved, stand how."""
    counts = Counter(str(one.standing) for one in findings)
    for name in STANDINGS:
        said = lang.t(f"records.binder.{unit}", count=counts[name])
        yield lang.t(f"records.binder.standing.{name}"), said


def _missing(lang: Lang, chapter: Chapter | None, told: Own | Chapter) -> Iterator[Markup]:
    head = [lang.t(f"records.binder.fact.{name}") for name in ("article", "lacks", "owes")]
    rows = [
        (
            _heading(lang, one),
            words.lacking(lang, lack),
            words.owed_by(lang, chapter, lack.owes, one.requirement.key),
        )
        for one in told.findings
        for lack in one.lacks
    ]
    title = lang.t("records.binder.missing")
    if not rows:
        yield part(title, paragraph(lang.t("records.binder.nothing_missing")))
        return
    key = "distinct" if len(rows) > told.lacks else "in_all"
    said = lang.t(f"records.binder.{key}", count=told.lacks)
    yield part(title, paragraph(said, small=True), table(head, rows))


def _heading(lang: Lang, one: Finding) -> str:
    return "　".join(filter(None, (words.numbered(lang, one), words.caption(lang, one))))


def _by_article(
    lang: Lang, chapter: Chapter | None, findings: Sequence[Finding]
) -> Iterator[Markup]:
    for one in findings:
        title = f"{_heading(lang, one)}　{words.standing(lang, one)}"
        proofs = [words.proof_line(lang, proof) for proof in one.proofs]
        notes = [words.proof_line(lang, proof) for proof in one.notes]
        lacks = [words.lack_line(lang, chapter, one, lack) for lack in one.lacks]
        yield part(
            title,
            paragraph(words.asks(lang, one)),
            *_listed(lang.t("records.binder.fact.proofs"), proofs),
            *_listed(lang.t("records.binder.fact.notes"), notes),
            *_listed(lang.t("records.binder.fact.lacks"), lacks),
        )


def _listed(name: str, lines: Sequence[str]) -> list[Markup]:
    return [paragraph(name, small=True), bullets(lines)] if lines else []
