"""Days in a sentence replaced by single signs, so that wordings see them as one character."""

import re

from bot.agreements.clauses.dates import Written, dates_in

SIGNED, EFFECTIVE = "\uf8fe", "\uf8ff"  # 締結の日, 効力発生の日: days that the sentence only names
DAY = "[\ue000-\uf8fd]"
DAY_OR_NAMED = "[\ue000-\uf8ff]"
_FIRST = 0xE000
_MOST = 6000
_NAMED = re.compile(
    r"(?P<effective>効力(?:の?発生|を(?:生ずる|生じる|生じた|発する))の?日)"
    r"|(?:締結|調印|署名|発効|成立|取り?交わ)(?:の|した|された|する|し|しの)?日|同日"
)


def mark_dates(text: str) -> tuple[str, tuple[Written, ...]]:
    """The text with each day as one private sign, and the days in order."""
    days = dates_in(text)
    pieces, begin = [], 0
    for index, day in enumerate(days[:_MOST]):
        pieces += [text[begin : day.begin], chr(_FIRST + index)]
        begin = day.end
    return "".join(pieces) + text[begin:], days


def mark_named_days(text: str) -> str:
    """The text with each 締結の日 and 効力発生の日 as one sign."""
    if "日" not in text:
        return text
    return _NAMED.sub(lambda found: EFFECTIVE if found["effective"] else SIGNED, text)


def marked_day(sign: str, days: tuple[Written, ...]) -> Written:
    """The day that a sign of `mark_dates` stands for."""
    return days[ord(sign) - _FIRST]
