"""Warnings: what a person must look at before the facts count."""

import re
from collections.abc import Iterable, Iterator

from bot.agreements.clauses.layout import Sentence, Text
from bot.agreements.clauses.marks import label_of
from bot.agreements.clauses.model import Duty, Party, Warning
from bot.agreements.clauses.parties import blank_parties, party_sentence
from bot.agreements.clauses.signing import blank_days, contradictory_days
from bot.agreements.clauses.wording import flat

_OLD_LAW = re.compile(r"(?P<name>[^、。()「」及又並]{0,20}?個人情報(?:の)?保護(?:に関する)?条例)")
_ASSEMBLY = re.compile(r"議会")
_BLANK = re.compile(r"[\s○●◯〇□■△_＿*…・.\-()（）]*")
_PERSON = frozenset(
    {"職名", "氏名", "役職", "職氏名", "職・氏名", "責任者", "責任者氏名", "責任者職氏名"}
)


def blank_date_warnings(text: Text) -> Iterator[Warning]:
    """A day left open: 「令和4年　月　日」."""
    for sentence in blank_days(text):
        yield Warning(code="blank_date", cite=sentence.cite())


def blank_party_warnings(text: Text, parties: tuple[Party, ...]) -> Iterator[Warning]:
    """A side without a name."""
    for _ in blank_parties(parties):
        yield Warning(code="blank_party", cite=party_sentence(text).cite())


def blank_person_warnings(text: Text, duties: Iterable[Duty]) -> Iterator[Warning]:
    """The text says who answers for the data, but the name is not filled in."""
    articles = {duty.cite.article for duty in duties if duty.kind == "responsible_person"}
    for label in text.labels:
        if label.article in articles and _is_blank(label):
            yield Warning(code="blank_responsible_person", cite=label.cite())
            return


def _is_blank(label: Sentence) -> bool:
    found = label_of(flat(label.quote))
    return bool(found and found[0] in _PERSON and _BLANK.fullmatch(found[1]))


def stale_law_warnings(text: Text) -> Iterator[Warning]:
    """A municipal 個人情報保護条例 ended on 1 April 2023; assemblies keep theirs."""
    seen: set[str] = set()
    for sentence in (*text.preamble, *text.body):
        if "条例" not in sentence.text:
            continue
        for match in _OLD_LAW.finditer(sentence.text):
            name = match["name"]
            if name not in seen and not _ASSEMBLY.search(name):
                seen.add(name)
                yield Warning(code="stale_law", cite=sentence.cite())


def contradiction_warnings(text: Text, doubtful: Iterable[Sentence]) -> Iterator[Warning]:
    """One day written as two, or a start after its end."""
    seen: set[str] = set()
    for sentence in (*contradictory_days(text), *doubtful):
        if sentence.quote not in seen:
            seen.add(sentence.quote)
            yield Warning(code="contradictory_dates", cite=sentence.cite())
