"""Reads the text of a file: which agreements it holds and what each of them says."""

from bot.agreements.clauses.articles import arrange
from bot.agreements.clauses.disclosure import find_oral_disclosure
from bot.agreements.clauses.doubts import (
    blank_date_warnings,
    blank_party_warnings,
    blank_person_warnings,
    contradiction_warnings,
    stale_law_warnings,
)
from bot.agreements.clauses.duties import find_duties
from bot.agreements.clauses.layout import Text
from bot.agreements.clauses.meetings import find_meetings
from bot.agreements.clauses.model import Cite, Document, Duty, Party, Reading, Warning
from bot.agreements.clauses.noise import lines_of
from bot.agreements.clauses.obligors import sides_of
from bot.agreements.clauses.parent import find_parent
from bot.agreements.clauses.parties import parties_of
from bot.agreements.clauses.programmes import find_programmes
from bot.agreements.clauses.renewal import find_renewal
from bot.agreements.clauses.signing import signed_on
from bot.agreements.clauses.survival import find_survival
from bot.agreements.clauses.term import FoundTerm, find_term
from bot.agreements.clauses.titles import Part, kind_of, parts_of
from bot.errors import Unreadable

LONGEST_TEXT = 400_000


def read(text: str, file: str) -> Reading:
    """What the agreements in `text` say; `file` is the name shown.

    Raises Unreadable for a text of more than 400,000 characters: no agreement is that long.
    """
    if len(text) > LONGEST_TEXT:
        raise Unreadable(
            f"{file}: 文字数が多すぎます（{len(text):,}字、上限{LONGEST_TEXT:,}字）",
            "協定書・契約書の部分だけを別のファイルにして、もう一度読み込んでください",
        )
    documents: list[Document] = []
    texts: list[Text] = []
    for part in parts_of(lines_of(text)):
        texts.append(arrange(part.title, part.draft, part.lines))
        documents.append(_document(part, texts[-1], texts[:-1]))
    return Reading(file=file, documents=tuple(documents))


def _document(part: Part, text: Text, earlier: list[Text]) -> Document:
    kind = kind_of(part.title)
    signed = signed_on(text, part.above)
    parties = parties_of(text)
    found = find_term(text, signed)
    term = found.term if found else None
    renewal, unclear = find_renewal(text, term)
    duties = find_duties(text, sides_of(parties))
    return Document(
        title=part.title,
        draft=part.draft,
        kind=kind,
        parties=parties,
        signed_on=signed,
        parent=find_parent(text, kind, earlier),
        programmes=find_programmes(text),
        term=term,
        renewal=renewal,
        survival=find_survival(text),
        meetings=find_meetings(text),
        oral_disclosure=find_oral_disclosure(text),
        duties=duties,
        warnings=_warnings(text, parties, duties, found, tuple(one.cite() for one in unclear)),
    )


def _warnings(
    text: Text,
    parties: tuple[Party, ...],
    duties: tuple[Duty, ...],
    found: FoundTerm | None,
    unclear: tuple[Cite, ...],
) -> tuple[Warning, ...]:
    doubtful = (found.sentence,) if found and found.doubtful else ()
    return (
        *blank_date_warnings(text),
        *blank_party_warnings(text, parties),
        *blank_person_warnings(text, duties),
        *stale_law_warnings(text),
        *contradiction_warnings(text, doubtful),
        *(Warning(code="unclear_renewal", cite=cite) for cite in unclear),
    )
