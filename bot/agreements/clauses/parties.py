"""Who the agreement is between, and what the text calls them."""

import re
from collections.abc import Iterator

from bot.agreements.clauses.layout import Sentence, Text, sentence
from bot.agreements.clauses.marks import side_of
from bot.agreements.clauses.model import Party
from bot.agreements.clauses.noise import Line
from bot.agreements.clauses.wording import compact, flat

LETTERS = "甲乙丙丁戊己庚辛壬癸"
_DEFINED = re.compile(
    r"\((?:以下|以降)?[、]?(?:これらを)?(?P<joint>総称して|あわせて|併せて|まとめて)?[「『\"]"
    r"(?P<role>[^「」『』\"()。、]{1,12})"
    r"[」』\"]と(?P<joint2>総称)?[^()]{0,12}\)"
)
_SIDE_WORDS = frozenset(LETTERS) | frozenset(
    [
        "市",
        "県",
        "府",
        "都",
        "町",
        "村",
        "区",
        "市町",
        "市町村",
        "発注者",
        "受注者",
        "委託者",
        "受託者",
        "事業者",
        "実施者",
        "当事者",
        "会社",
        "大学",
        "学校",
        "法人",
        "団体",
        "組合",
        "協会",
        "教育委員会",
        "協定市町",
        "協定市町村",
        "構成市町",
        "構成市町村",
        "協定市区町村",
        "協定団体",
        "各市",
        "各市町",
        "各市町村",
        "貸主",
        "借主",
        "貸付人",
        "借受人",
        "賃貸人",
        "賃借人",
        "指定管理者",
        "運営者",
        "構成団体",
        "参加市町村",
        "関係市町",
        "関係市町村",
        "締約団体",
        "市教委",
        "県教委",
    ]
)
_GOES_ON_AS_SIDE = re.compile(r"と|は|及び|並びに|、|が|の間|$")
_NO_SIDE = re.compile(r"^(?:本|この|当|原|旧|新|前)")
_JOINT_LIST = re.compile(r"、|及び|および|並びに|ならびに|と(?=[^、]{2,}[市町村区])")
_WITHIN = re.compile("^.*[をに](?=[^をに]+$)")  # an article: 「…の執行をあかつき市（以下「乙」」
_LEAD = re.compile(
    r"^(?:[、。]|及び|および|並びに|ならびに|又は|または|(?:委託者|受託者|発注者|受注者"
    r"|貸主|借主|(?:貸付|借受|賃貸|賃借|使用貸|使用借|譲渡|譲受|委任|受任)人|売主|買主|寄附者)"
    r"(?=.)[:、]?|[0-9]{1,2}[.、]?)+"
)
_BEFORE_NAME = re.compile(
    r"^.*(?:は、|に関し、|に関して、|について、|において、|ため、|:|ここに、)"
)
_LIST = re.compile(r"(?P<names>[^()。]{5,1500}?)(?:は、|(?:の間|相互)(?:で|に|において))")
_PLACEHOLDER = re.compile(
    r"[○●◯〇□■△▲＿_*×]{2,}|^[○●◯〇□△×]|\(?(?:会社名|事業者名|団体名|相手方|受託者名|名称"
    r"|商号)\)?$|\[.*\]"
)
_ADDRESS = re.compile(
    r"[0-9一二三四五六七八九十〇]+(?:番|丁目|号|-[0-9])|^〒|住所|所在地|^(?:東京都|北海道|"
    r"(?:京都|大阪)府|.{2,3}県)[^長]*[0-9一二三四五六七八九十]"
)
_OFFICE = re.compile(r"^(?P<name>.*?[市町村区県都府道])(?:長|知事)")
_OFFICER = re.compile(
    r"代表|取締役|社長|理事長|会長|教育長|学長|所長|部長|執行役員|^\(|印$|氏名|役職"
)
_COMPANY = re.compile(
    r"株式会社|有限会社|合同会社|法人|組合|協会|連合会|大学|委員会|銀行|センター|広域連合"
    r"|協議会|商工会"
)
_NAME_LABEL = re.compile(r"^(?:名称|商号又は名称|商号|団体名|会社名|氏名)[:：]?")


def parties_of(text: Text) -> tuple[Party, ...]:
    """The sides in the text's order: as the preamble defines them, else as they sign."""
    defined = tuple(_defined(text))
    if any(party.name not in _SIDE_WORDS for party in defined):
        return tuple(_completed(party, text) for party in defined)
    lettered = tuple(_lettered(text))
    return lettered or tuple(_listed(text)) or tuple(_signatories(text))


