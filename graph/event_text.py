"""The text of an event: ours above, what Teams wrote about joining below."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

# Teams draws a long line before its own part, or marks it; that part begins with the tags before.
_TEAMS = re.compile(
    r"(?:<(?:br|div|p|span)\b[^>]*>\s*)*(?:_{20,}|<[^>]*class=\"?me-email)", re.IGNORECASE
)
_BODY_END = re.compile(r"</body>.*", re.IGNORECASE | re.DOTALL)


def html(text: str) -> dict[str, str]:
    """Plain text as the body of an event."""
    return {"contentType": "html", "content": _written(text)}


def rewritten(text: str, found: Mapping[str, Any]) -> dict[str, str]:
    """Another text for an event whose `body` was read; Teams' part stays below it."""
    body = found.get("body")
    content = str(body.get("content") or "") if isinstance(body, dict) else ""
    teams = _TEAMS.search(content)
    kept = _BODY_END.sub("", content[teams.start() :]) if teams else ""
    return {"contentType": "html", "content": _written(text) + kept}


def _written(text: str) -> str:
    return f"<div>{escape(text).replace(chr(10), '<br>')}</div>"
