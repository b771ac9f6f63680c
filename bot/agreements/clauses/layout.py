"""The parts of an agreement's text: articles, paragraphs, items, sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.agreements.clauses.model import Cite
from bot.agreements.clauses.noise import Line
from bot.agreements.clauses.word_index import WordIndex
from bot.agreements.clauses.wording import compact, sentence_ends, without_brackets


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sentence:
    """One sentence: as written (`quote`), to compare by (`text`), without parentheses (`bare`)."""

    article: str | None
    paragraph: int | None
    quote: str
    text: str
    bare: str

    def cite(self) -> Cite:
        """Where this sentence stands."""
        return Cite(article=self.article, paragraph=self.paragraph, quote=self.quote)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One of a paragraph's items, (1) or ア."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paragraph:
    """項: its own sentences and the items that they introduce."""

    number: int
    sentences: tuple[Sentence, ...]
    items: tuple[Item, ...]

    def everything(self) -> Iterator[Sentence]:
        """The paragraph's sentences, then those of its items."""
        yield from self.sentences
        for item in self.items:
            yield from item.sentences


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Article:
    """条: name as cited (第4条), number in the text's order and caption (期間)."""

    name: str | None
    number: int
    caption: str
    paragraphs: tuple[Paragraph, ...]

    def everything(self) -> Iterator[Sentence]:
        """All sentences of the article."""
        for paragraph in self.paragraphs:
            yield from paragraph.everything()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Text:
    """One agreement's text in its parts; `closing` is what follows the last article, by line.

    `body`: the sentences of all articles; `index` finds words in their bare text.
    """

    title: str | None
    draft: bool
    preamble: tuple[Sentence, ...]
    articles: tuple[Article, ...]
    closing: tuple[Line, ...]
    labels: tuple[Sentence, ...]
    body: tuple[Sentence, ...]
    index: WordIndex


_LONGEST_SENTENCE = 1_500
_LONGEST_LIST = 6_000  # a preamble may name dozens of parties


def sentences_of(raw: str, half: str, article: str | None, paragraph: int | None) -> list[Sentence]:
    """The sentences of one joined paragraph, given as written and in half width."""
    if "。" not in half[:-1]:
        return [_sentence(raw.strip(), half, article, paragraph)] if raw.strip() else []
    found, begin = [], 0
    for end in sentence_ends(half):
        quote = raw[begin:end].strip()
        if quote:
            found.append(_sentence(quote, half[begin:end], article, paragraph))
        begin = end
    return found


def sentence(line: Line, article: str | None = None, paragraph: int | None = None) -> Sentence:
    """A whole line as a sentence."""
    return _sentence(line.raw, line.flat, article, paragraph)


def _sentence(quote: str, half: str, article: str | None, paragraph: int | None) -> Sentence:
    """No sentence of an article is longer than 1,500 characters; what follows is not compared."""
    text = compact(half)[: _LONGEST_LIST if paragraph is None else _LONGEST_SENTENCE]
    return Sentence(
        article=article,
        paragraph=paragraph,
        quote=quote,
        text=text,
        bare=without_brackets(text),
    )
