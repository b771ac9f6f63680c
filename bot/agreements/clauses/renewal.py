"""更新: what happens at the end, until when one may object, and whether it goes on for ever."""

import re
from datetime import date

from bot.agreements.clauses.deadlines import notice_by
from bot.agreements.clauses.layout import Sentence, Text
from bot.agreements.clauses.marked_days import mark_dates
from bot.agreements.clauses.model import Notice, Renewal, Term
from bot.agreements.clauses.spans import SPAN, read_span
from bot.agreements.clauses.word_index import Vocabulary

_VERB = re.compile(
    r"(?:更新|延長|継続|存続|更改)(?:する|し|さ|でき|を|と|に|後|の|は|が|。|$)|再締結"
    r"|改めて[^。]{0,20}締結|自動(?:的に)?(?:更新|延長|継続)"
    r"|同一(?:の)?(?:条件|内容)|効力を(?:有する|有し|存続)|なお?効力|有効(?:とする|とし|なものと)"
)
_WORDS = Vocabulary(("更新", "延長", "継続", "存続", "効力", "締結", "更改", "同一", "有効"))
_RENEWS = re.compile(r"更新|延長|継続|存続|更改|再締結|改めて|引き?続き|同様|有効|効力を|自動")
_ABOUT = re.compile(r"期間|満了|期限|有効|(?:本|この)(?:協定|契約|覚書)|協定|契約|自動")
_NOT_ABOUT = re.compile(
    r"(?:終了|満了|解除|解約|消滅)(?:した|の|された)?後(?!の取扱い)(?:も|に?おいて|であ"
    r"|[0-9一二三四五六七八九十]+年)"
    r"|本条の規定|前項の(?:義務|規定)は|機器の更新|データの?更新|情報の?更新"
    r"|ソフトウェアの?更新|名簿の?更新|更新プログラム|更新作業"
    r"|更新(?:情報|状況|履歴)|定期的に更新|随時更新|業務(?:の|を)継続|事業継続|継続的"
    r"|取組を継続|台帳[^。]{0,20}更新|(?:サイト|ページ)[^。]{0,20}更新"
    r"|(?:工期|納期|履行期限|納入期限|提出期限|支払期限)の?を?延長|延長を請求"
)
_SILENCE = re.compile(
    r"(?:申し?出|申し?入れ?|申し?立て?|意思(?:の)?表示|意思|通知|異議|異論|連絡|告知|表明"
    r"|意向|請求|要求|通告|解約|解除|終了|廃止|別段の定め|破棄|申告|反対)"
    r"[^。]{0,24}?(?:ない|なかっ|なけれ|なき|無い|無け|無か|ぬ限|ざる|なく)"
)
# 「終了を通知しない限り、その効力を持続する」: no end, so nothing renews.
_FOR_EVER = re.compile(
    r"(?:終了|解除|解約|廃止|破棄|失効)[^。]{0,16}(?:ない限り|ぬ限り|ないときは|ない場合は)[^。]*"
    r"(?:効力|有効|存続|継続)"
)
_LENGTH_OR_RENEWAL = re.compile(rf"更新|延長|満了|自動|同様|期間|{SPAN}")
_AUTOMATIC = re.compile(r"自動(?:的に|で)?(?:更新|延長|継続)")
_REFUSES = re.compile(
    r"(?:更新|延長|継続)(?:は|を)?(?:し|行わ|行なわ|され|でき|認め)?(?:ない(?!旨|こと|とき"
    r"|場合|意)|せず(?!に申|、?申)|ず、|ません)|(?:更新|延長)(?:しない|は行わない|せずに)"
    r"(?:もの)?とする"
)
_ENDS = re.compile(r"(?:終了|満了|失効)(?:する|し、|とする|したもの|となる)|効力を失")
_MUTUAL = re.compile(r"協議|合意|双方|両者|同意|承諾|承認|相互|話し?合|申し?合")
_GRANTED = re.compile(r"(?:申請|申し?[出込]|希望|願い?)[^。]{0,80}(?:認め|許可|承)")
_ON_REQUEST = re.compile(r"(?:更新|延長)(?:の|を)(?:申|希望|求|請求)")
_LAST_DAY = re.compile(r"満了(?:する|の)?日?の?前日(?:まで)?")
_UNTIL_END = re.compile(r"(?:満了(?:する|の)?日?|期間の?(?:満了|末日))まで(?:の間)?に")
_AGAIN = re.compile(
    r"(?:以後|以降|その後|爾後|次年度|翌年度|次回|更新後|延長後|当該期間|再更新|これ以降"
    r"|それ以後|年度以降)[^。]{0,24}?(?:同様|この例|準|繰り返|同じ|同一|例によ)"
    r"|(?:更新|延長)[^。]{0,20}も(?:また)?同様と|(?:毎年|[0-9一二三四五六七八九十]+年"
    r"(?:間)?(?:ごと|毎)に|年度ごとに|順次|逐次)[^。]{0,12}(?:自動|更新|延長|継続)|繰り返"
)
_ONCE = re.compile(
    r"(?:更新|延長)[^。]{0,12}(?:1|一)(?:回|度)(?:限り|に限|を限|まで|とする)|再(?:度の)?"
    r"(?:更新|延長)は?(?:し|行わ)?ない"
)
_BEFORE = re.compile(
    rf"(?P<span>{SPAN})(?:以上)?(?:前|以前)(?:まで|の日|に|の|以内|まで、|、|$)?"
    rf"|(?:満了(?:の)?日|期限|末日|終期)(?:の|から)?前(?P<after>{SPAN})(?:以[前内])?"
)
_EXTENSION = re.compile(rf"(?P<span>{SPAN})(?!以?前|以内|ごとに協議|後|を経過した日前)")
_SAME_LENGTH = re.compile(r"(?:同一|同じ|同様|同)(?:の)?期間|従前と同")
_YEARLY = re.compile(
    r"毎年|[翌次]年度も|翌年度(?:の)?(?:末日?|3月)|1年度|翌年の?\ue000|翌年(?:の)?3月|次の1年|年度"
    r"(?:ごと|毎)"
)
_WRITTEN = re.compile(r"書面|文書|書式")
_ANY_FORM = re.compile(r"口頭|方法を問わ|方式を問わ")
_CAPTION = re.compile(r"期間|更新|延長|効力|有効|期限|存続")
_NONE = Renewal(kind="none")


