"""The parts of an agreement's text: articles, paragraphs, items, sentences."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.agreements.clauses.model import Cite
from bot.agreements.clauses.wording import flat, plain, sentence_ends, without_brackets


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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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
    closing: tuple[str, ...]
    labels: tuple[Sentence, ...]
    body: tuple[Sentence, ...]
    index: "Index"


_LONGEST_SENTENCE = 1_500
_LONGEST_LIST = 6_000  # a preamble may name dozens of parties


class Index:
    """Finds the sentences that hold a word: one search in one long text, not one for each."""

    __slots__ = ("_begins", "_texts", "_whole")

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._begins: list[int] = []
        length = 0
        for text in texts:
            self._begins.append(length)
            length += len(text) + 1
        self._whole = "\n".join(texts)

    def holding(self, word: str) -> Iterator[int]:
        """The places of the sentences that hold `word`, in order."""
        at = self._whole.find(word)
        while at >= 0:
            place = bisect_right(self._begins, at) - 1
            yield place
            at = self._whole.find(word, self._begins[place] + len(self._texts[place]))

    def holding_any(self, words: Iterable[str]) -> list[int]:
        """The places of the sentences that hold at least one of the words, in order."""
        return sorted({place for word in words for place in self.holding(word)})


def sentences_of(raw: str, article: str | None, paragraph: int | None) -> Iterable[Sentence]:
    """The sentences of one joined paragraph."""
    begin = 0
    for end in _ends(raw):
        quote = raw[begin:end].strip()
        begin = end
        if quote:
            yield sentence(quote, article, paragraph)


def _ends(raw: str) -> list[int]:
    if "。" not in raw[:-1] and "．" not in raw and "." not in raw:
        return [len(raw)]
    return sentence_ends(flat(raw) if "．" in raw or "." in raw else raw)


def sentence(quote: str, article: str | None = None, paragraph: int | None = None) -> Sentence:
    """A sentence as written, with the spellings to compare by.

    No sentence of an article is longer than 1,500 characters; what follows is not compared.
    """
    text = plain(quote)[: _LONGEST_LIST if paragraph is None else _LONGEST_SENTENCE]
    return Sentence(
        article=article,
        paragraph=paragraph,
        quote=quote,
        text=text,
        bare=without_brackets(text),
    )
