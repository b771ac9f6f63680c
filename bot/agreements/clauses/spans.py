"""Lengths of time: 3年間, 1年6か月, 六箇月, 半年, 30日, 2週間."""

import re
from dataclasses import dataclass

from bot.agreements.clauses.numerals import NUMBER, number

MONTH = "[かヶヵカケゖゕ箇個ヶ]月"
_YEAR = "(?:[かヶヵカケゖゕ箇個]?年|会計年度|年度)"
SPAN = (
    rf"(?:(?:{NUMBER}){_YEAR}(?:半)?間?(?:(?:と|及び)?{NUMBER}{MONTH}間?)?"
    rf"|{NUMBER}{MONTH}間?|{NUMBER}月(?=[前間]|以[上内前]|を経過)間?|半年間?|{NUMBER}週間?"
    rf"|{NUMBER}日間?)"
)
_PARTS = re.compile(
    rf"(?:(?P<years>{NUMBER}){_YEAR}(?P<half>半)?間?(?:と|及び)?)?"
    rf"(?:(?P<months>{NUMBER})(?:{MONTH}|月)間?)?"
    rf"(?:(?P<weeks>{NUMBER})週間?)?(?:(?P<days>{NUMBER})日間?)?"
)
_LONGEST = {"months": 1200, "days": 36500}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """So many months or days; the other is None."""

    months: int | None = None
    days: int | None = None


def read_span(text: str) -> Span | None:
    """The length that a plain text such as 「1年6か月間」 names; None where it is none."""
    if text.startswith("半年"):
        return Span(months=6)
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return None
    months = _months(parts)
    if months:
        return Span(months=months) if months <= _LONGEST["months"] else None
    days = (number(parts["weeks"] or "") or 0) * 7 + (number(parts["days"] or "") or 0)
    return Span(days=days) if 0 < days <= _LONGEST["days"] else None


def _months(parts: re.Match[str]) -> int:
    years = number(parts["years"] or "") or 0
    return years * 12 + (6 if parts["half"] else 0) + (number(parts["months"] or "") or 0)