def find_renewal(text: Text, term: Term | None) -> tuple[Renewal, tuple[Sentence, ...]]:
    """The renewal of the agreement, and the sentences that leave it unclear."""
    sentences = [text.body[place] for place in text.index.holding(_WORDS)]
    captions = {article.name: article.caption for article in text.articles}
    sentences.sort(key=lambda one: not _CAPTION.search(captions[one.article]))
    for sentence in sentences:
        kind = _kind(sentence, captions[sentence.article])
        if kind:
            return _renewal(kind, sentence, text, term)
    return _without(text, term), ()


def _without(text: Text, term: Term | None) -> Renewal:
    """The text has no renewal: a sentence that refuses one, else the end itself, is the cite."""
    refusal = next((one for one in text.body if _is_refusal(one)), None)
    if refusal:
        return Renewal(kind="none", cite=refusal.cite())
    return Renewal(kind="none", cite=term.cite) if term and term.end else _NONE


def _is_refusal(sentence: Sentence) -> bool:
    text = sentence.bare
    return "更新" in text and bool(_ABOUT.search(text) and _REFUSES.search(text))


def _kind(sentence: Sentence, caption: str) -> str | None:
    """automatic, mutual, or unclear: a renewal whose working the sentence does not tell."""
    text = sentence.bare
    captioned = bool(_CAPTION.search(caption))
    if not _VERB.search(text) or _NOT_ABOUT.search(text):
        return None
    if not captioned and not _ABOUT.search(text):
        return None
    return _by_silence(text) or _by_act(text, captioned)


def _by_silence(text: str) -> str | None:
    if _REFUSES.search(text) and not _SILENCE.search(text):
        return None
    if _FOR_EVER.search(text) and not _LENGTH_OR_RENEWAL.search(text):
        return None
    silence = next((one for one in _SILENCE.finditer(text) if _renews_after(text, one)), None)
    if silence or (_AUTOMATIC.search(text) and not _REFUSES.search(text)):
        return "automatic"
    return None


def _renews_after(text: str, silence: re.Match[str]) -> bool:
    after = text[silence.end() :]
    return bool(_RENEWS.search(after)) and not _ENDS.search(after) and not _REFUSES.search(after)


