"""有効期間: from when, until when, how long."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.agreements.clauses.dates import Written, dates_in
from bot.agreements.clauses.deadlines import fiscal_year_end, term_end, term_end_in_days
from bot.agreements.clauses.layout import Sentence, Text
from bot.agreements.clauses.model import Term
from bot.agreements.clauses.spans import SPAN, Span, read_span
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
    rf"(?:{_NOUN})(?:は|:|を|、|とは|\ue000|(?=自\ue000)|(?=締結))"
    rf"|^(?:[0-9]{{0,2}}[.、]?)(?:{_NOUN})"
)
_WORDS = ("期間", "期限", "効力", "有効", "発効", "施行", "適用", "存続", "満了", "失効")
_FORCE = re.compile(r"効力|施行|適用|発効|有効|存続|満了|終了|失効|期限")
_CAPTION = re.compile(r"期間|期限|効力|有効|発効|施行|存続|更新|附則")
_OTHER_CAPTION = re.compile(
    r"保存|保管|支払|秘密|機密|守秘|保証|不適合|瑕疵|納|派遣|研修|請求|申請|公表"
)
_OTHER_TERM = re.compile(
    r"(?:保存|保管|支払|秘密保持|守秘|機密保持|保証|派遣|研修|納入|請求|回答|報告|提出"
    r"|申請|試行|公開|掲載|募集|受付|準備|猶予|開示|通知|存置)(?:義務)?の?(?:存続)?(?:期間"
    r"|期限)(?:は|を|内)"
)
_OTHER_CONTRACT = re.compile(
    r"(?P<which>[^、。はが]{0,60}?(?:契約|協定|覚書))(?:書)?の(?:有効|契約|存続|履行|委託"
    r"|協定)?(?:期間|期限)は"
)
_OWN = re.compile(
    r"(?:^|[^一-龠])(?:本|この)[^、。はの]{0,30}$|^(?:協定|契約|覚書|委託契約"
    r"|業務委託契約)$"
)
_SIGNING = (
    r"(?:(?:本|この)?(?:協定|契約|覚書)?書?(?:の|を)?(?:締結|調印|署名|発効|成立"
    r"|取り?交わ)(?:の|した|された|する|し|しの)?日|同日|(?:効力(?:の)?発生|効力を"
    r"(?:生ずる|生じる|生じた|発する))(?:の)?日)"
)
_START = rf"(?:[\ue000-\uf8ff]|{_SIGNING})"
_D = "[\ue000-\uf8ff]"
_RANGE = re.compile(
    rf"(?P<start>{_START})(?:を始期と?し?て?|に始まり|から|より|~|〜|-|―"
    rf"|–)[^。\ue000-\uf8ff]{{0,40}}?(?P<end>{_D})"
    rf"(?:までの(?:間の)?(?P<span>{SPAN}))?"
)
_FROM_TO = re.compile(rf"自:?(?P<start>{_START})[、]?至:?(?P<end>{_D})")
_LENGTH = re.compile(
    rf"(?P<start>{_START})(?:を始期として|から|より)[、]?(?:起算して|起算し|数えて|向こう"
    r"|効力を(?:生じ|発し|有し)て?|発効し|施行し)?[、]?"
    rf"(?:その(?:有効)?期間は、?)?(?:満)?(?P<span>{SPAN})(?!以[内前上]|前|ごと|毎)"
)
_YEAR_END = re.compile(
    r"(?:属する|当該|その)(?:会計)?年度の?(?:末日?|最終日|3月31日|三月三十一日|3月末日?)|"
    r"(?:年度の末日|年度末)まで"
)
_FIRST_MARCH = re.compile(
    r"(?:最初(?:に到来する|に迎える|の)|直後の|次の|到来する)(?:3|三)月(?:31|三十一|末)日?"
    r"|翌年?(?:3|三)月(?:31|三十一)日"
)
_UNTIL = re.compile(
    rf"(?P<end>{_D})(?:(?:を期限|まで|限り|を(?:もって|以って|以て|終期))|と(?:する|し"
    rf"|定め))|(?:期限|満了日|終期)は、?(?P<end2>{_D})"
)
_FROM = re.compile(
    rf"(?P<start>{_START})(?:から|より|に|をもって)[^。\ue000-\uf8ff]{{0,15}}?(?:効力|施行"
    r"|適用|発効|実施|有効)"
)
_ASIDE = re.compile(rf"[(][^()]*?(?P<end>{_D})まで[^()]*[)]")
_IN_BRACKETS = re.compile(rf"まで(?:とする)?[(](?P<span>{SPAN})間?[)]")
_PASSED = re.compile(
    r"を経過(?:する|した)日[^。、]{0,8}?(?:属する(?:会計)?年度の?(?:末日?|最終日|3月31日)"
    r"|以[後降]最初の3月(?:31|末)日)"
)
_COUNTED_FROM = re.compile(
    rf"期間は、?(?:満)?(?P<span>{SPAN})とし、?(?P<start>{_START})(?:から|より)(?:起算|開始|適用|効力|発効)"
)
_BARE = re.compile(
    rf"期間は、?(?:[^。、]{{0,12}}、)?(?:満|向こう)?(?P<span>{SPAN})(?:とし|とする|である|$"
    r"|。)"
)
_EVENT = re.compile(rf"(?P<start>{_START})(?:から|より)[^。]{{0,60}}(?:日|とき|時)まで")
_TO_EVENT = re.compile(
    r"(?:終了|完了|満了|廃止|解除|解約|申し?出)[^。、]{0,12}(?:日|とき|時|まで)|同一|同じ"
    r"|準ずる"
)
_AFTER_END = re.compile(
    r"(?:終了|満了|解除|解約|完了|退職)(?:の日|した日|する日)?(?:の翌日)?(?:から|より|後)"
)
_RENEWING = re.compile(r"更新|延長|以後|その後|以降も|満了(?:の日|日)?の?(?:前|[0-9]|\ue000)")


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
    worded = frozenset(text.index.holding_any(_WORDS))
    for place, sentence in enumerate(text.body):
        if place in worded or sentence.article in captioned:
            yield from _in(sentence, captions[sentence.article], signed_on)


def _in(sentence: Sentence, caption: str, signed_on: date | None) -> Iterator[FoundTerm]:
    marked, days = mark_dates(sentence.text)
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
    shape = _shape(text)
    if shape is None:
        return None
    aside = _ASIDE.search(full) if shape.end is None else None
    shape = replace(shape, end=aside["end"]) if aside else shape
    length = _IN_BRACKETS.search(full) if shape.end and not shape.span else None
    shape = replace(shape, span=read_span(length["span"])) if length else shape
    return _found(shape, days, signed_on, sentence, captioned + 2 * bool(_STATES.search(text)))


def _is_own(text: str, captioned: bool) -> bool:
    if _STATES.search(text) or (captioned and (_RANGE.match(text) or _LENGTH.match(text))):
        return True
    return bool(_FORCE.search(text)) and (captioned or bool(re.search(_SELF, text)))


def _is_others(text: str, caption: str) -> bool:
    if _OTHER_TERM.search(text) or _OTHER_CAPTION.search(caption):
        return True
    if _AFTER_END.search(text) and not _STATES.search(text):
        return True
    other = _OTHER_CONTRACT.search(text)
    if other is None:
        return False
    which = other["which"]
    return not _OWN.search(which)


def mark_dates(text: str) -> tuple[str, tuple[Written, ...]]:
    """The text with each day as one private sign, and the days in order."""
    days = dates_in(text)
    pieces, begin = [], 0
    for index, day in enumerate(days[:6000]):
        pieces += [text[begin : day.begin], chr(0xE000 + index)]
        begin = day.end
    return "".join(pieces) + text[begin:], days


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What the wording says before days are computed; start None: none; "" is 締結の日."""

    start: str | None = None
    end: str | None = None
    span: Span | None = None
    year_end: bool = False
    passed: Span | None = None  # the year in which it has passed ends the term


