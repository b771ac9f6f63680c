"""What a school's day is: the form, the look before deciding, what was decided, the coming days."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from cards.attendance.classes import NAME_LENGTH, class_name
from cards.attendance.day_matter import DaySet
from cards.attendance.matter import Class
from cards.attendance.quiet import QUIET
from cards.attendance.verbs.day import CheckDay, OpenDay, SetDay, ShowDays
from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    Need,
    bullets,
    card,
    choice_input,
    date_input,
    facts,
    note,
    press,
    shortened,
    submit,
    text,
    time_input,
    toggle_input,
)
from cards.lang import Lang

CHOSEN = ("closed", "late_start", "grade_closed", "class_closed", "at_home", "school")
KINDS = (*CHOSEN, "half", "event", "moved", "holiday")
School = tuple[int, str]


def day_form(
    lang: Lang,
    one: DaySet,
    *,
    left_from: time | None = None,
    schools: Sequence[School],
    grades: Sequence[int],
    classes: Sequence[Class],
) -> Card:
    """臨時休業・登校時刻の変更: `schools` to choose from (0: every one), one where there is one.

    `left_from`: since when children may be on their way, so that a closure keeps their rolls.
    """
    need = Need(message=lang.t("attendance.day.need"))
    kinds = [Choice(title=lang.t(f"attendance.day.kind.{kind}"), value=kind) for kind in KINDS]
    places = _places(lang, grades, classes)
    label = "attendance.day.form"
    starts_at = one.starts_at.isoformat("minutes") if one.starts_at else ""
    return card(
        lang,
        title=lang.t(f"{label}.title"),
        body=[
            *_school(lang, one, schools, need),
            choice_input("kind", lang.t(f"{label}.kind"), kinds, need=need, value=one.kind),
            date_input("day", lang.t(f"{label}.day"), need=need, value=one.day),
            choice_input("place", lang.t(f"{label}.place"), places, value=_place(one)),
            time_input("starts_at", lang.t(f"{label}.starts_at"), value=starts_at),
            toggle_input(
                "rolls", lang.t(f"{label}.rolls"), lang.t(f"{label}.rolls_on"), value=one.rolls
            ),
            *_left(lang, left_from),
            note(lang.t(f"{label}.note")),
        ],
        actions=[submit(lang.t(f"{label}.check"), CheckDay, _known(schools))],
    )


def _left(lang: Lang, since: time | None) -> list[Element]:
    if since is None:
        return []
    return [note(lang.t("attendance.day.form.rolls_left", at=lang.time(since)))]


def _school(lang: Lang, one: DaySet, schools: Sequence[School], need: Need) -> list[Element]:
    if len(schools) == 1:
        return [text(shortened(schools[0][1], NAME_LENGTH), weight="bolder")]
    choices = [Choice(title=named(lang, school), value=str(school[0])) for school in schools]
    value = str(one.school_id) if one.school_id >= 0 else ""
    label = lang.t("attendance.day.form.school")
    return [choice_input("school_id", label, choices, need=need, value=value)]


def named(lang: Lang, school: School) -> str:
    """The school, or すべての学校."""
    name = school[1] if school[0] else lang.t("attendance.day.every_school")
    return shortened(name, NAME_LENGTH)


def _known(schools: Sequence[School]) -> dict[str, object]:
    return {"school_id": schools[0][0]} if len(schools) == 1 else {}


def _places(lang: Lang, grades: Sequence[int], classes: Sequence[Class]) -> list[Choice]:
    whole = Choice(title=lang.t("attendance.day.whole"), value="school")
    of_grades = [
        Choice(title=lang.t("attendance.day.grade", grade=grade), value=f"grade:{grade}")
        for grade in grades
    ]
    of_classes = [
        Choice(title=class_name(lang, one), value=f"class:{one.class_id}") for one in classes
    ]
    return [whole, *of_grades, *of_classes]


def _place(one: DaySet) -> str:
    if one.school_class is not None:
        return f"class:{one.school_class.class_id}"
    return f"grade:{one.grade}" if one.grade >= 0 else "school"


def day_check(
    lang: Lang, one: DaySet, *, cases: int, night: bool = False, today: bool = True
) -> Card:
    """この内容で決定しますか: what would follow; `cases`: searches that are open there now."""
    known = _line(one)
    return card(
        lang,
        title=lang.t("attendance.day.check.title"),
        body=[
            key_line(_said(lang, one), urgent=not one.in_session),
            facts(_facts(lang, one)),
            *bullets(_follows(lang, one, cases=cases, night=night, today=today)),
        ],
        actions=[
            press(lang.t("attendance.day.check.set"), SetDay(**known), style="positive"),
            press(lang.t("attendance.day.check.change"), OpenDay(**known)),
        ],
    )


def _follows(lang: Lang, one: DaySet, *, cases: int, night: bool, today: bool) -> list[str]:
    going_on = one.in_session or one.rolls
    kept = "keeps" if one.rolls else "quiet"
    first = lang.t(f"attendance.day.check.{'opens' if one.in_session else kept}")
    found = [first]
    if cases and today:
        key = "cases_stay" if going_on else "cases"
        found.append(lang.t(f"attendance.day.check.{key}", count=cases))
    return [*found, *([lang.t("attendance.day.check.night")] if night else [])]


def _line(one: DaySet) -> dict[str, Any]:
    """The fields of a verb that names the same day."""
    return {
        "school_id": one.school_id,
        "kind": one.kind,
        "day": one.day,
        "grade": one.grade,
        "class_id": one.school_class.class_id if one.school_class else 0,
        "starts_at": one.starts_at.isoformat("minutes") if one.starts_at else "",
        "rolls": one.rolls,
    }


def day_set(lang: Lang, one: DaySet) -> Card:
    """学校の予定を変更しました."""
    every = "told_every" if not one.school_id else "told"
    return card(
        lang,
        title=lang.t("attendance.day.set.title"),
        body=[
            key_line(_said(lang, one)),
            facts(_facts(lang, one)),
            text(lang.t(f"attendance.day.set.{every}")),
        ],
        actions=[
            press(lang.t("attendance.day.set.again"), OpenDay(**_line(one))),
            *_days(lang, one),
        ],
    )


def day_told(lang: Lang, one: DaySet) -> Card:
    """To the school's staff: the day has changed."""
    return card(
        lang,
        title=lang.t("attendance.day.notice.title"),
        body=[
            key_line(_said(lang, one), urgent=not one.in_session),
            facts(_facts(lang, one)),
            note(lang.t("attendance.day.notice.why")),
        ],
        actions=_days(lang, one),
        fallback_text=lang.t(QUIET),
    )


