"""締結日: the day that stands in the signature, and days that are left blank."""

import re
from collections.abc import Iterator
from datetime import date

from bot.agreements.clauses.dates import Written, dates_in
from bot.agreements.clauses.day_lines import day_line, may_begin_with_day
from bot.agreements.clauses.layout import Sentence, Text, sentence
from bot.agreements.clauses.noise import Line
from bot.agreements.clauses.wording import compact

_TWICE = re.compile("年.{0,30}[(/].{0,30}[年日]|[0-9年][(/].{0,30}年")
_MAY_BE_BLANK = re.compile("年[^。]{0,12}[月度]")
_GOES_ON = re.compile("[にかまよのを、]|付け?[でのに]|以[後降]")
_FORM = ("様式", "別記様式")
_SIGNED = ("締結日", "契約日", "契約年月日", "締結年月日")


def signed_on(text: Text, above: list[Line]) -> date | None:
    """The day of signing: of the signature, else of a labelled line; None where blank or absent."""
    for line in text.closing:
        found = _leading_day(line.flat) if may_begin_with_day(line.flat) else None
        if found:
            return found.day
    for half in [line.flat for line in above] + [one.text for one in text.preamble]:
        if compact(half).startswith(_SIGNED) or day_line(half):
            days = dates_in(compact(half))
            if days:
                return days[0].day
    return _said_in(text)


def _said_in(text: Text) -> date | None:
    """「令和5年4月1日、次のとおり協定を締結する」."""
    for one in text.preamble:
        line = one.bare
        days = dates_in(line) if "締結" in line and "日" in line else ()
        for day in days:
            after = line[day.end : day.end + 40]
            if after.startswith(
                ("、次のとおり", "に次のとおり", "、ここに", "付けで次のとおり", "付で次のとおり")
            ):
                return day.day
    return None


def _leading_day(half: str) -> Written | None:
    """The day with which a signature line begins; 「…に締結した協定は、廃止する。」 is none."""
    line = day_line(half) if len(half) <= 60 else None
    if line is None:
        line = compact(half)
    days = dates_in(line) if len(line) <= 80 else ()
    if not days or days[0].begin != 0 or _GOES_ON.match(line, days[0].end):
        return None
    return days[0]


def blank_days(text: Text) -> Iterator[Sentence]:
    """Each place where a day is left blank, once for each."""
    for one in (*text.preamble, *text.body):
        if "年" in one.text:
            yield from _blanks(one)
    for line in text.closing:
        if line.flat.lstrip("(【 ").startswith(_FORM):
            return
        if "年" not in line.flat:
            continue
        day = day_line(line.flat) or ""
        if day in ("年月日", "年月吉日") or day.endswith("吉日"):
            yield sentence(line)
        else:
            yield from _blanks(sentence(line))


def _blanks(one: Sentence) -> Iterator[Sentence]:
    if _MAY_BE_BLANK.search(one.text):
        for day in dates_in(one.text):
            if day.blank:
                yield one


def contradictory_days(text: Text) -> Iterator[Sentence]:
    """Each sentence that writes one day in two ways that disagree."""
    dated = (one for one in (*text.preamble, *text.body) if "年" in one.text)
    for one in (*dated, *(sentence(line) for line in text.closing if "年" in line.flat)):
        if _TWICE.search(one.text) and any(day.contradictory for day in dates_in(one.text)):
            yield one
