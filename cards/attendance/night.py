"""The lists of the night: on paper, for a morning without Renkei or Teams."""

from collections.abc import Sequence
from datetime import date, datetime

from cards.attendance.classes import NAME_LENGTH, class_name
from cards.attendance.day_matter import NightClass
from cards.attendance.verbs.day import NightList
from cards.elements import (
    Card,
    Element,
    actions_row,
    card,
    note,
    open_url,
    press,
    shortened,
    text,
)
from cards.lang import Lang
from cards.printed import Markup, page, paragraph, part, table

COLUMNS = ("number", "name", "reported", "present", "absent", "late", "memo")


def print_tonight(lang: Lang) -> Card:
    """To the office at the end of a school day: print what tomorrow may need; no name."""
    return card(
        lang,
        title=lang.t("attendance.day.night.title"),
        body=[text(lang.t("attendance.day.night.body"))],
        actions=[press(lang.t("attendance.day.night.open"), NightList(), style="positive")],
        fallback_text=lang.t("attendance.day.night.title"),
    )


def night_links(lang: Lang, links: Sequence[tuple[str, str]]) -> Card:
    """The way to the printable page of each school that the reader keeps; it lasts 15 minutes."""
    key = "attendance.day.night"
    ways = [way for school, url in links if url for way in _way(lang, school, url)]
    body = [text(lang.t(f"{key}.body")), *ways, note(lang.t(f"{key}.note"))]
    return card(
        lang,
        title=lang.t(f"{key}.document"),
        body=body if ways else [text(lang.t(f"{key}.nowhere"))],
        actions=[press(lang.t(f"{key}.again"), NightList())] if ways else [],
    )


def _way(lang: Lang, school: str, url: str) -> list[Element]:
    open_it = open_url(lang.t("attendance.day.night.open"), url)
    return [text(shortened(school, NAME_LENGTH), weight="bolder"), *actions_row([open_it])]


def night_page(
    lang: Lang, *, school: str, day: date, classes: Sequence[NightClass], at: datetime
) -> str:
    """The page to print: each class with columns to tick; reasons stay out of it."""
    key = "attendance.day.night"
    return page(
        lang,
        title=lang.t(f"{key}.document"),
        subject=f"{school}　{lang.t(f'{key}.day', day=day)}",
        as_of=lang.instant(at),
        parts=(
            paragraph(lang.t(f"{key}.paper"), small=True),
            *(_class(lang, one) for one in classes),
        ),
    )


def _class(lang: Lang, one: NightClass) -> Markup:
    key, count = "attendance.day.night", len(one.lines)
    named = one.school_class.class_id != 0
    where = class_name(lang, one.school_class) if named else lang.t("attendance.day.morning.others")
    rows = [
        (str(line.number), line.name, "○" if line.reported else "", "", "", "", "")
        for line in one.lines
    ]
    head = [lang.t(f"{key}.{column}") for column in COLUMNS]
    return part(lang.t(f"{key}.class_of", where=where, count=count), table(head, rows))
