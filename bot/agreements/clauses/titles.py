"""Where each agreement of a file begins, what it is called and of which kind it is."""

import re
from dataclasses import dataclass

from bot.agreements.clauses.marks import scheme_of
from bot.agreements.clauses.noise import Line
from bot.agreements.clauses.wording import flat, tidy

_NOUN = (
    "協定書|協定|覚書|契約書|契約|契約約款|契約条項|約款|確認書|合意書|申合せ書?|申し合わせ書?|誓約書"
    "|特記事項|特記仕様書|特則|特約条項|特別条項|遵守事項|覚え書き?|念書|議定書|規約|協議書|約定書"
)
_TITLE = re.compile(rf"(?:{_NOUN})(?P<tail>(?:[(【\[<〈][^()【】。]{{0,24}}[)】\]>〉]|案)*)$")
_NOT_TITLE = re.compile(
    r"^[(（]?[0-9〇一二三四五六七八九十ア-ンa-z]{1,2}[)）]|^[・○●◎■◆*※]"
    r"|^第[0-9一二三四五六七八九十]+[条項]|以下、?「|という。|。|は、"
)
_RUNS_INTO = re.compile(r"\s*(?:[(]\s*(?:以下|案の)|[をはがにのとへで]|及び|並びに|又は|、)")
_FIRST_HALF = re.compile(
    r"(?:と|の|に関する|における|に係る|に伴う|を|・|、|及び|による|に向けた|のための)$"
)
_TITLE_REST = re.compile(
    rf"(?:{_NOUN}|[定覚書契約特記事項]{{1,4}})(?:[(【][^()【】]{{0,20}}[)】])?$"
)
_DRAFT = re.compile(
    r"[(【\[]?\s*(?:素|原|最終)?案\s*[)】\]]?(?:\s*[(]?[0-9.]*[)]?)?|[(【\[]\s*(?:草案"
    r"|ドラフト|たたき台)\s*[)】\]]"
)
_DRAFT_IN_TITLE = re.compile(r"[(【\[<〈](?:素|原|最終)?(?:案|草案|ドラフト)[)】\]>〉]|案$")
_LEADING = re.compile(
    r"^\s*(?:[(【\[]?(?:別[紙記添表]|参考(?:資料)?|資料|様式)"
    r"(?:第?\s*[0-9一二三四五]+号?)?[)】\]]?[\s:：]*)+"
)
_SIDES = re.compile(r"以下[、]?(?:総称して|あわせて)?[「『][^」』]{1,12}[」』]")
_PROMISES = re.compile(r"[甲乙]|委託者|受託者|受注者|発注者|事業者|締結")
_LONGEST_TITLE = 120
_LAST_SIGNS = frozenset("書定覚項款約案協契特記事条則せ)】]>〉")
_KINDS = (
    ("特記事項", "special_terms"),
    ("特記仕様書", "special_terms"),
    ("特則", "special_terms"),
    ("特約条項", "special_terms"),
    ("特別条項", "special_terms"),
    ("遵守事項", "special_terms"),
    ("覚書", "memorandum"),
    ("覚え書", "memorandum"),
    ("契約", "contract"),
    ("約款", "contract"),
    ("協定", "agreement"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One agreement of a file: its title and the lines below it; `above`: those just before."""

    title: str | None
    draft: bool
    lines: list[Line]
    above: list[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    begin: int
    end: int
    title: str


def kind_of(title: str | None) -> str:
    """The kind that the title names; the last noun decides (契約に関する覚書 is a memorandum)."""
    name = _TITLE.search(_compact(flat(title or "")))
    noun = name[0] if name else ""
    return next((kind for word, kind in _KINDS if word in noun), "other")


def parts_of(lines: list[Line]) -> list[Part]:
    """The agreements of a file in order; empty where it holds none."""
    headings = _with_text_below(_candidates(lines), lines)
    if not headings:
        return _untitled(lines)
    ends = [heading.begin for heading in headings[1:]] + [len(lines)]
    begins = [0] + [heading.end for heading in headings[:-1]]
    return [
        _part(heading, lines, begin, end)
        for heading, begin, end in zip(headings, begins, ends, strict=True)
    ]


def _part(heading: _Heading, lines: list[Line], begin: int, end: int) -> Part:
    above = lines[max(begin, heading.begin - 3) : heading.begin]
    below = lines[heading.end : end]
    marks_draft = bool(below) and _DRAFT.fullmatch(below[0].flat.strip()) is not None
    draft = (
        _DRAFT_IN_TITLE.search(_compact(flat(heading.title))) is not None
        or marks_draft
        or any(_DRAFT.fullmatch(line.flat.strip()) for line in above)
    )
    return Part(
        title=heading.title, draft=draft, lines=below[1:] if marks_draft else below, above=above
    )


def _candidates(lines: list[Line]) -> list[_Heading]:
    found: list[_Heading] = []
    for at, line in enumerate(lines):
        if line.flat[-1] not in _LAST_SIGNS or len(line.flat) > _LONGEST_TITLE:
            continue
        if found and at < found[-1].end:
            continue
        heading = _heading_at(at, lines)
        if heading:
            found.append(heading)
    return found


def _heading_at(at: int, lines: list[Line]) -> _Heading | None:
    end = at + 1
    text = _compact(lines[at].flat)
    if not _TITLE.search(text):
        broken = _broken_title(at, lines, text)
        if broken is None:
            return None
        text, end = broken, at + 2
    begin = _first_line(at, lines)
    if _is_sentence(begin, end, lines):
        return None
    title = tidy(" ".join(lines[index].raw for index in range(begin, end)))
    return _Heading(begin=begin, end=end, title=_LEADING.sub("", title) or title)


def _broken_title(at: int, lines: list[Line], text: str) -> str | None:
    """「…に関する協／定書」: the title's last word broken over two lines."""
    if at + 1 >= len(lines) or lines[at + 1].gap or text[-1:] not in "協定覚契約特記事項":
        return None
    rest = _compact(lines[at + 1].flat)
    whole = text + rest
    return whole if len(rest) <= 20 and _TITLE_REST.match(rest) and _TITLE.search(whole) else None


def _first_line(at: int, lines: list[Line]) -> int:
    """A title may begin one or two lines above, ending there in a particle."""
    begin = at
    while begin > max(0, at - 2) and not lines[begin].gap:
        above = _compact(lines[begin - 1].flat)
        if not _FIRST_HALF.search(above) or _NOT_TITLE.search(above) or len(above) > 60:
            break
        begin -= 1
    return begin


def _is_sentence(begin: int, end: int, lines: list[Line]) -> bool:
    text = _compact("".join(line.flat for line in lines[begin:end]))
    if _NOT_TITLE.search(_LEADING.sub("", text)):
        return True
    if end < len(lines) and not lines[end].gap and _RUNS_INTO.match(lines[end].flat):
        return True
    above = lines[begin - 1].flat if begin and not lines[begin].gap else ""
    return (
        "以下「" in above or above.endswith("、") or (len(above) > 30 and above[-1] not in "。.)")
    )


def _compact(text: str) -> str:
    return "".join(text.split())


def _with_text_below(candidates: list[_Heading], lines: list[Line]) -> list[_Heading]:
    """Only those under which an agreement follows before the next one."""
    ends = [heading.begin for heading in candidates[1:]] + [len(lines)] * bool(candidates)
    return [
        heading
        for heading, end in zip(candidates, ends, strict=True)
        if _is_agreement(heading.title, lines[heading.end : end])
    ]


def _is_agreement(title: str, below: list[Line]) -> bool:
    text = _compact("".join(line.flat for line in below))
    scheme = scheme_of([line.flat for line in below])
    if scheme == "article":
        return _PROMISES.search(text) is not None
    if kind_of(title) == "special_terms":
        return scheme != "none" and _PROMISES.search(text) is not None
    return _SIDES.search(text) is not None and "締結" in text


def _untitled(lines: list[Line]) -> list[Part]:
    """Articles between 甲 and 乙 without any title are an agreement all the same."""
    text = _compact("".join(line.flat for line in lines))
    named = re.search(r"(?:本|この)(?:協定|契約|覚書)", text)
    sided = _SIDES.search(text) is not None or ("甲" in text and "乙" in text)
    if not (named and sided and scheme_of([line.flat for line in lines]) == "article"):
        return []
    return [Part(title=None, draft=False, lines=lines, above=[])]
