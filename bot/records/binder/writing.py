"""The binder as files: an .html and an .xlsx for each agreement, for the city, and the contents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot import sheets
from bot.errors import Unreadable
from bot.records.model.binder import Binder, Chapter, Finding
from bot.sheets import Sheet
from bot.sheets.writing import Value, whole
from cards.lang import SOURCE, Lang
from cards.records import binder_words as words
from cards.records import printed_binder as view

INDEX, CITY = "index", "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands in the folder now."""

    files: tuple[str, ...]
    chapters: int
    lacks: int


def write(binder: Binder, folder: Path, at: datetime) -> Written:
    """Write every file; `at` on the tenant's clocks. What an earlier binder left is replaced.

    Raises Unreadable where nothing can be written there.
    """
    lang = Lang(SOURCE)
    as_of = lang.instant(at)
    _made(folder)
    files = [
        *_chapters(lang, binder, folder, as_of),
        *_city(lang, binder, folder, as_of),
        *_index(lang, binder, folder, as_of),
    ]
    return Written(files=tuple(files), chapters=len(binder.chapters), lacks=binder.lacks)


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unreadable(str(folder), f"can't be made ({error.strerror})") from None


def name_of(chapter: Chapter) -> str:
    """The name of an agreement's files, without their ending."""
    return chapter.subject.replace(":", "-")


def _chapters(lang: Lang, binder: Binder, folder: Path, as_of: str) -> Iterator[str]:
    for chapter in binder.chapters:
        name = name_of(chapter)
        page = view.chapter_page(lang, chapter, as_of=as_of, back=f"{INDEX}.html")
        yield _page(folder, name, page)
        yield _book(folder, name, _sheets(lang, chapter, chapter.findings))


def _city(lang: Lang, binder: Binder, folder: Path, as_of: str) -> Iterator[str]:
    own = view.Own(findings=binder.city, lacks=binder.own_lacks)
    page = view.city_page(lang, own, as_of=as_of, back=f"{INDEX}.html")
    yield _page(folder, CITY, page)
    yield _book(folder, CITY, _sheets(lang, None, binder.city))


def _index(lang: Lang, binder: Binder, folder: Path, as_of: str) -> Iterator[str]:
    page = view.index_page(
        lang,
        [(one, f"{name_of(one)}.html") for one in binder.chapters],
        (binder.own_lacks, f"{CITY}.html"),
        left_out=binder.left_out,
        as_of=as_of,
    )
    yield _page(folder, INDEX, page)
    yield _book(folder, INDEX, (_contents(lang, binder),))


def _page(folder: Path, name: str, page: str) -> str:
    file = folder / f"{name}.html"
    whole(file, lambda draft: draft.write_text(page, encoding="utf-8"))
    return file.name


def _book(folder: Path, name: str, made: Sequence[Sheet]) -> str:
    file = folder / f"{name}.xlsx"
    sheets.write_book(file, made)
    return file.name


def _sheets(lang: Lang, chapter: Chapter | None, findings: Sequence[Finding]) -> tuple[Sheet, ...]:
    return (
        _sheet(
            lang,
            "findings",
            ("article", "what", "asks", "standing", "owes"),
            (_finding(lang, chapter, one) for one in findings),
        ),
        _sheet(
            lang,
            "proofs",
            ("article", "what", "kind", "proofs", "on", "where"),
            (row for one in findings for row in _proofs(lang, one)),
        ),
        _sheet(
            lang,
            "lacks",
            ("article", "what", "lacks", "owes"),
            (row for one in findings for row in _lacks(lang, chapter, one)),
        ),
    )


def _sheet(
    lang: Lang, name: str, columns: Sequence[str], rows: Iterator[tuple[Value, ...]]
) -> Sheet:
    headings = [lang.t(f"records.binder.fact.{column}") for column in columns]
    return Sheet(name=lang.t(f"records.binder.sheet.{name}"), headings=headings, rows=rows)


def _finding(lang: Lang, chapter: Chapter | None, one: Finding) -> tuple[Value, ...]:
    owes = words.owed_by(lang, chapter, one.requirement.owes, one.requirement.key)
    return (*_of(lang, one), words.asks(lang, one), words.standing(lang, one), owes)


def _of(lang: Lang, one: Finding) -> tuple[str, str]:
    return words.numbered(lang, one), words.caption(lang, one)


def _proofs(lang: Lang, one: Finding) -> Iterator[tuple[Value, ...]]:
    for kind, proofs in (("proofs", one.proofs), ("notes", one.notes)):
        for proof in proofs:
            yield (
                *_of(lang, one),
                lang.t(f"records.binder.fact.{kind}"),
                words.proved(lang, proof),
                proof.on,
                words.place(lang, proof) if proof.where else "",
            )


def _lacks(lang: Lang, chapter: Chapter | None, one: Finding) -> Iterator[tuple[Value, ...]]:
    for lack in one.lacks:
        who = words.owed_by(lang, chapter, lack.owes, one.requirement.key)
        yield (*_of(lang, one), words.lacking(lang, lack), who)


def _contents(lang: Lang, binder: Binder) -> Sheet:
    return _sheet(
        lang,
        "index",
        ("number", "agreement", "theirs", "post", "lacks", "page"),
        (
            (
                one.number,
                one.title,
                one.theirs,
                one.post,
                one.lacks,
                f"{name_of(one)}.html",
            )
            for one in binder.chapters
        ),
    )
