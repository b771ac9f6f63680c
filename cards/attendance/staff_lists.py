"""Many reports at once: the third card of a morning, the reader's day, what nobody confirmed."""

from collections.abc import Sequence
from datetime import date

from cards.attendance import staff
from cards.attendance.classes import class_name
from cards.attendance.matter import Count, Told
from cards.attendance.verbs.staff import ReadClass, ShowReports
from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    card,
    note,
    press,
    table,
    text,
)
from cards.lang import Lang

LISTED = 30
A_PAGE = 10
CLASSES = 24


def received_many(lang: Lang, told: Sequence[Told], day: date) -> Card:
    """The third card of a class's morning: this report and every later one, revised in place."""
    more = len(told) - LISTED
    return card(
        lang,
        title=lang.t("attendance.staff.title_many", count=len(told)),
        body=[
            *(line for one in told[:LISTED] for line in _listed(lang, one)),
            *([note(lang.t("attendance.staff.more", count=more))] if more > 0 else []),
        ],
        actions=_of_class(lang, told, day),
        fallback_text=staff.preview(lang),
    )


def _of_class(lang: Lang, told: Sequence[Told], day: date) -> list[Action]:
    """Reports of one class are read at once; what came to the office is read in the day's list."""
    classes = {one.school_class.class_id for one in told}
    read = lang.t("attendance.staff.press.content")
    reading = [press(read, ReadClass(class_id=one, day=day)) for one in classes]
    listing = press(lang.t("attendance.staff.press.list"), ShowReports(day=day))
    return [*(reading if len(reading) == 1 else []), listing]


def _listed(lang: Lang, told: Told) -> list[Element]:
    marked = "　".join([staff.origin(lang, told), *staff.marks(lang, told)])
    over = (
        lang.t(f"attendance.staff.{told.state}") if told.state in ("withdrawn", "replaced") else ""
    )
    said = over or staff.answered(lang, told)
    return [
        text(staff.headline(lang, told), weight="bolder", separator=True),
        note(f"{staff.days(lang, told)}　{marked}　{said}"),
    ]


def reports(
    lang: Lang, told: Sequence[Told], day: date, *, page: int, pages: int, extra: Sequence[Action]
) -> Card:
    """今日の出欠: the day's reports of all classes that the reader answers for, a page of them.

    `extra`: what else the reader may open, such as the form for telephone reports.
    """
    waiting = sum(not one.ack and one.state in ("standing", "held") for one in told)
    shown = told[(page - 1) * A_PAGE : page * A_PAGE]
    head = note(lang.t("attendance.staff.waiting", count=waiting))
    return card(
        lang,
        title=lang.t("attendance.staff.today_title", day=day),
        body=[
            *([head] if told else [text(lang.t("attendance.staff.none"))]),
            *(line for one in shown for line in _line(lang, one)),
            *([note(lang.t("attendance.staff.page", page=page, pages=pages))] if pages > 1 else []),
        ],
        actions=[*_turning(lang, day, page, pages), *extra],
        fallback_text=staff.preview(lang),
    )


def _line(lang: Lang, told: Told) -> list[Element]:
    return [*_listed(lang, told), *actions_row([staff.reading(lang, told)])]


def _turning(lang: Lang, day: date, page: int, pages: int) -> list[Action]:
    steps = (("before", page - 1), ("next", page + 1))
    return [
        press(lang.t(f"attendance.staff.press.{name}"), ShowReports(day=day, page=to))
        for name, to in steps
        if 1 <= to <= pages
    ]


def _number(lang: Lang, count: int) -> str:
    return lang.t("attendance.staff.summary.count", count=count)


def _named(lang: Lang, one: Count) -> str:
    """The class; what has none came to the office."""
    if one.school_class is None:
        return lang.t("attendance.staff.summary.office")
    return class_name(lang, one.school_class)


_NUMBERS = ("absent", "late", "early", "unanswered")


def summary(lang: Lang, counts: Sequence[Count], day: date, school: str) -> Card:
    """まとめ: the school's morning in numbers, a line for each class that has any; no child."""
    every = [(_named(lang, one), *_figures(one)) for one in counts if any(_figures(one))]
    lines, more = every[:CLASSES], len(every) - CLASSES
    totals = tuple(sum(getattr(one, name) for one in counts) for name in _NUMBERS)
    rows = [*lines, (lang.t("attendance.staff.summary.total"), *totals)]
    head = (lang.t("attendance.staff.summary.class_name"), *(_heading(lang, n) for n in _NUMBERS))
    return card(
        lang,
        title=lang.t("attendance.staff.summary.title", day=day, school=school),
        body=[
            table(head, [[str(cell) for cell in row] for row in rows], (2, 1, 1, 1, 1)),
            *([note(lang.t("common.more", count=more))] if more > 0 else []),
        ],
        actions=[press(lang.t("attendance.staff.press.list"), ShowReports(day=day))],
        fallback_text=staff.preview(lang),
    )


def _heading(lang: Lang, name: str) -> str:
    return lang.t(f"attendance.staff.summary.{name}")


def _figures(one: Count) -> tuple[int, ...]:
    return tuple(int(getattr(one, name)) for name in _NUMBERS)
