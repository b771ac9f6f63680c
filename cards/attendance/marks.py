"""出席簿: a child's marks of a month, and who corrected them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from cards.attendance.classes import seat
from cards.attendance.matter import Month, MonthLine
from cards.attendance.months import first_day, need, sums, why
from cards.attendance.verbs.months import SetMark, ShowMonth
from cards.common import group, key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    card,
    choice_input,
    facts,
    note,
    press,
    submit,
    text,
)
from cards.lang import Lang

CORRECTIONS_SHOWN = 10
MARKS = (
    "present",
    "ill",
    "absent",
    "suspended",
    "mourning",
    "late",
    "early",
    "official",
    "disaster",
    "class_closed",
    "separate",
)
_KEY = "attendance.months"


class Correction(Protocol):
    """One line of the history: somebody's decision for a day."""

    @property
    def day(self) -> date: ...
    @property
    def mark(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...


def marks(
    lang: Lang,
    one: Month,
    line: MonthLine,
    corrections: Sequence[Correction],
    *,
    may_set: bool,
    done: bool = False,
) -> Card:
    """A child's marks of a month, and each correction with who made it."""
    first = first_day(one)
    back = ShowMonth(class_id=one.school_class.class_id, month=first)
    return card(
        lang,
        title=lang.t(f"{_KEY}.marks"),
        body=[
            *([key_line(lang.t(f"{_KEY}.done.set"))] if done else []),
            text(seat(lang, one.school_class, line.number, line.name), weight="bolder"),
            text(sums(lang, line), size="small", spacing="none"),
            *_days(lang, one, line),
            *group(lang.t(f"{_KEY}.history"), _history(lang, corrections)),
            *_form(lang, one, may_set=may_set),
        ],
        actions=[*_setting(lang, one, line, may_set=may_set), press(lang.t("common.back"), back)],
    )


def _days(lang: Lang, one: Month, line: MonthLine) -> list[Element]:
    said = [
        (lang.short_day(day), lang.t(f"{_KEY}.mark.{mark}"))
        for day, mark in zip(one.days, line.marks, strict=True)
        if mark not in {"", "present"}
    ]
    return [facts(said)] if said else [text(lang.t(f"{_KEY}.all_present"))]


def _history(lang: Lang, corrections: Sequence[Correction]) -> list[Element]:
    shown = sorted(corrections, key=lambda one: one.at, reverse=True)[:CORRECTIONS_SHOWN]
    return [element for one in shown for element in _corrected(lang, one)]


def _corrected(lang: Lang, one: Correction) -> list[Element]:
    said = lang.t(
        f"{_KEY}.corrected",
        day=lang.short_day(one.day),
        mark=lang.t(f"{_KEY}.mark.{one.mark}"),
        by=one.by,
        at=lang.instant(one.at),
    )
    return [text(said, size="small"), note(one.why)]


def _form(lang: Lang, one: Month, *, may_set: bool) -> list[Element]:
    if not may_set:
        return [note(lang.t(f"{_KEY}.is_locked"))] if one.locked_at else []
    days = [Choice(title=lang.short_day(day), value=day.isoformat()) for day in one.days]
    choices = [Choice(title=lang.t(f"{_KEY}.mark.{mark}"), value=mark) for mark in MARKS]
    asked = [
        choice_input("day", lang.t(f"{_KEY}.day"), days, need=need(lang)),
        choice_input("mark", lang.t(f"{_KEY}.is"), choices, need=need(lang)),
        why(lang),
    ]
    return group(lang.t(f"{_KEY}.correct"), asked)


def _setting(lang: Lang, one: Month, line: MonthLine, *, may_set: bool) -> list[Action]:
    if not may_set:
        return []
    known = {
        "class_id": one.school_class.class_id,
        "pupil_id": line.pupil_id,
        "month": first_day(one).isoformat(),
    }
    return [submit(lang.t(f"{_KEY}.set"), SetMark, known)]
