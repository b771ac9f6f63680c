"""Lines put together to articles, paragraphs and items, whatever the line breaks did to them."""

from bot.agreements.clauses.day_lines import is_day_line
from bot.agreements.clauses.layout import Sentence, Text, sentence
from bot.agreements.clauses.marks import (
    Head,
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
from bot.agreements.clauses.units import OpenArticle, Unit, sentences_in
from bot.agreements.clauses.word_index import WordIndex

_LISTED = ("次の", "次に", "各号", "以下の", "掲げる", "下記")
_RUNS_ON = "、,はをにとのがでてしりもへやかばらく"
_CAPTIONS = frozenset("([【")
_HEADINGS = {
    "article": _CAPTIONS | {"第"},
    "section": _CAPTIONS | {"第"},
    "numbered": _CAPTIONS | frozenset("0123456789一二三四五六七八九十"),
    "none": _CAPTIONS,
}
_RESUMES = ("ただし", "なお、", "この場合")


def arrange(title: str | None, draft: bool, lines: list[Line]) -> Text:
    """The parts of one agreement from the lines below its title."""
    desk = _Arranging(lines)
    desk.walk()
    articles = tuple(article.finished() for article in desk.articles)
    body = tuple(one for article in articles for one in article.everything())
    return Text(
        title=title,
        draft=draft,
        preamble=tuple(one for unit in desk.preamble for one in sentences_in(unit, None, None)),
        articles=articles,
        closing=tuple(desk.closing),
        labels=tuple(desk.labels),
        body=body,
        index=WordIndex([one.bare for one in body]),
    )


class _Arranging:
    """Walks over the lines once, knowing which number can come next."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.scheme = scheme_of([line.flat for line in lines])
        self.preamble: list[Unit] = []
        self.articles: list[OpenArticle] = []
        self.closing: list[Line] = []
        self.labels: list[Sentence] = []
        self.caption = ""
        self.last = 0
        self.closed = False
        self.ahead: tuple[int, Head | None] = (-1, None)  # the line after a caption
        if self.scheme == "none":
            self.articles.append(OpenArticle(name=None, number=1, caption=""))

    def walk(self) -> None:
        headings = _HEADINGS[self.scheme]
        for at, line in enumerate(self.lines):
            if line.flat[0] not in headings or not self._begins_article(at, line):
                self._goes_on(line)

    def _begins_article(self, at: int, line: Line) -> bool:
        head = self._head(at, line, self.closed or self._finished())
        if head is None or (self.closed and head.number != self.last + 1):
            return self._is_caption(at, line)
        caption = head.caption or self.caption
        self.articles.append(OpenArticle(name=head.name, number=head.number, caption=caption))
        self.last, self.caption, self.closed = head.number, "", False
        rest = line.raw[head.rest :].strip()
        if rest:
            self._text(Line(rest, line.flat[head.rest :].strip(), False))
        return True

    def _is_caption(self, at: int, line: Line) -> bool:
        """（期間） alone on its line: of the article just begun, else of the next one."""
        caption = caption_alone(line.flat)
        if caption is None:
            return False
        if self.articles and not self.articles[-1].units and not self.articles[-1].caption:
            self.articles[-1].caption = caption
            return True
        if at + 1 == len(self.lines):
            return False
        self.ahead = (at + 1, head_of(self.scheme, self.lines[at + 1].flat, self.last, True))
        if self.ahead[1]:
            self.caption = caption
        return self.ahead[1] is not None

    def _head(self, at: int, line: Line, finished: bool) -> Head | None:
        if finished and self.ahead[0] == at:
            return self.ahead[1]
        return head_of(self.scheme, line.flat, self.last, finished)

    def _goes_on(self, line: Line) -> None:
        if self.closed:
            self.closing.append(line)
        elif not self.articles:
            self._preamble(line)
        elif is_supplement(line.flat):
            self.articles.append(OpenArticle(name="附則", number=self.last, caption="附則"))
        elif not is_chapter(line.flat):
            self._text(line)

    def _preamble(self, line: Line) -> None:
        last = self.preamble[-1].raws[-1] if self.preamble else ""
        runs_on = last and last[-1] not in "。" and (not line.gap or last[-1] in _RUNS_ON)
        if runs_on and not _begins_entry(line.flat):
            self.preamble[-1].add(line.raw, line.flat)
        else:
            self.preamble.append(Unit(0, 0, [line.raw], [line.flat]))

    def _text(self, line: Line) -> None:
        article = self.articles[-1]
        if not article.units:
            self._first(article, line)
            return
        finished = self._finished()
        if finished and (closes(line.flat) or is_day_line(line.flat)):
            self.closed = True
            self.closing.append(line)
        elif label_of(line.flat):
            self.labels.append(sentence(line, article.name, article.units[-1].paragraph))
        else:
            _next(article, line, finished)

    def _first(self, article: OpenArticle, line: Line) -> None:
        if _is_bare_caption(article, line):
            article.caption = line.flat
            return
        begin = paragraph_at(line.flat, 1, True) or 0
        article.begin(1, 0, line.raw[begin:], line.flat[begin:])

    def _finished(self) -> bool:
        """Whether the text so far ends a sentence, so that something new may begin."""
        units = self.articles[-1].units if self.articles else self.preamble
        return not units or bool(units[-1].item) or units[-1].ended()


def _next(article: OpenArticle, line: Line, finished: bool) -> None:
    """One more line of an article: a paragraph, an item or the rest of the one before."""
    raw, half, last = line.raw, line.flat, article.units[-1]
    begin = paragraph_at(half, last.paragraph + 1, finished)
    if begin is not None and not (_is_circled(half) and _lists(last)):
        article.begin(last.paragraph + 1, 0, raw[begin:], half[begin:])
        return
    item = item_at(half, last.item)
    if item and last.item and is_kana_item(half):
        last.add(raw, half)
    elif item and (finished or item[0] in (1, last.item + 1)):
        number, begin = item[0] or last.item + 1, item[1]
        article.begin(last.paragraph, number, raw[begin:], half[begin:])
    elif last.item and (half.startswith(_RESUMES) or last.ended()):
        article.begin(last.paragraph, 0, raw, half)
    else:
        last.add(raw, half)


def _begins_entry(line: str) -> bool:
    return line[:1].isdigit() or line[:1] in "(（一二三四五六七八九十"


def _is_bare_caption(article: OpenArticle, line: Line) -> bool:
    """「第1条　目的」: a caption without brackets stands alone before the text."""
    text = line.flat
    if article.caption or len(text) > 20 or text[0] in "甲乙丙本この前次当":
        return False
    return (
        not any(sign in text for sign in "。、は")
        and not text[0].isdigit()
        and ("一" <= text[-1] <= "龠" or "ァ" <= text[-1] <= "ー")
    )


def _is_circled(line: str) -> bool:
    return "①" <= line[0] <= "⑳"


def _lists(unit: Unit) -> bool:
    """① after 「次の各号」 is an item; elsewhere it numbers a paragraph."""
    return unit.item > 0 or any(word in unit.joined()[0][-60:] for word in _LISTED)