def _days(lang: Lang, one: DaySet) -> list[Action]:
    if not one.school_id:
        return []
    return [press(lang.t("attendance.day.days.title"), ShowDays(school_id=one.school_id))]


def _said(lang: Lang, one: DaySet) -> str:
    return f"{lang.short_day(one.day)}　{lang.t(f'attendance.day.kind.{one.kind}')}"


def where(lang: Lang, one: DaySet) -> str:
    """学校全体, 3年全体 or 3年2組."""
    if one.school_class is not None:
        return class_name(lang, one.school_class)
    if one.grade >= 0:
        return lang.t("attendance.day.grade", grade=one.grade)
    return lang.t("attendance.day.whole" if one.school_id else "attendance.day.every_school")


def _facts(lang: Lang, one: DaySet) -> list[tuple[str, str]]:
    label = "attendance.day.line"
    return [
        (lang.t("attendance.day.form.school"), shortened(one.school, NAME_LENGTH)),
        (lang.t(f"{label}.day"), lang.day(one.day)),
        (lang.t(f"{label}.place"), where(lang, one)),
        (lang.t(f"{label}.starts_at"), lang.time(one.starts_at) if one.starts_at else ""),
        (lang.t(f"{label}.set_by"), shortened(one.set_by, NAME_LENGTH)),
        (lang.t(f"{label}.set_at"), lang.instant(one.set_at) if one.set_at else ""),
    ]
