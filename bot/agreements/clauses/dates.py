"""Days as Japanese texts write them: eras, abbreviations, both calendars, 末日, placeholders."""

import re
from dataclasses import dataclass
from datetime import date

from bot.agreements.clauses.deadlines import fiscal_year_end, month_end
from bot.agreements.clauses.numerals import NUMBER, number

# Year 0 of each era in western years; the days on which the eras began.
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA_STARTS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 10, 23), "明治"),
)
_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_SHORT = {era[0]: era for era in _ERAS}
_LONGEST_ERA = 99  # 平成32年 is read as 2020; nobody writes 平成100年
_WESTERN = range(1868, 3000)
_CALENDAR = re.compile("明治|大正|昭和|平成|令和|西暦|[昭平令MTSHRmtshr]")
_WEEKDAYS = "月火水木金土日"

_BLANK = r"(?:[○●◯□■△▲＿_*Xx×.・\-?]{1,8}|〇{1,4})?"
_SIGN = r"(?:(?:元|" + NUMBER + r")|" + _BLANK + ")"
_ERA = (
    r"(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHRmtshr](?=[0-9元])|"
    r"(?<![一-龠])[昭平令](?=[0-9]))"
)
_ERA_YEAR = rf"{_ERA}{_SIGN}"
_W = (
    r"(?:西暦)?(?:[12][0-9]{3}|[一二][〇零一二三四五六七八九]{3}"
    r"|二千[十一二三四五六七八九]{0,3}|20[○●◯〇□△＿_*Xx]{2})"
)
_DAY = rf"(?P<month>{_SIGN})月(?:の)?(?:(?P<last>末日?)|(?P<day>{_SIGN})日)"
# The sign that begins a day is looked at first: most places of a text are none.
_FULL = re.compile(
    r"(?=[明大昭平令西翌同当MTSHRmtshr0-9〇零一二三四五六七八九十百千])(?:"
    rf"(?P<a>{_ERA_YEAR}|{_W})(?:[(/](?P<b>{_ERA_YEAR}|{_W})年?\)?)?"
    rf"(?:年度(?:の)?(?:(?:末日?|最終日|の?3月(?:31|三十一|末)日?|(?=まで))(?P<fiscal>)"
    rf"|(?:当初|4月1日)?(?=から|より)(?P<opening>))"
    rf"|年[、]?(?:[(/](?P<c>{_ERA_YEAR}|{_W})年?\)?)?{_DAY})"
    rf"|(?P<d>{_ERA}(?:元|[0-9]{{1,2}})|(?<![0-9])[12][0-9]{{3}})(?P<sep>[./\-])"
    r"(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2})(?![0-9])"
    rf"|(?P<relative>翌々?年度?|同年度?|当年|翌年度)(?:の)?(?:{NUMBER}月(?:の)?(?:末日?"
    rf"|{NUMBER}日)|末日?)"
    rf"|(?<=から)(?P<bare>{NUMBER}月(?:の)?(?:末日?|{NUMBER}日)))"
)
_MAY_HOLD_ONE = re.compile(r"年[^。]{0,40}[月度]|[0-9][./-][0-9]|から.{1,4}月")
_MONTH_DAY = re.compile(rf"(?P<month>{NUMBER})月の?(?:(?P<last>末日?)|(?P<day>{NUMBER})日)")
_WEEKDAY = re.compile(r"\([月火水木金土日祝・]{1,3}(?:曜日?)?\)")
_BESIDE = re.compile(r"[(/]")
_LAW = re.compile(
    r"(?:付け?)?(?:[一-龠ァ-ヶー]{0,12})?(?:法律|政令|省令|府令|勅令|条例|規則|規程|告示"
    r"|訓令|通達|通知|達|[一-龠]{1,4}発)第"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A day as written between `begin` and `end` of the text.

    `day` is None where the text leaves it blank (`blank`) or names two days (`contradictory`).
    """

    begin: int
    end: int
    day: date | None
    blank: bool = False
    contradictory: bool = False


def dates_in(text: str) -> tuple[Written, ...]:
    """Every day in a plain text, in order; the years of laws are no days."""
    found: list[Written] = []
    if not _MAY_HOLD_ONE.search(text):
        return ()
    for match in _FULL.finditer(text):
        if _LAW.match(text, match.end()):
            continue
        written = _written(match, text, found[-1].day if found else None)
        if written is None:
            continue
        if found and _is_same_twice(found[-1], written, text):
            found[-1] = _merged(found[-1], written, text)
        else:
            found.append(written)
    return tuple(found)


def read_day(text: str) -> date | None:
    """The one day that a plain text consists of, else None."""
    match = _FULL.fullmatch(text)
    written = _written(match, text, None) if match else None
    return written.day if written else None


def in_era(day: date) -> str:
    """令和9年3月31日（水）, as a clerk reads it."""
    era = next((name for start, name in _ERA_STARTS if day >= start), None)
    year = str(day.year - _ERAS[era]) if era else str(day.year)
    year = "元" if era and year == "1" else year
    return f"{era or '西暦'}{year}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def _written(match: re.Match[str], text: str, before: date | None) -> Written | None:
    weekday = _WEEKDAY.match(text, match.end())
    begin, end = match.start(), weekday.end() if weekday else match.end()
    if match["relative"] or match["bare"]:
        day = _relative(match[0], match["relative"], before)
        return Written(begin=begin, end=end, day=day) if day else None
    if match["d"]:
        day = _day(_year(match["d"]), int(match["m2"]), int(match["d2"]))
        return Written(begin=begin, end=end, day=day) if day else None
    years = {_year(match[name]) for name in "abc" if match[name]}
    if len(years - {None}) > 1:
        return Written(begin=begin, end=end, day=None, contradictory=True)
    if match["fiscal"] is not None:
        year = years.pop()
        day = date(year + 1, 3, 31) if year else None
        return Written(begin=begin, end=end, day=day, blank=day is None)
    if match["opening"] is not None:
        year = years.pop()
        day = date(year, 4, 1) if year else None
        return Written(begin=begin, end=end, day=day, blank=day is None)
    return _whole(match, begin, end, None if None in years else years.pop())


def _whole(match: re.Match[str], begin: int, end: int, year: int | None) -> Written | None:
    month = number(match["month"])
    day = _month_day(year or 2000, month, match["last"], match["day"])
    if year and day:
        return Written(begin=begin, end=end, day=day)
    if all(_is_figure(match[name]) for name in ("a", "month")) and (
        match["last"] or _is_figure(match["day"])
    ):
        return None if year else Written(begin=begin, end=end, day=None, blank=False)
    return Written(begin=begin, end=end, day=None, blank=True)


def _is_figure(text: str) -> bool:
    """False for an empty or placeholder part: the place where a figure is still missing."""
    return bool(number(_CALENDAR.sub("", text)))


def _year(text: str) -> int | None:
    text = text.removeprefix("西暦")
    for era, zero in _ERAS.items():
        if text.startswith(era):
            return _era_year(zero, text[2:])
    short = _LETTERS.get(text[0].upper()) or _SHORT.get(text[0])
    if short:
        return _era_year(_ERAS[short], text[1:])
    year = number(text)
    return year if year in _WESTERN else None


def _era_year(zero: int, text: str) -> int | None:
    value = number(text)
    return zero + value if value is not None and 1 <= value <= _LONGEST_ERA else None


def _month_day(year: int, month: int | None, last: str | None, day: str | None) -> date | None:
    if month is None or not 1 <= month <= 12:
        return None
    if last:
        return month_end(year, month)
    value = number(day or "")
    return _day(year, month, value) if value else None


def _day(year: int | None, month: int, day: int) -> date | None:
    if year is None or year not in _WESTERN:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # 2月30日 and the like name no day
        return None


def _relative(text: str, word: str | None, before: date | None) -> date | None:
    """翌年3月31日, 同年9月30日 and a bare 9月30日 count from the day named before them."""
    if before is None:
        return None
    later = {"翌": 1}.get((word or "同")[0], 0) + ("々" in (word or ""))
    if word and "度" in word:
        return fiscal_year_end(date(before.year + later, before.month, 1))
    parts = _MONTH_DAY.search(text)
    if parts is None:
        return None
    year = before.year + later
    day = _month_day(year, number(parts["month"]), parts["last"], parts["day"])
    if day and not word and day < before:
        return _month_day(year + 1, day.month, parts["last"], parts["day"])
    return day


def _is_same_twice(first: Written, second: Written, text: str) -> bool:
    """令和5年4月1日（2023年4月1日）: the second form repeats the first."""
    return (
        second.begin == first.end + 1
        and bool(_BESIDE.match(text, first.end))
        and (first.day is not None and second.day is not None)
    )


def _merged(first: Written, second: Written, text: str) -> Written:
    end = second.end + text.startswith(")", second.end)
    same = first.day == second.day
    day = first.day if same else None
    return Written(begin=first.begin, end=end, day=day, contradictory=not same)
