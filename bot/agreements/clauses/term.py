"""有効期間: from when, until when, how long."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.agreements.clauses.dates import Written
from bot.agreements.clauses.deadlines import fiscal_year_end, term_end, term_end_in_days
from bot.agreements.clauses.layout import Sentence, Text
from bot.agreements.clauses.marked_days import (
    EFFECTIVE,
    SIGNED,
    mark_dates,
    mark_named_days,
    marked_day,
)
from bot.agreements.clauses.model import Term
from bot.agreements.clauses.term_shapes import Shape, begins_with_days, completed, shape_of
from bot.agreements.clauses.word_index import Vocabulary
from bot.agreements.clauses.wording import without_brackets

_SELF = (
    r"(?:(?:本|この|当該)[^、。はの]{0,20}?(?:協定|契約|覚書|特記事項|確認書|合意書|約款"
    r"|書)書?(?:の|が|は、?))"
)
_NOUN = (
    r"(?:有効|協定|契約|存続|履行|委託|委任|業務|事業|連携|協力|実施|指定|管理|貸付|賃貸借"
    r"|使用|適用|協働)?の?期間|(?:有効|契約|協定)期限"
)
_STATES = re.compile(
    rf"(?:{_NOUN})(?:は|:|を|、|とは|\ue000|(?=自\ue000)|(?={SIGNED}))"
    rf"|^(?:[0-9]{{0,2}}[.、]?)(?:{_NOUN})"
)
_WORDS = Vocabulary(
    ("期間", "期限", "効力", "有効", "発効", "施行", "適用", "存続", "満了", "失効")
)
_FORCE = re.compile(rf"効力|施行|適用|発効|有効|存続|満了|終了|失効|期限|{EFFECTIVE}")
_CAPTION = re.compile(r"期間|期限|効力|有効|発効|施行|存続|更新|附則")
_OTHER_CAPTION = re.compile(
    r"保存|保管|支払|秘密|機密|守秘|保証|不適合|瑕疵|納|派遣|研修|請求|申請|公表"
)
_OTHER_TERM = re.compile(
    r"(?:保存|保管|支払|秘密保持|守秘|機密保持|保証|派遣|研修|納入|請求|回答|報告|提出"
    r"|申請|試行|公開|掲載|募集|受付|準備|猶予|開示|通知|存置)(?:義務)?の?(?:存続)?(?:期間"
    r"|期限)(?:は|を|内)"
)
_A_CONTRACTS = re.compile(
    r"(?:契約|協定|覚書)書?の(?:有効|契約|存続|履行|委託|協定)?(?:期間|期限)は"
)
_WHICH = re.compile(r"[^、。はが]{0,60}$")
_OWN = re.compile(
    r"(?:^|[^一-龠])(?:本|この)[^、。はの]{0,30}$|^(?:協定|契約|覚書|委託契約"
    r"|業務委託契約)$"
)
_AFTER_END = re.compile(
    r"(?:終了|満了|解除|解約|完了|退職)(?:の日|した日|する日)?(?:の翌日)?(?:から|より|後)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTerm:
    """A term and how surely it is the agreement's own; `doubtful`: its days contradict."""

    term: Term
    score: int
    sentence: Sentence
    doubtful: bool = False


def find_term(text: Text, signed_on: date | None) -> FoundTerm | None:
    """The agreement's own term; its end is computed where start and length are known."""
    found = list(_candidates(text, signed_on))
    if not found:
        return None
    return max(found, key=lambda one: one.score)


def _candidates(text: Text, signed_on: date | None) -> Iterator[FoundTerm]:
    for sentence in text.preamble:
        yield from _in(sentence, "", signed_on)
    captions = {article.name: article.caption for article in text.articles}
    captioned = {name for name, caption in captions.items() if _CAPTION.search(caption)}
    worded = frozenset(text.index.holding(_WORDS))
    for place, sentence in enumerate(text.body):
        if place in worded or sentence.article in captioned:
            yield from _in(sentence, captions[sentence.article], signed_on)


def _in(sentence: Sentence, caption: str, signed_on: date | None) -> Iterator[FoundTerm]:
    marked, days = mark_dates(sentence.text)
    marked = mark_named_days(marked)
    for text in dict.fromkeys((without_brackets(marked), marked)):
        found = _read(text, marked, days, sentence, caption, signed_on)
        if found:
            yield found
            if found.term.end or found.term.months:
                return


def _read(
    text: str,
    full: str,
    days: tuple[Written, ...],
    sentence: Sentence,
    caption: str,
    signed_on: date | None,
) -> FoundTerm | None:
    captioned = bool(_CAPTION.search(caption)) and not _OTHER_CAPTION.search(caption)
    if not _is_own(text, captioned) or _is_others(text, caption):
        return None
    shape = shape_of(text)
    if shape is None:
        return None
    score = captioned + 2 * bool(_STATES.search(text))
    return _found(completed(shape, full), days, signed_on, sentence, score)


def _is_own(text: str, captioned: bool) -> bool:
    if _STATES.search(text) or (captioned and begins_with_days(text)):
        return True
    return bool(_FORCE.search(text)) and (captioned or bool(re.search(_SELF, text)))


def _is_others(text: str, caption: str) -> bool:
    if _OTHER_TERM.search(text) or _OTHER_CAPTION.search(caption):
        return True
    if _AFTER_END.search(text) and not _STATES.search(text):
        return True
    other = _A_CONTRACTS.search(text)
    if other is None:
        return False
    which = _WHICH.search(text, max(0, other.start() - 60), other.start() + 2)
    return which is not None and not _OWN.search(which[0])


def _found(
    shape: Shape,
    days: tuple[Written, ...],
    signed_on: date | None,
    sentence: Sentence,
    score: int,
) -> FoundTerm:
    start = _day(shape.start, days, signed_on)
    stated = _day(shape.end, days, None)
    computed = _end(start, shape)
    end = stated if shape.end else computed
    doubtful = bool((start and end and start > end) or (stated and computed and stated != computed))
    months = shape.span.months if shape.span else None
    term = Term(start=start, end=end, months=months, cite=sentence.cite())
    worth = 4 if end or months else 0
    return FoundTerm(
        term=term, sentence=sentence, score=score + worth + bool(shape.start), doubtful=doubtful
    )


def _day(sign: str | None, days: tuple[Written, ...], signed_on: date | None) -> date | None:
    if sign is None or sign == EFFECTIVE:
        return None
    return signed_on if sign == SIGNED else marked_day(sign, days).day


def _end(start: date | None, shape: Shape) -> date | None:
    if start is None:
        return None
    if shape.year_end:
        return fiscal_year_end(start)
    if shape.passed and shape.passed.months:
        return fiscal_year_end(term_end(start, shape.passed.months))
    if shape.span and shape.span.months:
        return term_end(start, shape.span.months)
    if shape.span and shape.span.days:
        return term_end_in_days(start, shape.span.days)
    return None
