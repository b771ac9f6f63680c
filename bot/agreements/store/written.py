"""Frozen records as JSON, and back; a field that a newer release added gets its default."""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

R = TypeVar("R")
Read = Callable[[Any], Any]
_PLAIN = frozenset((str, int, bool, type(None)))


def written(record: Any, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields of a record as JSON values; what equals its default is left out."""
    kind: Any = type(record)
    return {
        name: _plain(value)
        for name, default in _defaults(kind)
        if name not in without and (value := getattr(record, name)) != default
    }


def read(cls: type[R], values: dict[str, Any], **more: Any) -> R:
    """The record that `written` wrote; `more` are the fields that were kept elsewhere."""
    record: Any = cls
    readers = _readers(record)
    known = {name: _as(readers[name], value) for name, value in values.items() if name in readers}
    return cls(**known, **more)


def _as(reader: Read | None, value: Any) -> Any:
    return value if reader is None or value is None else reader(value)


@cache
def _defaults(cls: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(cls))


def _plain(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, (tuple, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return written(value) if is_dataclass(value) else value


@cache
def _readers(cls: Any) -> dict[str, Read | None]:
    hints = get_type_hints(cls)
    return {field.name: _reader(hints[field.name]) for field in fields(cls)}


def _reader(hint: Any) -> Read | None:
    """How a value of the type `hint` is read; None where JSON has it as it is."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (present,) = (one for one in arguments if one is not types.NoneType)
        return _reader(present)
    if origin is tuple:
        item = _reader(arguments[0])
        return tuple if item is None else lambda values: tuple(map(item, values))
    if is_dataclass(hint):
        return lambda values: read(hint, values)  # type: ignore[arg-type]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if hint in (date, datetime):
        return hint.fromisoformat  # type: ignore[no-any-return]
    return None
