"""The OpenAPI description of the tab's addresses, made from what they answer."""

import types
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from bot.slice import Panel
from bot.tab.reading import Me

Schema = dict[str, Any]
_PLAIN: Mapping[type, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}
_FAULTS = {
    "400": "A number in the address isn't one.",
    "401": "The token is missing or not valid.",
    "403": "The tenant isn't served, or that part isn't the reader's.",
    "404": "There is no such panel, or it isn't the reader's.",
    "429": "Too many requests of the same person are under way.",
    "503": "Not available now; ask again later.",
}


def description(panels: Iterable[Panel], version: str) -> Schema:
    """The whole document (OpenAPI 3.1)."""
    known: dict[str, Schema] = {"Fault": _fault()}
    paths: Schema = {"/tab/api/me": _path("Who looks, and which panels are theirs.", Me, (), known)}
    for panel in panels:
        paths[f"/tab/api/panels/{panel.name}"] = _path(
            _caption(panel.view), panel.view, panel.asks, known
        )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Renkei: the tab", "version": version, "license": {"name": "MIT"}},
        "security": [{"teams": []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(known.items())),
            "securitySchemes": {
                "teams": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def _path(summary: str, view: type, asks: Iterable[str], known: dict[str, Schema]) -> Schema:
    answers: Schema = {
        "200": {
            "description": "As it stands now.",
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": schema(view, known)}},
        },
        "304": {"description": "Nothing has changed since the answer with that ETag."},
    }
    fault = {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}
    answers |= {
        status: {"description": words, "content": fault} for status, words in _FAULTS.items()
    }
    number = {"type": "integer", "minimum": 0}
    asked = [{"name": one, "in": "query", "required": False, "schema": number} for one in asks]
    return {"get": {"summary": summary, "parameters": asked, "responses": answers}}


def schema(kind: Any, known: dict[str, Schema]) -> Schema:
    """What JSON has for a type; classes are entered in `known` and referred to by name."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema(one, known) for one in inner]}
    if kind is types.NoneType:
        return {"type": "null"}
    if origin is tuple:
        return {"type": "array", "items": schema(inner[0], known)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"type": "string", "enum": [one.value for one in kind]}
    if is_dataclass(kind) and isinstance(kind, type):
        return _class(kind, known)
    raise TypeError(f"the tab can't describe {kind!r}")


def _class(kind: type, known: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in known:
        known[name] = {}  # so that a class that holds itself ends
        hints = get_type_hints(kind)
        properties = {one.name: schema(hints[one.name], known) for one in fields(kind)}
        known[name] = {
            "description": _caption(kind),
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    return {"$ref": f"#/components/schemas/{name}"}


def _fault() -> Schema:
    return {
        "type": "object",
        "properties": {"error": {"type": "string"}},
        "required": ["error"],
        "additionalProperties": False,
    }


def _caption(kind: type) -> str:
    """The first paragraph of a class's docstring, on one line."""
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())
