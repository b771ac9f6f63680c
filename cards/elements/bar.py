"""A bar of coloured columns, for how far something has come; words beside it say the same."""

from collections.abc import Sequence
from typing import Any

from cards.elements.blocks import Element, Style

PARTS = 100  # widths are hundredths
NARROWEST = 5  # Teams pads a coloured column: a thinner one would look like more than it is
HEIGHT = "12px"


def bar(parts: Sequence[tuple[int, Style]]) -> Element:
    """Coloured parts side by side, as wide as their numbers; what is too thin is left out."""
    total = sum(count for count, _ in parts)
    widths = [(count * PARTS // total, style) for count, style in parts] if total else []
    columns = [_part(width, style) for width, style in widths if width >= NARROWEST]
    return Element({"type": "ColumnSet", "spacing": "Small", "columns": columns})


def _part(width: int, style: Style) -> dict[str, Any]:
    made = {"type": "Column", "width": width, "style": style, "minHeight": HEIGHT}
    return {**made, "spacing": "None", "items": []}
