"""Texts, facts, lists, boxes and tables."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NewType

from cards.elements.words import shown

Element = NewType("Element", dict[str, Any])
FACT_WIDTH = "104px"
Style = Literal["default", "emphasis", "good", "attention", "warning", "accent"]
Weight = Literal["default", "bolder"]
Size = Literal["small", "default", "medium", "large"]


def heading(words: str) -> Element:
    """The one first line of a card."""
    block = {"type": "TextBlock", "text": shown(words), "wrap": True, "style": "heading"}
    return Element(block | {"size": "Large", "weight": "Bolder"})


def text(
    words: str,
    *,
    weight: Weight = "default",
    size: Size = "default",
    subtle: bool = False,
    spacing: Literal["none", "small", "default", "medium"] = "default",
    separator: bool = False,
) -> Element:
    """A paragraph."""
    block: dict[str, Any] = {"type": "TextBlock", "text": shown(words), "wrap": True}
    if weight != "default":
        block["weight"] = weight.title()
    if size != "default":
        block["size"] = size.title()
    if subtle:
        block["isSubtle"] = True
    if spacing != "default":
        block["spacing"] = spacing.title()
    return Element(block | ({"separator": True} if separator else {}))


def section(words: str) -> Element:
    """A small headline inside a card."""
    return text(words, weight="bolder", separator=True, spacing="medium")


def note(words: str) -> Element:
    """Something that need not be read first."""
    return text(words, size="small", subtle=True)


def bullets(lines: Iterable[str]) -> list[Element]:
    """One line each, with a dot that is no Markdown list."""
    return [text(f"・{line}", spacing="small") for line in lines]


def facts(pairs: Iterable[tuple[str, str]]) -> Element:
    """Names and values; a pair without a value is left out.

    Columns, because a FactSet squeezes its names to one letter a line on a narrow screen.
    """
    rows = [_fact(name, value) for name, value in pairs if value]
    return Element({"type": "Container", "items": rows})


def _fact(name: str, value: str) -> Element:
    row = columns((FACT_WIDTH, [text(name, weight="bolder")]), ("stretch", [text(value)]))
    return Element({**row, "spacing": "Small"})


def box(items: Sequence[Element], *, style: Style = "emphasis") -> Element:
    """A group on a background of its own."""
    return Element({"type": "Container", "style": style, "items": list(items)})


def columns(*parts: tuple[str | int, Sequence[Element]]) -> Element:
    """Side by side; a width is `auto`, `stretch` or a weight."""
    made = [{"type": "Column", "width": width, "items": list(items)} for width, items in parts]
    return Element({"type": "ColumnSet", "columns": made})


def table(head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> Element:
    """A table whose first row names the columns."""
    lines = [_row(head, weight="bolder"), *(_row(row) for row in rows)]
    return Element(
        {
            "type": "Table",
            "columns": [{"width": width} for width in widths],
            "gridStyle": "default",
            "rows": lines,
        }
    )


def _row(cells: Sequence[str], *, weight: Weight = "default") -> dict[str, Any]:
    made = [{"type": "TableCell", "items": [text(cell or "－", weight=weight)]} for cell in cells]
    return {"type": "TableRow", "cells": made}


def hidden(element: Element, id: str) -> Element:
    """An element that a `toggle` brings out."""
    return Element({**element, "id": id, "isVisible": False})