def _by_act(text: str, captioned: bool) -> str | None:
    if _REFUSES.search(text) or not re.search(r"更新|延長|継続|更改|改めて|再締結", text):
        return None
    if not captioned and not re.search(r"満了|期間|自動|期限", text):
        return None
    if _SILENCE.search(text) and _ENDS.search(text):
        return "unclear" if _ON_REQUEST.search(text) else None
    if _MUTUAL.search(text) or _GRANTED.search(text):
        return "mutual"
    return "unclear" if re.search(r"更新|延長|更改", text) else None


def _renewal(
    kind: str, sentence: Sentence, text: Text, term: Term | None
) -> tuple[Renewal, tuple[Sentence, ...]]:
    sentences = [one for one in text.body if one.article == sentence.article]
    at = sentences.index(sentence)
    around = [sentence, *sentences[at + 1 : at + 4], *reversed(sentences[max(0, at - 2) : at])]
    notice = next((found for one in around if (found := _notice(one))), None)
    doubts = _doubts(kind, sentences, sentence, notice)
    return (
        Renewal(
            kind="mutual" if kind == "unclear" else kind,
            extension_months=_extension(sentence.bare, term),
            repeats=_repeats(sentences[at:]),
            notice=notice,
            notice_by=_notice_by(term, notice),
            cite=sentence.cite(),
        ),
        doubts,
    )


def _doubts(
    kind: str, sentences: list[Sentence], sentence: Sentence, notice: Notice | None
) -> tuple[Sentence, ...]:
    """Unclear: no word on who must act, no deadline for the objection, or two rules at once."""
    if kind == "unclear" or (kind == "automatic" and notice is None):
        return (sentence,)
    others = [one for one in sentences if one is not sentence and not _NOT_ABOUT.search(one.bare)]
    if kind == "mutual":
        clash = [one for one in others if _VERB.search(one.bare) and _by_silence(one.bare)]
        return tuple(clash[:1])
    return ()


def _notice(sentence: Sentence) -> Notice | None:
    """N months or days before the end, where this sentence is about the end or a renewal."""
    text, _ = mark_dates(sentence.bare)
    if _NOT_ABOUT.search(text) or not re.search(
        r"満了|更新|延長|継続|期間の?(?:末|終)|期限|終了", text
    ):
        return None
    if re.search(
        r"(?:解除|解約)(?:し(?:よう|たい)|する(?:場合|とき|日)|の日)|解除することができる"
        r"|解約することができる",
        text,
    ):
        return None
    form = "any" if _ANY_FORM.search(text) else "written" if _WRITTEN.search(text) else None
    before = _BEFORE.search(text)
    span = read_span(before["span"] or before["after"]) if before else None
    if span:
        unit = "months" if span.months else "days"
        return Notice(value=span.months or span.days or 0, unit=unit, form=form)
    if _LAST_DAY.search(text):
        return Notice(value=1, unit="days", form=form)
    if _UNTIL_END.search(text) and _SILENCE.search(text):
        return Notice(value=0, unit="days", form=form)
    return None


def _notice_by(term: Term | None, notice: Notice | None) -> date | None:
    if term is None or term.end is None or notice is None:
        return None
    return notice_by(term.end, notice.value, notice.unit)


def _extension(text: str, term: Term | None) -> int | None:
    """The length that one renewal adds: the last one named before or after the verb."""
    marked, _ = mark_dates(text)
    verb = re.search(r"更新|延長|継続|存続|効力|締結|有効", _after_silence(marked))
    region = _after_silence(marked)
    spans = [
        span.months
        for match in _EXTENSION.finditer(region)
        if (span := read_span(match["span"])) and span.months
    ]
    if spans and verb:
        return spans[0]
    if _SAME_LENGTH.search(region):
        return term.months if term else None
    return 12 if _YEARLY.search(region) else None


def _after_silence(text: str) -> str:
    """What follows the condition; a term stated in the same sentence is no extension."""
    silence = _SILENCE.search(text)
    if silence:
        return text[silence.end() :]
    start = re.search(r"満了|協議|合意|双方|両者|自動|同意|承[諾認]|[\ue000-\uf8ff]まで", text)
    return text[start.start() :] if start else text


def _repeats(sentences: list[Sentence]) -> bool | None:
    for sentence in sentences[:4]:
        text = sentence.bare
        if _ONCE.search(text):
            return False
        if _AGAIN.search(text) and not re.search(
            r"(?:終了|解除|退職)[^。]{0,8}後[^。]{0,10}同様", text
        ):
            return True
    return None
