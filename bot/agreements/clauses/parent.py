"""The contract that a memorandum or 特記事項 belongs to."""

import re

from bot.agreements.clauses.layout import Text

_NOUN = r"(?:契約|協定|覚書)書?"
_WAYS = (
    re.compile(
        r"(?:締結|契約|交換|取り?交わ)(?:を)?(?:した|する|済みの|された|し)[、]?[「『]?"
        rf"(?P<title>[^「」『』()。、は]{{2,80}}?{_NOUN})[」』]?(?=\(|に|の|、|について|第|を"
        r"|と|は)"
    ),
    re.compile(
        rf"[「『](?P<title>[^「」『』。]{{2,100}}?{_NOUN})(?:\([^()]*\))?[」』](?=\(|に|の|、"
        r"|第|を)"
    ),
    re.compile(rf"(?P<title>[^「」()。、は]{{4,80}}?{_NOUN})\(以下[、]?「[^」]{{1,20}}」"),
    re.compile(
        rf"(?P<title>[^「」()。、は]{{4,80}}?{_NOUN})(?:第[0-9]+条[^。]{{0,12}})?に(?:基づ|付随"
        r"|附属)"
    ),
)
_OWN = re.compile(
    r"^(?:この|本|次のとおり|以下のとおり|当該|下記の)|^(?:契約|協定|覚書|本契約"
    r"|委託契約書?)$"
)
_LEAD = re.compile(
    r"^(?:.*(?:付けで|付で|日付で|との間で|との間の|における|に係る締結した|締結した))?"
)


def find_parent(text: Text, kind: str, earlier: list[Text]) -> str | None:
    """Its title as written, where this text is a memorandum or 特記事項 and names one.

    特記事項 behind a contract of the same file belong to it where it speaks of them.
    """
    if kind not in ("memorandum", "special_terms"):
        return None
    first = text.articles[0].paragraphs[0].sentences if _has_first(text) else ()
    for sentence in (*text.preamble, *first[:2]):
        for way in _WAYS:
            match = way.search(sentence.text)
            title = _title(match) if match else ""
            if title and not _OWN.search(title):
                return title
    return _above(earlier) if kind == "special_terms" else None


def _title(match: re.Match[str]) -> str:
    """The title; what leads up to it is left out where no quotation marks do that."""
    begin = match.start("title")
    quoted = match.string[max(0, begin - 1) : begin] in ("「", "『")
    return match["title"] if quoted else _LEAD.sub("", match["title"], count=1)


def _above(earlier: list[Text]) -> str | None:
    for text in reversed(earlier):
        if any("特記事項" in one.text for one in text.body):
            return text.title
    return None


def _has_first(text: Text) -> bool:
    return bool(text.articles and text.articles[0].paragraphs)
