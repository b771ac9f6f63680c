"""存続条項: which articles bind after the end, and how long."""

import re
from collections.abc import Iterator

from bot.agreements.clauses.layout import Article, Sentence, Text
from bot.agreements.clauses.model import Survival
from bot.agreements.clauses.numerals import NUMBER, number
from bot.agreements.clauses.spans import SPAN, read_span
from bot.agreements.clauses.word_index import Vocabulary

_AFTER_END = re.compile(
    r"(?:終了|満了|解除|解約|消滅|失効|完了|終結)(?:し、?(?:又は|若しくは"
    r"|または)[^。、]{0,14})?(?:した|された|の|による終了の?|の日の?|日の?)?"
    r"(?:後|のち)(?:も|に(?:おい|あっ)ても|であっても|といえども|でも|なお|、なお|引き?続き)"
    r"|(?:終了|満了)し、?[^。]{0,60}(?:なくなった|取り?消された|解かれた)(?:後|のち)[もに]"
)
_CLAUSES = re.compile("(?<=[し間])、(?=(?:また、?)?第[0-9〇一二三四五六七八九十百]+条)")
_SPAN = re.compile(rf"(?P<span>{SPAN})")
_WORDS = Vocabulary(("終了", "満了", "解除", "解約", "消滅", "失効", "完了", "終結"))
_FOR_SPAN = re.compile(
    r"(?:終了|満了|解除|解約|消滅|失効|完了)(?:し、?(?:又は|若しくは"
    r"|または)[^。、]{0,14})?(?:した|された|の|する)?"
    r"(?:後|(?:日|時|とき)?(?:の翌日)?(?:から|より)(?:起算して)?)[、も]?(?:も|なお)?、?"
    rf"(?:更に|さらに)?(?P<span>{SPAN})"
)
_BINDS = re.compile(
    r"存続|効力|有効|なお|同様|適用|遵守|負う|負い|負担|義務[^。]*継続|免れ|秘密を保持"
    r"|保持し|秘密保持|守秘|漏|開示|ならない|義務|残存|失わ"
)
_WORKERS = re.compile(r"退職|離職|退任|在職")
_KEEPING = re.compile(
    r"(?:年間|か月間|間|年)[、]?[^。]{0,20}(?:保存|保管|備え)|以内に|速やかに[^。]{0,30}"
    r"(?:返還|廃棄|消去|報告|提出)"
)
_RENEWS = re.compile(
    r"更新|延長|(?:意思表示|申し?出|申し?入れ?|異議|通知)[^。]{0,16}(?:ない|なかっ"
    r"|なけれ)[^。]*(?:継続|効力)"
)
_REFERENCE = re.compile(
    r"(?P<law>法律?|政令|条例|規則|令|要綱|約款|原契約|規程|基本協定|同法|契約書|仕様書)?"
    rf"(?:\([^()]*\))?第(?P<first>{NUMBER})条(?:の"
    rf"(?P<branch>[0-9一二三四五六七八九十]{{1,2}})(?![0-9一-龠ぁ-ん]))?"
    rf"(?:\([^()]*\))?(?P<to>(?:から|ないし|乃至|~|〜|より)第(?P<second>{NUMBER})条)?"
)
_PREVIOUS = re.compile(rf"前(?P<count>{NUMBER})?条")
_LONGEST_RANGE = 60


def find_survival(text: Text) -> tuple[Survival, ...]:
    """Every clause that outlives the agreement, in the text's order."""
    found: dict[tuple[tuple[str, ...], int | None], Survival] = {}
    for place in text.index.holding(_WORDS):
        for survival in _survivals(text.body[place], text):
            found.setdefault((survival.articles, survival.months), survival)
    return tuple(found.values())


def _survivals(sentence: Sentence, text: Text) -> Iterator[Survival]:
    bare = sentence.bare
    span = _FOR_SPAN.search(bare)
    if not (span or _AFTER_END.search(bare)) or not _binds(bare):
        return
    article = next(one for one in text.articles if one.name == sentence.article)
    for clause in _CLAUSES.split(sentence.text):
        length = _length(clause, span if span and span["span"] in clause else _SPAN.search(clause))
        articles = _named(clause, article, text)
        if articles:
            yield Survival(articles=articles, months=length, cite=sentence.cite())


def _length(clause: str, span: re.Match[str] | None) -> int | None:
    """Months; None where the clause has no end: 「期間の定めなく」."""
    length = read_span(span["span"]) if span and span["span"] in clause else None
    return length.months if length else None


def _binds(text: str) -> bool:
    if _WORKERS.search(text) and not re.search(r"(?:契約|協定|覚書|業務)[^。]{0,20}後", text):
        return False
    if _KEEPING.search(text) or _RENEWS.search(text):
        return False
    return _BINDS.search(text) is not None


def _named(sentence: str, article: Article, text: Text) -> tuple[str, ...]:
    """The articles that the sentence names, else its own."""
    names = list(dict.fromkeys([*_by_number(sentence, text), *_before(sentence, article, text)]))
    if names and "本条" in sentence and article.name and article.name not in names:
        names.append(article.name)
    if names:
        return tuple(names)
    return (article.name,) if article.name else ()


def _by_number(sentence: str, text: Text) -> list[str]:
    names: list[str] = []
    for match in _REFERENCE.finditer(sentence):
        first, second = number(match["first"]), number(match["second"] or "")
        if match["law"] or first is None:
            continue
        if second and first < second <= first + _LONGEST_RANGE:
            known = {article.number: article.name for article in text.articles if article.name}
            names += [known.get(n) or f"第{n}条" for n in range(first, second + 1)]
        else:
            branch = f"の{number(match['branch'])}" if match["branch"] else ""
            names.append(f"第{first}条{branch}")
    return names


def _before(sentence: str, article: Article, text: Text) -> list[str]:
    """前条, 前2条: the articles just before this one."""
    match = _PREVIOUS.search(sentence)
    if match is None:
        return []
    count = number(match["count"] or "一") or 1
    at = text.articles.index(article)
    return [one.name for one in text.articles[max(0, at - count) : at] if one.name]
