"""学校の予定: what was said of the coming days of a school, or of every school at once."""

from collections.abc import Sequence

from cards.attendance.calendar import School, named, where
from cards.attendance.day_matter import DaySet
from cards.attendance.verbs.day import OpenDay, ShowDays
from cards.attendance.verbs.settings import SchoolSettings
from cards.elements import (
    Card,
    Choice,
    Element,
    actions_row,
    bullets,
    card,
    choice_input,
    press,
    section,
    submit,
    text,
)
from cards.lang import Lang

DAYS_SHOWN = 14


def days(
    lang: Lang,
    school: School,
    lines: Sequence[DaySet],
    *,
    may: bool,
    sets: bool = False,
    schools: Sequence[School] = (),
) -> Card:
    """学校の予定: what was said of the coming days; `may`: the reader may change them, `sets`: the
    school's own times too. `schools`: those that they may choose (0: every one)."""
    said = [_as_set(lang, one) for one in lines[:DAYS_SHOWN]]
    change = press(lang.t("attendance.day.days.change"), OpenDay(school_id=school[0]))
    own = press(lang.t("attendance.settings.title"), SchoolSettings(school_id=school[0]))
    return card(
        lang,
        title=lang.t("attendance.day.days.title"),
        body=[
            section(named(lang, school)),
            *(bullets(said) if said else [text(lang.t("attendance.day.no_change"))]),
            *(_other(lang, school, schools) if len(schools) > 1 else []),
        ],
        actions=[*([change] if may else []), *([own] if sets else [])],
    )


def _other(lang: Lang, school: School, schools: Sequence[School]) -> list[Element]:
    choices = [Choice(title=named(lang, one), value=str(one[0])) for one in schools]
    label = lang.t("attendance.day.form.school")
    show = submit(lang.t("attendance.day.press.show"), ShowDays, {}, style="default")
    return [
        choice_input("school_id", label, choices, value=str(school[0])),
        *actions_row([show]),
    ]


def _as_set(lang: Lang, one: DaySet) -> str:
    kind = lang.t(f"attendance.day.kind.{one.kind}")
    said = lang.t("attendance.day.days.as_set", day=lang.short_day(one.day), kind=kind)
    if one.starts_at:
        at, day = lang.time(one.starts_at), lang.short_day(one.day)
        said = lang.t("attendance.day.days.as_set_at", day=day, kind=kind, at=at)
    if one.school_class is None and one.grade < 0:
        return said
    return f"{said}　{where(lang, one)}"