def blank_parties(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """The sides whose name the text leaves open."""
    return tuple(party for party in parties if party.name is None)


def party_sentence(text: Text) -> Sentence:
    """Where the parties are named: the first defining sentence, else the title."""
    for one in text.preamble:
        if any(found["role"] in _SIDE_WORDS for found in _DEFINED.finditer(one.text)):
            return one
    lines = [line for line in text.closing if side_of(line.flat)]
    title = text.title or ""
    return sentence(lines[-1] if lines else Line(title, flat(title), False))


def _introduction(text: Text) -> Iterator[Sentence]:
    yield from text.preamble
    if text.articles and text.articles[0].paragraphs:
        yield from text.articles[0].paragraphs[0].sentences


def _defined(text: Text) -> Iterator[Party]:
    roles: set[str] = set()
    for one in _introduction(text):
        end = 0
        for match in _DEFINED.finditer(one.text):
            role = match["role"]
            chunk = one.text[end : match.start()]
            if role not in _SIDE_WORDS and not _is_side(match, chunk, one):
                continue
            end = match.end()
            if role in roles or len(chunk) > 1500 or (one.article and role not in LETTERS):
                continue
            roles.add(role)
            joint = match["joint"] or match["joint2"] or role in _SIDE_WORDS - set(LETTERS)
            yield from _named(_WITHIN.sub("", chunk) if one.article else chunk, role, bool(joint))


def _is_side(match: re.Match[str], chunk: str, one: Sentence) -> bool:
    """A side by a name of its own (パートナー): it follows an organisation and then acts."""
    if one.article or _NO_SIDE.match(match["role"]):
        return False
    name = _chunk_name(chunk)
    return _is_name(name) and bool(_GOES_ON_AS_SIDE.match(one.text, match.end()))


def _chunk_name(chunk: str) -> str:
    return _LEAD.sub("", _BEFORE_NAME.sub("", chunk).removeprefix("と"))


def _named(chunk: str, role: str, joint: bool) -> Iterator[Party]:
    chunk = _chunk_name(chunk)
    names = [name for name in _JOINT_LIST.split(chunk) if name] if joint else [chunk]
    if len(names) < 2:
        names = [chunk]
    for name in names:
        yield Party(role=role, name=_name(name))


def _name(text: str) -> str | None:
    name = _LEAD.sub("", text.strip("「」『』:： "))
    return None if not name or _PLACEHOLDER.search(name) else name


def _completed(party: Party, text: Text) -> Party:
    """A name left blank in the preamble may stand in the signature."""
    if (party.name and party.name not in _SIDE_WORDS) or party.role is None:
        return party
    signed = next((other.name for other in _lettered(text) if other.role == party.role), None)
    return Party(role=party.role, name=signed)


def _lettered(text: Text) -> Iterator[Party]:
    """The sides as they sign: 甲, its address, its name."""
    blocks: list[tuple[str, list[str]]] = []
    for line in text.closing:
        side = side_of(line.flat)
        if side:
            blocks.append((side[0], [side[1]]))
        elif blocks:
            blocks[-1][1].append(line.flat)
    seen: set[str] = set()
    for role, lines in blocks:
        if role not in seen:
            seen.add(role)
            yield Party(role=role, name=_signed_name(lines[:6]))


def _signed_name(lines: list[str]) -> str | None:
    for line in lines:
        name = _NAME_LABEL.sub("", compact(line))
        if not name or _ADDRESS.search(name):
            continue
        office = _OFFICE.match(name)
        if office:
            return _name(office["name"])
        if _COMPANY.search(name):
            return _name(
                re.sub(r"(?<=.)(?:代表取締役|代表者|理事長|会長|学長|教育長).*$", "", name)
            )
        if not _OFFICER.search(name):
            return _name(name)
    return None


def _listed(text: Text) -> Iterator[Party]:
    """「A市、B町及びC村は、次のとおり協定を締結する」: dozens without a letter."""
    for one in text.preamble:
        match = _LIST.match(one.bare)
        if match is None or "締結" not in one.text:
            continue
        names = [
            name for name in re.split(r"、|及び|および|並びに|ならびに", match["names"]) if name
        ]
        if len(names) > 1 and all(_is_name(name) for name in names):
            yield from (Party(role=None, name=_name(name)) for name in names)
            return


def _is_name(name: str) -> bool:
    return len(name) <= 40 and bool(
        re.search(r"[市町村区県都府道]$", name) or _COMPANY.search(name)
    )


def _signatories(text: Text) -> Iterator[Party]:
    """Signature lines such as 「あかつき市長」, each a side of its own."""
    seen: set[str] = set()
    for line in text.closing:
        line_text = compact(line.flat)
        office = _OFFICE.match(line_text)
        company = _COMPANY.search(line_text) and not _ADDRESS.search(line_text)
        name = office["name"] if office and len(office["name"]) <= 12 else None
        if name is None and company and len(line_text) <= 60:
            name = re.sub(r"(?<=.)(?:代表取締役|代表者|理事長|会長|学長|教育長).*$", "", line_text)
        if name and name not in seen and "。" not in line_text:
            seen.add(name)
            yield Party(role=None, name=_name(name))
