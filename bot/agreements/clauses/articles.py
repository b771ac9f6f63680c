"""Lines put together to articles, paragraphs and items, whatever the line breaks did to them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from bot.agreements.clauses.dates import dates_in, read_day
from bot.agreements.clauses.layout import (
    Article,
    Index,
    Item,
    Paragraph,
    Sentence,
    Text,
    sentence,
    sentences_of,
)
from bot.agreements.clauses.marks import (
    caption_alone,
    closes,
    head_of,
    is_chapter,
    is_kana_item,
    is_supplement,
    item_at,
    label_of,
    paragraph_at,
    scheme_of,
)
from bot.agreements.clauses.noise import Line
from bot.agreements.clauses.wording import plain

_ENDS = ("。", "」", ":", "：")
_LISTED = ("次の", "次に", "各号", "以下の", "掲げる", "下記")
_RUNS_ON = "、,はをにとのがでてしりもへやかばらく"
_HEADINGS = frozenset("第([【0123456789一二三四五六七八九十")
_RESUMES = ("ただし", "なお、", "この場合")
_MAY_BE_DAY = re.compile(r"年.{0,40}日|[0-9０-９][./／．-][0-9０-９]")
_DAY_LABELS = ("協定締結日", "契約締結日", "締結年月日", "契約年月日", "締結日", "契約日", "日付")


@dataclass(slots=True)
class _Unit:
    """A paragraph (item 0) or one of its items while its lines come in."""

    paragraph: int
    item: int
    pieces: list[str] = field(default_factory=list)

    def joined(self) -> str:
        return self.pieces[0] if len(self.pieces) == 1 else "".join(_joints(self.pieces))


@dataclass(slots=True)
class _Open:
    """An article while its lines come in."""

    name: str | None
    number: int
    caption: str
    units: list[_Unit] = field(default_factory=list)


class _Arranging:
    """Walks over the lines once, knowing which number can come next."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.scheme = scheme_of([line.flat for line in lines])
        self.preamble: list[_Unit] = []
        self.articles: list[_Open] = []
        self.closing: list[str] = []
        self.labels: list[Sentence] = []
        self.caption = ""
        self.last = 0
        self.closed = False
        if self.scheme == "none":
            self.articles.append(_Open(name=None, number=1, caption=""))

    def walk(self) -> None:
        for at, line in enumerate(self.lines):
            if not self._begins_article(at, line):
                self._goes_on(line)

    def _begins_article(self, at: int, line: Line) -> bool:
        if line.flat[0] not in _HEADINGS:
            return False
        head = head_of(self.scheme, line.flat, self.last, self.closed or self._finished())
        if head and not (self.closed and head.number != self.last + 1):
            caption = head.caption or self.caption
            self.articles.append(_Open(name=head.name, number=head.number, caption=caption))
            self.last, self.caption, self.closed = head.number, "", False
            rest = line.raw[head.rest :].strip()
            if rest:
                self._text(Line(rest, line.flat[head.rest :].strip(), False))
            return True
        caption_text = caption_alone(line.flat)
        if caption_text is None:
            return False
        if self.articles and not self.articles[-1].units and not self.articles[-1].caption:
            self.articles[-1].caption = caption_text
            return True
        following = self.lines[at + 1].flat if at + 1 < len(self.lines) else ""
        if head_of(self.scheme, following, self.last, True):
            self.caption = caption_text
            return True
        return False

    def _goes_on(self, line: Line) -> None:
        if self.closed:
            self.closing.append(line.raw)
        elif not self.articles:
            self._preamble(line)
        elif is_supplement(line.flat):
            self.articles.append(_Open(name="附則", number=self.last, caption="附則"))
        elif not is_chapter(line.flat):
            self._text(line)

    def _preamble(self, line: Line) -> None:
        last = self.preamble[-1].pieces[-1] if self.preamble else ""
        runs_on = last and last[-1] not in "。" and (not line.gap or last[-1] in _RUNS_ON)
        if runs_on and not _begins_entry(line.flat):
            self.preamble[-1].pieces.append(line.raw)
        else:
            self.preamble.append(_Unit(0, 0, [line.raw]))

    def _text(self, line: Line) -> None:
        article = self.articles[-1]
        finished = self._finished()
        if article.units and finished and (closes(line.flat) or is_day_line(line.raw)):
            self.closed = True
            self.closing.append(line.raw)
            return
        label = label_of(line.flat) if article.units else None
        if label:
            self.labels.append(sentence(line.raw, article.name, article.units[-1].paragraph))
            return
        self._unit(article, line, finished)

    def _unit(self, article: _Open, line: Line, finished: bool) -> None:
        units = article.units
        last = units[-1] if units else _Unit(0, 0)
        if _is_caption(article, line):
            article.caption = line.flat
            return
        begin = paragraph_at(line.flat, last.paragraph + 1, finished)
        if begin is not None and not _is_circled_item(line.flat, units):
            units.append(_Unit(last.paragraph + 1, 0, [line.raw[begin:]]))
            return
        item = item_at(line.flat, last.item) if units else None
        if item and last.item and is_kana_item(line.flat):
            last.pieces.append(line.raw)
        elif item and (finished or item[0] == last.item + 1 or item[0] == 1):
            units.append(_Unit(last.paragraph, item[0] or last.item + 1, [line.raw[item[1] :]]))
        elif not units or (last.item and (line.flat.startswith(_RESUMES) or _ended(last))):
            units.append(_Unit(max(last.paragraph, 1), 0, [line.raw]))
        else:
            last.pieces.append(line.raw)

    def _finished(self) -> bool:
        """Whether the text so far ends a sentence, so that something new may begin."""
        units = self.articles[-1].units if self.articles else self.preamble
        if not units:
            return True
        return bool(units[-1].item) or _ended(units[-1])


