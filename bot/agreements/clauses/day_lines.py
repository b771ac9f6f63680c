"""The line of a signature that holds nothing but the day of signing."""

import re

from bot.agreements.clauses.dates import dates_in, read_day
from bot.agreements.clauses.wording import compact

_MAY_BE_DAY = re.compile(r"年.{0,40}日|[0-9][./-][0-9]")
_FIRST_SIGNS = frozenset("令平昭大明西MTSHRmtshr12一二協契締日")
_DAY_LABELS = ("協定締結日", "契約締結日", "締結年月日", "契約年月日", "締結日", "契約日", "日付")


def is_day_line(half: str) -> bool:
    """A line that holds nothing but the day of signing, filled in or blank."""
    return len(half) <= 40 and day_line(half) is not None


def may_begin_with_day(half: str) -> bool:
    """Whether the line's first sign may be that of a day or of its label."""
    return half[0] in _FIRST_SIGNS


def day_line(half: str) -> str | None:
    """The day that a line consists of (as plain text), its label left out."""
    if not _MAY_BE_DAY.search(half):
        return None
    text = compact(half)
    for label in _DAY_LABELS:
        text = text.removeprefix(label).lstrip(":")
    if text in ("年月日", "年月吉日") or text.endswith("月吉日"):
        return text
    if read_day(text):
        return text
    found = dates_in(text)
    return text if len(found) == 1 and found[0].end - found[0].begin == len(text) else None
