"""受講状況: a chart that Teams draws, bars of columns where it can't, and a table of numbers."""

from collections.abc import Sequence
from typing import Any

from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Element,
    Style,
    bar,
    card,
    note,
    open_url,
    press,
    section,
    shortened,
    table,
    text,
)
from cards.lang import Lang
from cards.training.desk_waves import back
from cards.training.desk_words import Part, count, counted, finished, percent, unfinished
from cards.training.matter import Bar, Course
from cards.training.standing import subject
from cards.training.verbs import By, ShowProgress

ORGS_SHOWN = 8
ORG_LENGTH = 24
PARTS: tuple[tuple[Part, str, Style], ...] = (
    ("finished", "good", "good"),
    ("booked", "categoricalBlue", "accent"),
    ("waiting", "warning", "warning"),
    ("rest", "neutral", "emphasis"),
)
OTHER: dict[By, By] = {"department": "municipality", "municipality": "department"}


def progress(
    lang: Lang,
    course: Course,
    bars: Sequence[Bar],
    total: Bar,
    by: By,
    *,
    switch: bool = True,
    file: str = "",
) -> Card:
    """How far each organisation is, who lags most first.

    `switch`: the reader may see the other view; `file`: the address of the same as .xlsx, "" for
    none.
    """
    meant = sorted((one for one in bars if one.audience), key=_lagging)
    return card(
        lang,
        title=lang.t(f"training.desk.progress.title.{by}"),
        body=[
            *subject(lang, course),
            key_line(finished(lang, total)),
            text(unfinished(lang, total)),
            *(
                _picture(lang, meant, by)
                if meant
                else [text(lang.t("training.desk.progress.none"))]
            ),
        ],
        actions=[
            *([_other(lang, course, by)] if switch else []),
            *([open_url(lang.t("training.desk.press.file"), file)] if file else []),
            back(lang, course),
        ],
        fallback_text=lang.t("training.desk.progress.fallback", title=course.title),
    )


def _lagging(one: Bar) -> tuple[float, int, str]:
    return one.finished / one.audience, -one.audience, one.org


def _other(lang: Lang, course: Course, by: By) -> Action:
    verb = ShowProgress(course_id=course.course_id, by=OTHER[by])
    return press(lang.t(f"training.desk.press.by_{OTHER[by]}"), verb)


def _picture(lang: Lang, bars: Sequence[Bar], by: By) -> list[Element]:
    if not bars:
        return [text(lang.t("training.desk.progress.none"))]
    shown = bars[:ORGS_SHOWN]
    more = len(bars) - ORGS_SHOWN
    return [
        section(lang.t("training.desk.progress.order")),
        _chart(lang, shown),
        _table(lang, shown, by),
        *([note(lang.t("training.desk.progress.more", count=more))] if more > 0 else []),
    ]


def _chart(lang: Lang, bars: Sequence[Bar]) -> Element:
    chart = {
        "type": "Chart.HorizontalBar.Stacked",
        "title": lang.t("training.desk.progress.chart"),
        "data": [{"title": _org(lang, one), "data": _parts(lang, one)} for one in bars],
        "fallback": {"type": "Container", "items": _columns(lang, bars)},
    }
    return Element(chart)


def _org(lang: Lang, one: Bar) -> str:
    return shortened(one.org, ORG_LENGTH) or lang.t("training.desk.progress.nowhere")


def _parts(lang: Lang, one: Bar) -> list[dict[str, Any]]:
    return [
        {"legend": _word(lang, part), "value": count(one, part), "color": colour}
        for part, colour, _ in PARTS
        if count(one, part)
    ]


def _word(lang: Lang, part: Part) -> str:
    return lang.t(f"training.desk.progress.part.{part}")


def _columns(lang: Lang, bars: Sequence[Bar]) -> list[Element]:
    """For each organisation its name and counts, and a bar as wide as they are."""
    made: list[Element] = []
    for one in bars:
        numbers = counted(lang, one, *(part for part, _, _ in PARTS))
        said = lang.t("training.desk.progress.line", org=_org(lang, one), counted=numbers)
        counts = [(count(one, part), style) for part, _, style in PARTS]
        made += [text(said, size="small"), bar(counts)]
    return made


def _table(lang: Lang, bars: Sequence[Bar], by: By) -> Element:
    heads = (by, "finished", "percent")
    head = [lang.t(f"training.desk.progress.head.{name}") for name in heads]
    rows = [
        (_org(lang, one), f"{one.finished:,}／{one.audience:,}", percent(lang, one)) for one in bars
    ]
    return table(head, rows, (3, 3, 2))
