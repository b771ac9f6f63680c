"""What begins an article, a paragraph or an item, and what closes the text."""

import re
from dataclasses import dataclass

from bot.agreements.clauses.numerals import NUMBER, number

_CAPTION = r"[(【\[]\s*(?P<{0}>[^()【】\[\]。]{{1,40}}(?:\([^()]{{0,20}}\))?)\s*[)】\]]"
_SPACED = (
    r"(?P<number>" + NUMBER.removesuffix("{1,9}") + r"(?: ?[0-9〇一二三四五六七八九十百]){0,5})"
)
_REFERENCE = re.compile(
    r"(?:の(?:規定|定め|[^0-9一二三四五六七八九十])|に(?:規定|定め|掲げ|基づ|よ[るり]|お"
    r"|い|係|違|該)"
    r"|第|、|及び|および|又は|または|並びに|から|を|は|中|で|ただし|ないし|乃至|まで|各|と|が|も)"
)
_ARTICLE = re.compile(
    r"\s*(?:" + _CAPTION.format("before") + r")?\s*第\s*" + _SPACED + r"\s*条"
    r"(?:\s*の\s*(?P<branch>[0-9一二三四五六七八九十]{1,2})(?![0-9一-龠ぁ-ん]))?[.．:：]?"
)
_SECTION = re.compile(
    r"\s*(?:"
    + _CAPTION.format("before")
    + r")?\s*第\s*"
    + _SPACED
    + r"(?!\s*[条項号章節回期次者週弾種類0-9〇一二三四五六七八九十])(?P<branch>(?!))?"
)
_NUMBERED = re.compile(
    r"\s*(?P<before>(?!))?(?P<branch>(?!))?(?P<number>[0-9]{1,2}"
    r"|[一二三四五六七八九十]{1,3})(?:\s*[.、．)]\s*|\s+)"
)
_HEAD_SIGNS = frozenset("第([【0123456789一二三四五六七八九十")
_AFTER = re.compile(r"\s*" + _CAPTION.format("after"))
_ALONE = re.compile(r"\s*" + _CAPTION.format("alone") + r"\s*")
_CHAPTER = re.compile(r"\s*第\s*" + NUMBER + r"\s*[章節](?!\S*。)")
_PARAGRAPH = re.compile(r"\s*(?P<number>[0-9]{1,2}|[①-⑳])(?P<gap>\s*[.．、)]\s*|\s+)?(?P<next>\S?)")
_COUNTED = frozenset(
    "年月日条項号箇か個人件回通枚社週つ歳%時分円名点台%ヶヵカケ0123456789-/.~〜第割倍者種階"
)
_ITEM = re.compile(
    r"\s*(?:[(](?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[ア-ン]|[a-z])[)]|(?P<circle>[①-⑳])"
    r"|(?P<kanji>[一二三四五六七八九十]{1,3})(?=[\s、.])[、.]?|(?P<kana>[ア-ン])(?=[\s.、])[.、]?"
    r"|(?P<dot>[・○●◎■◆]))\s*"
)
_ITEM_SIGNS = frozenset("(一二三四五六七八九十・○●◎■◆") | {
    chr(code) for first, last in ("①⑳", "アン") for code in range(ord(first), ord(last) + 1)
}
_LABEL_SIGNS = frozenset("職氏役所住電連商代責(0123456789")
_CLOSING = re.compile(
    r"\s*(?:本|この|以上|上記|前記|右記?|協定|契約|覚書).{0,40}?(?:証する|証と|証し|証左"
    r"|成立)|\s*(?:本書|この協定書|この契約書).{0,3}[0-9一二三四五六七八九十]+\s*通"
)
_ANNEX = re.compile(r"\s*[(【\[]?(?:別紙|別表|別記|別添|様式|参考)")
_CLOSING_SIGNS = frozenset("本こ以上前右協契覚")
_BLOCK_SIGNS = frozenset("([【「別様参甲乙丙丁戊己庚辛委受発")
_SUPPLEMENT = re.compile(r"\s*附\s*則\s*")
_SIDE = re.compile(
    r"\s*[(\[]?(?:委託者|受託者|発注者|受注者|委任者)?[)\]]?\s*[(「\[]?"
    r"(?P<side>[甲乙丙丁戊己庚辛])[)」\]]?(?=[\s:：]|$)"
)
_LABEL = re.compile(
    r"\s*[(]?[0-9]{0,2}[)]?\s*(?P<label>職\s*名|氏\s*名|役\s*職|所\s*属|職・?氏名|住\s*所"
    r"|電話番?号?|連絡先|商号又は名称|代表者職?氏名|責任者(?:職?氏名)?)"
    r"\s*[:：]?\s*(?P<value>.*)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The beginning of an article: name, order, caption and where its text begins."""

    name: str
    number: int
    caption: str
    rest: int


def scheme_of(flats: list[str]) -> str:
    """How the text numbers its articles: 第1条, 第1, a plain 1, or not at all."""
    flats = [line for line in flats if line[:1] in _HEAD_SIGNS]
    if any("条" in line and _is_first(_ARTICLE, line) for line in flats):
        return "article"
    if any(_is_first(_SECTION, line) for line in flats):
        return "section"
    return "numbered" if any(_is_first(_NUMBERED, line) for line in flats) else "none"


def _is_first(pattern: re.Pattern[str], line: str) -> bool:
    match = pattern.match(line)
    if match is None or number(match["number"].replace(" ", "")) != 1:
        return False
    return pattern is not _ARTICLE or not _REFERENCE.match(line, match.end())


def head_of(scheme: str, line: str, last: int, finished: bool) -> Head | None:
    """The article that begins with this flat line, if one does: numbers only go on by one."""
    if line[:1] not in _HEAD_SIGNS:
        return None
    if scheme == "article" and "条" in line:
        return _head(_ARTICLE, line, last, finished, "第{}条")
    if scheme == "section" and "第" in line:
        return _head(_SECTION, line, last, finished, "第{}")
    if scheme == "numbered":
        return _head(_NUMBERED, line, last, finished, "{}")
    return None


def _head(pattern: re.Pattern[str], line: str, last: int, finished: bool, form: str) -> Head | None:
    match = pattern.match(line)
    value = number(match["number"].replace(" ", "")) if match else None
    if match is None or value is None:
        return None
    branch = match["branch"]
    follows = value == last if branch else last < value <= last + (3 if finished else 1)
    if not follows or _REFERENCE.match(line, match.end()):
        return None
    caption = _AFTER.match(line, match.end())
    before = match["before"] or ""
    return Head(
        name=form.format(value) + (f"の{number(branch)}" if branch else ""),
        number=value,
        caption=before or (caption["after"] if caption else ""),
        rest=caption.end() if caption and not before else match.end(),
    )


def caption_alone(line: str) -> str | None:
    """The caption that a line consists of, such as （期間）."""
    if line[0] not in "([【" or line[-1] not in ")]】":
        return None
    match = _ALONE.fullmatch(line)
    return match["alone"] if match else None


def paragraph_at(line: str, expected: int, finished: bool) -> int | None:
    """Where the text of paragraph `expected` begins, if this line begins it."""
    if not (line[0].isdigit() or "①" <= line[0] <= "⑳"):
        return None
    match = _PARAGRAPH.match(line)
    if match is None or _ordinal(match["number"]) != expected:
        return None
    if not match["gap"] and (match["next"] in _COUNTED or not match["next"]):
        return None
    if not finished and (not match["gap"] or match["next"] in _COUNTED):
        return None
    return match.start("next")


def item_at(line: str, last: int) -> tuple[int, int] | None:
    """Number and beginning of the text of an item that begins here: 1 or the next one."""
    match = _ITEM.match(line) if line[0] in _ITEM_SIGNS else None
    if match is None:
        return None
    if match["dot"]:
        return last, match.end()
    value = _ordinal(match["n"] or match["circle"] or match["kanji"] or match["kana"])
    return (value, match.end()) if value == 1 or value == last + 1 else None


def _ordinal(sign: str) -> int:
    if "①" <= sign <= "⑳":
        return ord(sign) - ord("①") + 1
    if "ア" <= sign <= "ン":
        return (
            "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ".find(sign) + 1
        )
    if "a" <= sign <= "z":
        return ord(sign) - ord("a") + 1
    return number(sign) or 0


def is_kana_item(line: str) -> bool:
    """ア, イ below an item (1): they belong to it."""
    match = _ITEM.match(line)
    return bool(match and (match["kana"] or match["dot"] or "ア" <= (match["n"] or "") <= "ン"))


def closes(line: str) -> bool:
    """「本協定の締結を証するため、本書2通を…」, an annex or a signature: no article."""
    first = line[0]
    if first in _CLOSING_SIGNS:
        return _CLOSING.match(line) is not None
    return first in _BLOCK_SIGNS and (_ANNEX.match(line) is not None or is_side(line))


def is_side(line: str) -> bool:
    """「甲　あかつき市…」 of a signature, no sentence about it."""
    match = _SIDE.match(line)
    return bool(match) and "。" not in line


def side_of(line: str) -> tuple[str, str] | None:
    """Letter and rest of a signature line."""
    match = _SIDE.match(line)
    return (match["side"], line[match.end() :].lstrip(" :：")) if match else None


def is_supplement(line: str) -> bool:
    """附則 alone on its line."""
    return line[0] == "附" and _SUPPLEMENT.fullmatch(line) is not None


def is_chapter(line: str) -> bool:
    """第1章 総則: belongs to no article."""
    return line[0] == "第" and _CHAPTER.match(line) is not None


def label_of(line: str) -> tuple[str, str] | None:
    """Label and value of a form line such as 「職名」 or 「氏名　○○」."""
    if len(line) > 60 or line[0] not in _LABEL_SIGNS or "。" in line:
        return None
    match = _LABEL.match(line)
    return (match["label"].replace(" ", ""), match["value"].strip()) if match else None