def _shape(text: str) -> _Shape | None:
    both = _FROM_TO.search(text) or _RANGE.search(text)
    length = _LENGTH.search(text)
    if both and not _RENEWING.search(text[both.start() : both.end()]):
        return _Shape(start=both["start"], end=both["end"], span=_span_of(both, length))
    if length:
        return _with_length(text, length)
    until = _UNTIL.search(text)
    if until and not _RENEWING.search(text[: until.start()]):
        return _Shape(end=until["end"] or until["end2"])
    return _open_shape(text)


def _span_of(both: re.Match[str], length: re.Match[str] | None) -> Span | None:
    """「…から3年間」 or 「…までの5年間」 beside the last day."""
    if both.groupdict().get("span"):
        return read_span(both["span"])
    return read_span(length["span"]) if length and length.start() == both.start() else None


def _with_length(text: str, length: re.Match[str]) -> _Shape:
    """「3年を経過する日の属する年度の末日」 is no plain length."""
    passed = _PASSED.match(text, length.end())
    if passed:
        return _Shape(start=length["start"], passed=read_span(length["span"]))
    after = text[length.end() : length.end() + 30]
    if re.match(r"を(?:経過|超え)", after) and _FIRST_MARCH.search(after):
        return _Shape(start=length["start"])
    return _Shape(start=length["start"], span=read_span(length["span"]))


def _open_shape(text: str) -> _Shape | None:
    counted = _COUNTED_FROM.search(text)
    if counted:
        return _Shape(start=counted["start"], span=read_span(counted["span"]))
    event = _EVENT.search(text)
    if _YEAR_END.search(text) or _FIRST_MARCH.search(text):
        start = re.search(_START, text)
        return _Shape(start=start[0] if start else None, year_end=True)
    if event:
        return _Shape(start=event["start"])
    bare = _BARE.search(text)
    if bare:
        return _Shape(span=read_span(bare["span"]))
    begins = _FROM.search(text)
    if begins:
        return _Shape(start=begins["start"])
    return _Shape() if re.search(r"期間は", text) and _TO_EVENT.search(text) else None


def _found(
    shape: _Shape,
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
    if sign is None:
        return None
    if "\ue000" <= sign <= "\uf8ff":
        return days[ord(sign) - 0xE000].day
    return None if "効力" in sign else signed_on


def _end(start: date | None, shape: _Shape) -> date | None:
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
