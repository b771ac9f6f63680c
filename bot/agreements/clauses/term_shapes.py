"""How a sentence words a term: from, until, so long, to the end of the fiscal year."""

import re
from dataclasses import dataclass, replace

from bot.agreements.clauses.marked_days import DAY, DAY_OR_NAMED
from bot.agreements.clauses.spans import SPAN, Span, read_span

_RANGE = re.compile(
    rf"(?P<start>{DAY_OR_NAMED})(?:を始期と?し?て?|に始まり|から|より|~|〜|-|―"
    rf"|–)[^。\ue000-\uf8fd]{{0,40}}?(?P<end>{DAY})"
    rf"(?:までの(?:間の)?(?P<span>{SPAN}))?"
)
_FROM_TO = re.compile(rf"自:?(?P<start>{DAY_OR_NAMED})[、]?至:?(?P<end>{DAY})")
_LENGTH = re.compile(
    rf"(?P<start>{DAY_OR_NAMED})(?:を始期として|から|より)[、]?(?:起算して|起算し|数えて|向こう"
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
    rf"(?P<end>{DAY})(?:(?:を期限|まで|限り|を(?:もって|以って|以て|終期))|と(?:する|し"
    rf"|定め))|(?:期限|満了日|終期)は、?(?P<end2>{DAY})"
)
_FROM = re.compile(
    rf"(?P<start>{DAY_OR_NAMED})(?:から|より|に|をもって)[^。\ue000-\uf8fd]{{0,15}}?(?:効力|施行"
    r"|適用|発効|実施|有効)"
)
_ASIDE = re.compile(rf"[(][^()]*?(?P<end>{DAY})まで[^()]*[)]")
_IN_BRACKETS = re.compile(rf"まで(?:とする)?[(](?P<span>{SPAN})間?[)]")
_PASSED = re.compile(
    r"を経過(?:する|した)日[^。、]{0,8}?(?:属する(?:会計)?年度の?(?:末日?|最終日|3月31日)"
    r"|以[後降]最初の3月(?:31|末)日)"
)
_COUNTED_FROM = re.compile(
    rf"期間は、?(?:満)?(?P<span>{SPAN})とし、?(?P<start>{DAY_OR_NAMED})(?:から|より)(?:起算|開始|適用|効力|発効)"
)
_BARE = re.compile(
    rf"期間は、?(?:[^。、]{{0,12}}、)?(?:満|向こう)?(?P<span>{SPAN})(?:とし|とする|である|$"
    r"|。)"
)
_EVENT = re.compile(rf"(?P<start>{DAY_OR_NAMED})(?:から|より)[^。]{{0,60}}(?:日|とき|時)まで")
_TO_EVENT = re.compile(
    r"(?:終了|完了|満了|廃止|解除|解約|申し?出)[^。、]{0,12}(?:日|とき|時|まで)|同一|同じ"
    r"|準ずる"
)
_RENEWING = re.compile(r"更新|延長|以後|その後|以降も|満了(?:の日|日)?の?(?:前|[0-9]|\ue000)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the wording says before days are computed; start and end are signs."""

    start: str | None = None
    end: str | None = None
    span: Span | None = None
    year_end: bool = False
    passed: Span | None = None  # the year in which it has passed ends the term


def shape_of(text: str) -> Shape | None:
    """How the text words its term, its days being signs; None where it states none."""
    both = _FROM_TO.search(text) or _RANGE.search(text)
    length = _LENGTH.search(text)
    if both and not _RENEWING.search(text[both.start() : both.end()]):
        return Shape(start=both["start"], end=both["end"], span=_span_of(both, length))
    if length:
        return _with_length(text, length)
    until = _UNTIL.search(text)
    if until and not _RENEWING.search(text[: until.start()]):
        return Shape(end=until["end"] or until["end2"])
    return _open_shape(text)


def begins_with_days(text: str) -> bool:
    """Whether the text begins with its days: 「令和5年4月1日から…」 below a caption."""
    return bool(_RANGE.match(text) or _LENGTH.match(text))


def completed(shape: Shape, full: str) -> Shape:
    """The shape with what only the parentheses of the sentence say: its end or its length."""
    if shape.end is None:
        aside = _ASIDE.search(full)
        return replace(shape, end=aside["end"]) if aside else shape
    length = None if shape.span else _IN_BRACKETS.search(full)
    return replace(shape, span=read_span(length["span"])) if length else shape


def _span_of(both: re.Match[str], length: re.Match[str] | None) -> Span | None:
    """「…から3年間」 or 「…までの5年間」 beside the last day."""
    if both.groupdict().get("span"):
        return read_span(both["span"])
    return read_span(length["span"]) if length and length.start() == both.start() else None


def _with_length(text: str, length: re.Match[str]) -> Shape:
    """「3年を経過する日の属する年度の末日」 is no plain length."""
    passed = _PASSED.match(text, length.end())
    if passed:
        return Shape(start=length["start"], passed=read_span(length["span"]))
    after = text[length.end() : length.end() + 30]
    if re.match(r"を(?:経過|超え)", after) and _FIRST_MARCH.search(after):
        return Shape(start=length["start"])
    return Shape(start=length["start"], span=read_span(length["span"]))


def _open_shape(text: str) -> Shape | None:
    counted = _COUNTED_FROM.search(text)
    if counted:
        return Shape(start=counted["start"], span=read_span(counted["span"]))
    event = _EVENT.search(text)
    if _YEAR_END.search(text) or _FIRST_MARCH.search(text):
        start = re.search(DAY_OR_NAMED, text)
        return Shape(start=start[0] if start else None, year_end=True)
    if event:
        return Shape(start=event["start"])
    bare = _BARE.search(text)
    if bare:
        return Shape(span=read_span(bare["span"]))
    begins = _FROM.search(text)
    if begins:
        return Shape(start=begins["start"])
    return Shape() if re.search(r"期間は", text) and _TO_EVENT.search(text) else None
