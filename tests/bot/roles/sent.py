"""What a card sends: its buttons with every input filled in, its links."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def buttons(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every button of a card by its verb, with what it sends when all is filled in."""
    inputs = dict(_inputs(part))
    for action in _actions(part):
        yield action["verb"], {**inputs, **(action.get("data") or {})}


def addresses(part: Any) -> Iterator[str]:
    """Every link of ours on a card."""
    yield from (one["url"] for one in _actions(part, "Action.OpenUrl") if "/view/" in one["url"])


def _actions(part: Any, kind: str = "Action.Execute") -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for one in part:
            yield from _actions(one, kind)
    elif isinstance(part, dict):
        if part.get("type") == kind:
            yield part
        for key, value in part.items():
            if key != "fallback":
                yield from _actions(value, kind)


_GIVEN = {
    "Input.Text": "確認済み",
    "Input.Date": "2026-12-09",
    "Input.Time": "09:00",
    "Input.Number": 1,
}


def _inputs(part: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(part, list):
        for one in part:
            yield from _inputs(one)
    elif isinstance(part, dict):
        kind = part.get("type", "")
        if kind in _GIVEN:
            yield part["id"], part.get("value", _GIVEN[kind])
        elif kind == "Input.ChoiceSet" and part.get("choices"):
            yield part["id"], part.get("value") or part["choices"][-1]["value"]
        elif kind == "Input.Toggle":
            yield part["id"], "true"
        for value in part.values():
            yield from _inputs(value)


PAYLOADS = Path(__file__).parents[2] / "cards" / "payloads"


def kept() -> dict[str, dict[str, Any]]:
    """For each verb what a card once sent; the matters that it names needn't be there."""
    read = (json.loads(one.read_text(encoding="utf-8")) for one in sorted(PAYLOADS.glob("*.json")))
    return {one["verb"]: one["sent"] for one in read}
