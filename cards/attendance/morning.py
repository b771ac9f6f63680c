"""The vice-principal's one card of a morning: classes and numbers, no child."""

from collections.abc import Sequence

from cards.attendance.classes import NAME_LENGTH, class_name
from cards.attendance.day_matter import ClassCount, Morning
from cards.attendance.matter import Class
from cards.attendance.quiet import QUIET
from cards.attendance.verbs.day import Cases
from cards.attendance.verbs.staff import ShowReports
from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Element,
    card,
    note,
    press,
    section,
    shortened,
    text,
)
from cards.lang import Lang

CLASSES_SHOWN = 30


def morning(lang: Lang, one: Morning) -> Card:
    """朝の出欠の状況: rolls still open, reports unanswered, searches."""
    waiting = one.unchecked or one.unanswered or one.missing
    all_done = [text(lang.t("attendance.day.morning.all_done"))]
    cases = press(lang.t("attendance.day.press.list"), Cases())
    return card(
        lang,
        title=lang.t("attendance.day.morning.title"),
        body=[
            key_line(shortened(one.school, NAME_LENGTH)),
            text(lang.day(one.day), spacing="small"),
            *_unchecked(lang, one),
            *_counted(lang, "unanswered", one.unanswered),
            *_counted(lang, "missing", one.missing),
            *([] if waiting else all_done),
            note(lang.t("attendance.day.morning.at", at=lang.time(one.at))),
        ],
        actions=[*([cases] if one.missing else []), *_reports(lang, one)],
        fallback_text=lang.t(QUIET),
    )


def _reports(lang: Lang, one: Morning) -> list[Action]:
    """The way to the reports that nobody has answered."""
    if not one.unanswered:
        return []
    return [press(lang.t("attendance.staff.press.list"), ShowReports(day=one.day))]


def _unchecked(lang: Lang, one: Morning) -> list[Element]:
    names = [_named(lang, class_) for class_ in one.unchecked]
    return _listed(lang, "open", names)


def _counted(lang: Lang, what: str, found: Sequence[ClassCount]) -> list[Element]:
    key = f"attendance.day.morning.{what}_line"
    lines = [lang.t(key, where=_named(lang, each.school_class), count=each.count) for each in found]
    return _listed(lang, what, lines)


def _listed(lang: Lang, what: str, names: Sequence[str]) -> list[Element]:
    if not names:
        return []
    title = section(lang.t(f"attendance.day.morning.{what}"))
    left = len(names) - CLASSES_SHOWN
    more = [lang.t("attendance.day.morning.more", count=left)] if left > 0 else []
    return [title, text(lang.listed([*names[:CLASSES_SHOWN], *more]))]


def _named(lang: Lang, one: Class) -> str:
    return class_name(lang, one) if one.class_id else lang.t("attendance.day.morning.others")
