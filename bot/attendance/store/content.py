"""What only the child's own teachers read, as one JSON text; it is sealed wherever it is kept."""

from dataclasses import fields
from datetime import time
from typing import Any

import orjson

from bot.attendance.model import Content, Reason

_DEFAULTS = {field.name: getattr(Content(), field.name) for field in fields(Content)}
_TIMES = ("arrives", "leaves")


def written(content: Content) -> bytes:
    """As text; what says nothing is left out."""
    said = {name: getattr(content, name) for name in _DEFAULTS}
    return orjson.dumps({name: value for name, value in said.items() if value != _DEFAULTS[name]})


def read(text: str) -> Content:
    """Back from text."""
    said: dict[str, Any] = orjson.loads(text)
    for name in _TIMES:
        if name in said:
            said[name] = time.fromisoformat(said[name])
    if "reason" in said:
        said["reason"] = Reason(said["reason"])
    return Content(**{**said, "phrases": tuple(said.get("phrases", ()))})
