"""口頭開示: spoken information counts as secret once it is written down in time."""

import re

from bot.agreements.clauses.layout import Text
from bot.agreements.clauses.model import OralDisclosure
from bot.agreements.clauses.numerals import NUMBER, number
from bot.agreements.clauses.word_index import Vocabulary

_ORAL = re.compile(r"口頭|口述|有形な媒体以外|無形")
_WORDS = Vocabulary(("口頭", "口述", "有形な媒体以外", "無形"))
_TOLD = re.compile(r"開示|提供|伝達")
_WRITTEN = re.compile(r"書面|文書|書類|有形")
_WITHIN = re.compile(rf"(?P<n>{NUMBER})(?P<unit>日|営業日|週間)(?:間)?以内")


def find_oral_disclosure(text: Text) -> OralDisclosure | None:
    """The first clause on spoken information; days None where it names no number."""
    for place in text.index.holding(_WORDS):
        sentence = text.body[place]
        bare = sentence.bare
        if not (_ORAL.search(bare) and _TOLD.search(bare) and _WRITTEN.search(bare)):
            continue
        if "秘密" not in bare and "機密" not in bare:
            continue
        return OralDisclosure(days=_days(bare), cite=sentence.cite())
    return None


def _days(text: str) -> int | None:
    within = _WITHIN.search(text)
    if within is None:
        return None
    value = number(within["n"])
    return value * 7 if value and within["unit"] == "週間" else value
