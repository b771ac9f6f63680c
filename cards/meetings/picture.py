"""The periods met: a chart that Teams draws, a picture of cells where it can't, and a table."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from cards.elements import Element, Style, note, section, table, text
from cards.lang import Lang
from cards.meetings import when
from cards.meetings.matter import Quarter

COLOURS = {
    "met": "good",
    "written": "categoricalTeal",
    "booked": "categoricalBlue",
    "owed": "warning",
    "missed": "attention",
    "skipped": "categoricalLavender",
    "ahead": "divergingGray",
    "free": "neutral",
}
STYLES: dict[str, Style] = {
    "met": "good",
    "written": "good",
    "booked": "accent",
    "owed": "warning",
    "missed": "attention",
}
CELLS_IN_A_ROW = 4
MOST_CELLS = 12  # of one year: more would be too small to read
LINES_SHOWN = 8  # two years of quarters
LINES_OF_MANY = 6  # so that months, which make a larger picture, leave the card light
TOLD = frozenset(("met", "written", "skipped", "missed", "booked", "owed"))
Year = tuple[int, Sequence[Quarter]]


def picture(lang: Lang, quarters: Sequence[Quarter]) -> list[Element]:
    """How many periods of each fiscal year were met; nothing where there is none yet."""
    years = _years(quarters)
    if not years:
        return []
    chart = {
        "type": "Chart.HorizontalBar.Stacked",
        "title": lang.t("meetings.picture.title"),
        "data": [{"title": _year(lang, year), "data": _parts(lang, year)} for year in years],
        "fallback": {"type": "Container", "items": _cells(lang, years)},
    }
    return [section(lang.t("meetings.picture.title")), Element(chart)]


def _years(quarters: Sequence[Quarter]) -> list[Year]:
    ordered = sorted(quarters, key=lambda one: one.first)
    grouped = groupby(ordered, key=lambda one: when.fiscal(one.first))
    return [(year, tuple(ones)) for year, ones in grouped]


def _year(lang: Lang, year: Year) -> str:
    return when.fiscal_year(lang, year[1][0].first)


def _parts(lang: Lang, year: Year) -> list[dict[str, Any]]:
    counts = Counter(quarter.state for quarter in year[1])
    return [
        {"legend": _word(lang, state), "value": counts[state], "color": colour}
        for state, colour in COLOURS.items()
        if counts[state]
    ]


def _word(lang: Lang, state: str) -> str:
    return lang.t(f"meetings.picture.{state}")


def _cells(lang: Lang, years: Sequence[Year]) -> list[Element]:
    """For each year one coloured cell for each period: its months, and its word below them."""
    made: list[Element] = []
    for year in years:
        made += [text(_year(lang, year), weight="bolder", size="small"), *_grids(lang, year)]
    return made


def _grids(lang: Lang, year: Year) -> list[Element]:
    quarters = year[1]
    if len(quarters) > MOST_CELLS:
        return [text(_tally(lang, year), spacing="small")]
    wide = min(CELLS_IN_A_ROW, len(quarters))
    rows = (quarters[at : at + wide] for at in range(0, len(quarters), wide))
    return [_grid(lang, row, wide) for row in rows]


def _grid(lang: Lang, quarters: Sequence[Quarter], wide: int) -> Element:
    """Periods side by side under their months; the last row is filled up with blanks."""
    blank = [_cell("－")] * (wide - len(quarters))
    months = [_cell(when.short_period(lang, one.first, one.last)) for one in quarters]
    words = [_cell(_word(lang, one.state), STYLES.get(one.state)) for one in quarters]
    rows = ({"type": "TableRow", "cells": [*row, *blank]} for row in (months, words))
    columns = [{"width": 1}] * wide
    grid = {"type": "Table", "spacing": "Small", "columns": columns, "rows": list(rows)}
    return Element(grid)


def _cell(words: str, style: Style | None = None) -> dict[str, Any]:
    made = {"type": "TableCell", "items": [text(words, size="small")]}
    return made | ({"style": style} if style else {})


def _tally(lang: Lang, year: Year) -> str:
    """開催20・未開催1: in words, where cells would be too many."""
    counts = Counter(quarter.state for quarter in year[1])
    said = (
        lang.t("meetings.picture.tally", state=_word(lang, state), count=counts[state])
        for state in COLOURS
        if counts[state]
    )
    return lang.listed(said)


def quarters_table(lang: Lang, quarters: Sequence[Quarter]) -> list[Element]:
    """For each fiscal year: period, what became of it, the day; the latest first."""
    told = sorted((one for one in quarters if one.state in TOLD), key=lambda one: one.first)
    if not told:
        return [note(lang.t("meetings.picture.none"))]
    most = LINES_SHOWN if len(told) <= LINES_SHOWN else LINES_OF_MANY
    more = len(told) - most
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    years = reversed(_years(told[-most:]))
    return [element for year in years for element in _lines(lang, year)] + rest


def _lines(lang: Lang, year: Year) -> list[Element]:
    head = [lang.t(f"meetings.picture.{name}_head") for name in ("period", "state", "day")]
    rows = [_line(lang, one) for one in reversed(year[1])]
    return [section(_year(lang, year)), table(head, rows, (3, 3, 4))]


def _line(lang: Lang, one: Quarter) -> tuple[str, str, str]:
    period = when.short_period(lang, one.first, one.last)
    return period, _word(lang, one.state), lang.short_day(one.on) if one.on else ""
