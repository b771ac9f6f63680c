"""How days, times, periods and cadences of meetings are told."""

from datetime import date, datetime

from cards.lang import Lang, era_year
from cards.meetings.matter import Slot

APRIL = 4
_EVERY = {1: "month", 2: "two_months", 3: "quarter", 6: "half", 12: "year"}


def slot_line(lang: Lang, slot: Slot) -> str:
    """12月9日（水）10:00～11:00."""
    return lang.t(
        "meetings.slot", day=lang.short_day(slot.start.date()), at=clock(slot), till=till(slot)
    )


def moment(lang: Lang, at: datetime) -> str:
    """12月9日（水）10:00."""
    day = lang.short_day(at.date())
    return lang.t("meetings.moment", day=day, at=f"{at.hour}:{at.minute:02}")


def slot_day(lang: Lang, slot: Slot) -> str:
    """2026年12月9日（水）10:00～11:00."""
    return lang.t("meetings.slot", day=lang.day(slot.start.date()), at=clock(slot), till=till(slot))


def clock(slot: Slot) -> str:
    """10:00, when it begins."""
    return f"{slot.start.hour}:{slot.start.minute:02}"


def till(slot: Slot) -> str:
    """11:00, when it ends."""
    return f"{slot.end.hour}:{slot.end.minute:02}"


def every(unit: str, count: int) -> str:
    """The word of the form for this cadence, empty for one that it can't say."""
    return "weeks" if unit == "weeks" else _EVERY.get(count, "")


def cadence(lang: Lang, unit: str, count: int) -> str:
    """四半期に1回, 2週ごと; 未設定 while nobody has said."""
    if not unit:
        return lang.t("meetings.cadence.none")
    word = every(unit, count)
    if word and word != "weeks":
        return lang.t(f"meetings.cadence.{word}")
    return lang.count(f"meetings.cadence.every_{unit}", count)


def period(lang: Lang, first: date, last: date) -> str:
    """第3四半期（10～12月）, 上半期（4～9月）, 10月分, or from when to when."""
    months = whole_months(first, last)
    span = short_period(lang, first, last)
    nth = (first.month - APRIL) % 12
    if months == 3 and nth % 3 == 0:
        return lang.t("meetings.period.quarter", nth=nth // 3 + 1, span=span)
    if months == 6 and nth % 6 == 0:
        return lang.t(f"meetings.period.half_{nth // 6 + 1}", span=span)
    if months == 12 and nth == 0:
        return lang.t("meetings.period.year", year=fiscal_year(lang, first))
    return lang.t("meetings.period.month", span=span) if months == 1 else span


def short_period(lang: Lang, first: date, last: date) -> str:
    """10～12月, 10月, or the days where it is not made of whole months."""
    months = whole_months(first, last)
    if not months:
        since, until = lang.short_day(first), lang.short_day(last)
        return lang.t("meetings.period.days", first=since, last=until)
    since, until = month(lang, first), month(lang, last)
    if months == 1:
        return until
    key = "meetings.period.months"
    return lang.t(key, first=str(first.month) if lang.japanese else since, last=until)


def whole_months(first: date, last: date) -> int:
    """How many months the days make, 0 where they do not begin and end with one."""
    ends = date.fromordinal(last.toordinal() + 1)
    if first.day != 1 or ends.day != 1:
        return 0
    return (ends.year - first.year) * 12 + ends.month - first.month


def month(lang: Lang, day: date) -> str:
    """12月, Dec."""
    return lang.t(f"meetings.month.m{day.month}")


def fiscal_year(lang: Lang, day: date) -> str:
    """令和8年度, FY 2026: it begins in April."""
    return lang.t("meetings.period.fiscal", year=_in_its_era(day) if lang.japanese else fiscal(day))


def _in_its_era(day: date) -> str:
    era, year = era_year(date(fiscal(day), APRIL, 1))
    return f"{era}{'元' if year == 1 else year}"


def fiscal(day: date) -> int:
    """The calendar year in which the fiscal year of `day` began."""
    return day.year if day.month >= APRIL else day.year - 1
