"""Lines put together to the sentences of an article, its paragraphs and items."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from bot.agreements.clauses.layout import Article, Item, Paragraph, Sentence, sentences_of
from bot.agreements.clauses.wording import compact

_ENDS = ("。", "」", ":")


@dataclass(slots=True)
class Unit:
    """A paragraph (item 0) or one of its items while its lines come in.

    `raws` as written and `halves` in half width, line for line.
    """

    paragraph: int
    item: int
    raws: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)

    def add(self, raw: str, half: str) -> None:
        """The next line of it."""
        self.raws.append(raw)
        self.halves.append(half)

    def ended(self) -> bool:
        """Whether it ends a sentence."""
        return self.halves[-1].endswith(_ENDS) if self.halves else True

    def joined(self) -> tuple[str, str]:
        """All of it as written and in half width, in characters of the same number."""
        if len(self.raws) == 1:
            return self.raws[0], self.halves[0]
        gaps = ["", *map(_gap, self.raws, self.raws[1:])]
        return _join(gaps, self.raws), _join(gaps, self.halves)


@dataclass(slots=True)
class OpenArticle:
    """An article while its lines come in."""

    name: str | None
    number: int
    caption: str
    units: list[Unit] = field(default_factory=list)

    def begin(self, paragraph: int, item: int, raw: str, half: str) -> None:
        """A new paragraph or item begins with this line."""
        self.units.append(Unit(paragraph, item, [raw], [half]))

    def finished(self) -> Article:
        """The article, all its lines put together."""
        groups = groupby(self.units, key=lambda unit: unit.paragraph)
        return Article(
            name=self.name,
            number=self.number,
            caption=compact(self.caption),
            paragraphs=tuple(
                _paragraph(self.name, max(number, 1), units) for number, units in groups
            ),
        )


def sentences_in(unit: Unit, article: str | None, paragraph: int | None) -> list[Sentence]:
    """Its sentences."""
    raw, half = unit.joined()
    return sentences_of(raw, half, article, paragraph)


def _paragraph(name: str | None, number: int, units: Iterable[Unit]) -> Paragraph:
    sentences: list[Sentence] = []
    items: list[Item] = []
    for unit in units:
        found = sentences_in(unit, name, number)
        if unit.item:
            items.append(Item(sentences=tuple(found)))
        else:
            sentences.extend(found)
    return Paragraph(number=number, sentences=tuple(sentences), items=tuple(items))


def _join(gaps: list[str], lines: list[str]) -> str:
    return "".join(part for gap, line in zip(gaps, lines, strict=True) for part in (gap, line))


def _gap(before: str, after: str) -> str:
    """Only two Latin words need a space between them."""
    last, first = before[-1:], after[:1]
    latin = last.isascii() and first.isascii() and last.isalnum() and first.isalnum()
    return " " if latin and not (last.isdigit() and first.isdigit()) else ""
