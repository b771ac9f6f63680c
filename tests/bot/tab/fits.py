"""Whether an answer is what the description says, so far as the description goes."""

from datetime import date, datetime
from typing import Any

_KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "object": dict,
    "array": list,
}
_FORMATS = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}


def faults(found: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "$") -> list[str]:
    """Where `found` differs from `schema`; `whole` is the document that references lead into."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/components/schemas/")
        return faults(found, whole["components"]["schemas"][name], whole, at)
    if "anyOf" in schema:
        return min((faults(found, one, whole, at) for one in schema["anyOf"]), key=len)
    kind = schema["type"]
    if not isinstance(found, _KINDS[kind]) or (isinstance(found, bool) and kind != "boolean"):
        return [f"{at}: {found!r} is no {kind}"]
    if "enum" in schema and found not in schema["enum"]:
        return [f"{at}: {found!r} is none of {schema['enum']}"]
    if kind == "array":
        inner = enumerate(found)
        return [x for i, one in inner for x in faults(one, schema["items"], whole, f"{at}[{i}]")]
    if kind == "object":
        return _object(found, schema, whole, at)
    if "format" in schema:
        _FORMATS[schema["format"]](found)
    return []


def _object(found: dict[str, Any], schema: Any, whole: Any, at: str) -> list[str]:
    known = schema["properties"]
    wrong = [f"{at}: lacks {name}" for name in schema["required"] if name not in found]
    wrong += [f"{at}: has {name} besides" for name in found if name not in known]
    for name, value in found.items():
        if name in known:
            wrong += faults(value, known[name], whole, f"{at}.{name}")
    return wrong
