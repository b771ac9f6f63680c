"""Which agreement an incident may belong to, where nobody has said so for certain."""

import re
import unicodedata
from dataclasses import asdict

from bot.agreements.model import Agreement
from bot.agreements.rules.parties import partners
from bot.records.model.incidents import Incident

SHORTEST_NAME = 3  # a shorter name stands in too many words
_LEGAL_FORMS = re.compile(
    r"(?:株式|有限|合同|合資|合名)会社|(?:一般|公益|特定非営利活動|社会福祉|学校|医療)?"
    r"(?:社団|財団)?法人|\((?:株|有|同|社|財|一社|一財)\)"
)
_PUNCTUATION = re.compile(r"[、。,.・/()「」]")
_NUMBERED = re.compile(
    r"(?:(?:協定|契約|覚書)(?:番号)?|番号|agreement(?:number)?):?(?:第|no\.?)?([0-9a-z][0-9a-z-]*)号?"
)


def numbers_in(words: str) -> frozenset[str]:
    """The numbers of agreements that a text gives: 「協定番号 12」, `agreement 12`."""
    return frozenset(_NUMBERED.findall(_folded(words)))


def may_mean(incident: Incident, agreement: Agreement) -> bool:
    """Whether the words of an incident name the agreement, its number, or its other side under any
    name that it ever bore."""
    said = [word for word in asdict(incident.account).values() if word]
    numbers = {_folded(agreement.number), str(agreement.id)}
    return any(numbers_in(word) & numbers or _is_named(agreement, _folded(word)) for word in said)


def is_all_of(words: str, agreement: Agreement) -> bool:
    """Whether words say the number of this agreement and, if more, only its title or other side."""
    folded = _folded(words)
    if numbers_in(words) != {_folded(agreement.number)}:
        return False
    rest = _PUNCTUATION.sub("", _NUMBERED.sub("", folded))
    return not rest or _is_named(agreement, rest)


def _is_named(agreement: Agreement, folded: str) -> bool:
    names = (_folded(agreement.title), *_names(agreement))
    return any(name in folded for name in names)


def _names(agreement: Agreement) -> frozenset[str]:
    every = (_bare(name.name) for party in partners(agreement) for name in party.names)
    return frozenset(name for name in every if len(name) >= SHORTEST_NAME)


def _bare(name: str) -> str:
    """A name without the legal form, which people leave out: ひのでロジ, not ひのでロジ株式会社."""
    return _LEGAL_FORMS.sub("", _folded(name))


def _folded(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())