def _begins_entry(line: str) -> bool:
    return line[:1].isdigit() or line[:1] in "(（一二三四五六七八九十"


def _ended(unit: _Unit) -> bool:
    return unit.pieces[-1].rstrip().endswith(_ENDS) if unit.pieces else True


def _is_caption(article: _Open, line: Line) -> bool:
    """「第1条　目的」: a caption without brackets stands alone before the text."""
    text = line.flat
    if article.units or article.caption or len(text) > 20:
        return False
    first = text[0] in "甲乙丙本この前次当"
    return (
        not first
        and not any(sign in text for sign in "。、は")
        and not text[0].isdigit()
        and ("一" <= text[-1] <= "龠" or "ァ" <= text[-1] <= "ー")
    )


def _is_circled_item(line: str, units: list[_Unit]) -> bool:
    """① after 「次の各号」 is an item; elsewhere it numbers a paragraph."""
    if not "①" <= line.lstrip()[0] <= "⑳":
        return False
    return bool(units) and (
        units[-1].item > 0 or any(word in units[-1].joined()[-60:] for word in _LISTED)
    )


def is_day_line(raw: str) -> bool:
    """A line that holds nothing but the day of signing, filled in or blank."""
    return len(raw) <= 40 and day_line(raw) is not None


def day_line(raw: str) -> str | None:
    """The day that a line consists of (as plain text), its label left out."""
    if not _MAY_BE_DAY.search(raw):
        return None
    text = plain(raw)
    for label in _DAY_LABELS:
        text = text.removeprefix(label).lstrip(":")
    if text in ("年月日", "年月吉日") or text.endswith("月吉日"):
        return text
    if read_day(text):
        return text
    found = dates_in(text)
    return text if len(found) == 1 and found[0].end - found[0].begin == len(text) else None


def _joints(pieces: list[str]) -> list[str]:
    """Lines put together; only two Latin words need a space between them."""
    parts: list[str] = []
    for piece in pieces:
        piece = piece.strip()
        if (
            parts
            and piece
            and parts[-1][-1:].isascii()
            and piece[0].isascii()
            and (parts[-1][-1:].isalnum() and piece[0].isalnum())
            and not (parts[-1][-1].isdigit() and piece[0].isdigit())
        ):
            parts.append(" ")
        parts.append(piece)
    return parts


def _paragraphs(article: _Open) -> tuple[Paragraph, ...]:
    groups = groupby(article.units, key=lambda unit: unit.paragraph)
    return tuple(_paragraph(article.name, max(number, 1), units) for number, units in groups)


def _paragraph(name: str | None, number: int, units: Iterable[_Unit]) -> Paragraph:
    sentences: list[Sentence] = []
    items: list[Item] = []
    for unit in units:
        found = sentences_of(unit.joined(), name, number)
        if unit.item:
            items.append(Item(sentences=tuple(found)))
        else:
            sentences.extend(found)
    return Paragraph(number=number, sentences=tuple(sentences), items=tuple(items))


def arrange(title: str | None, draft: bool, lines: list[Line]) -> Text:
    """The parts of one agreement from the lines below its title."""
    desk = _Arranging(lines)
    desk.walk()
    articles = tuple(_article(article) for article in desk.articles)
    body = tuple(one for article in articles for one in article.everything())
    return Text(
        title=title,
        draft=draft,
        preamble=tuple(
            one for unit in desk.preamble for one in sentences_of(unit.joined(), None, None)
        ),
        articles=articles,
        closing=tuple(desk.closing),
        labels=tuple(desk.labels),
        body=body,
        index=Index([one.bare for one in body]),
    )


def _article(article: _Open) -> Article:
    return Article(
        name=article.name,
        number=article.number,
        caption=plain(article.caption),
        paragraphs=_paragraphs(article),
    )
