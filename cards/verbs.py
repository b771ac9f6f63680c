"""What a pressed button says: one frozen class for each verb, parsed strictly on its return."""

import math
import re
import types
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from functools import cache
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

LARGEST = 2**63 - 1
EXACT_FLOAT = 2**53
SHORT = 200
FIRST_YEAR, LAST_YEAR = 1900, 2200  # of a day that anybody here means

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}(\.0{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Malformed(ValueError):
    """What came back is not what the card offered; `field` names the part, never its content.

    `empty` tells a required input that was left blank from data that no card of ours sends.
    """

    def __init__(self, field: str, *, empty: bool = False) -> None:
        super().__init__(field)
        self.field = field
        self.empty = empty


@dataclass(frozen=True, slots=True)
class Upto:
    """A text field holds at most `length` characters, on one line unless `lines`."""

    length: int
    lines: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """What one button asks for. Posted cards live for months: names and fields stay for ever.

    A field without a default must come back; a field with one may be missing or empty.
    """

    name: ClassVar[str]
    known: ClassVar[dict[str, type["Verb"]]] = {}

    def __init_subclass__(cls) -> None:
        earlier = Verb.known.setdefault(cls.name, cls)
        if (earlier.__module__, earlier.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"two verbs are called {cls.name}")
        Verb.known[cls.name] = cls  # dataclass(slots=True) makes the class anew

    @staticmethod
    def parse(name: str, data: Mapping[str, object]) -> "Verb":
        """The verb that a button sent; raises Malformed whatever else comes."""
        cls = Verb.known.get(name) if isinstance(name, str) else None
        if cls is None:
            raise Malformed("verb")
        if not isinstance(data, Mapping):
            raise Malformed("data")
        return cls.of(data)

    @classmethod
    def of(cls, data: Mapping[str, object]) -> Self:
        """Read this verb's own fields out of `data`; keys that Teams adds are ignored."""
        return cls(**{key: read(data.get(key)) for key, read in _readers(cls.name).items()})

    def data(self) -> dict[str, object]:
        """The fields as a button carries them; what equals its default is left out."""
        values = ((name, getattr(self, name), default) for name, default in _defaults(self.name))
        return {name: _plain(value) for name, value, default in values if value != default}


def inputs_of(verb: type[Verb]) -> frozenset[str]:
    """The names of the fields of a verb, as inputs of a form may use them."""
    return frozenset(name for name, _ in _defaults(verb.name))


@cache
def _defaults(name: str) -> tuple[tuple[str, object], ...]:
    """The fields of a verb, each with its default or MISSING."""
    return tuple((field.name, field.default) for field in fields(Verb.known[name]))


def clean(text: str, *, lines: bool = False) -> str:
    """`text` without control characters, lone surrogates, reordering marks and outer spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text if lines else text.replace("\n", " ").replace("\t", " ")
    return "".join(letter for letter in text if _harmless(letter)).strip()


def _harmless(letter: str) -> bool:
    if letter in "\n\t":
        return True
    return letter not in _REORDERING and unicodedata.category(letter) not in {"Cc", "Cs"}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@cache
def _readers(name: str) -> dict[str, Callable[[object], object]]:
    cls = Verb.known[name]
    hints = get_type_hints(cls, include_extras=True)
    return {field.name: _reader(field, hints[field.name]) for field in fields(cls)}


def _reader(field: "Field[Any]", hint: Any) -> Callable[[object], object]:
    convert = _converter(hint)

    def read(value: object) -> object:
        value = value.strip() if isinstance(value, str) else value
        try:
            found = None if value in (None, "") else convert(value)
        except ValueError as error:
            raise Malformed(field.name) from error
        if found not in (None, ""):
            return found
        if field.default is MISSING:
            raise Malformed(field.name, empty=True)
        return field.default

    return read


def _converter(hint: Any) -> Callable[[object], object]:
    """How a value of the type `hint` is read; a type that no verb may use raises TypeError."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _texts(arguments[1])
    if origin in (Union, types.UnionType):
        (present,) = (one for one in arguments if one is not types.NoneType)
        return _converter(present)
    if origin is Literal:
        return _choice(arguments)
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    raise TypeError(f"a verb can't have a field of type {hint}")


def _choice(allowed: tuple[str, ...]) -> Callable[[object], object]:
    def read(value: object) -> object:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError
        return value

    return read


def _texts(bound: Upto) -> Callable[[object], object]:
    def read(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError
        text = clean(value, lines=bound.lines)
        if len(text) > bound.length:
            raise ValueError
        return text

    return read


def _integer(value: object) -> object:
    """7, 7.0, "7" and "7.0" are seven; True isn't one."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError
    if isinstance(value, float):
        if not math.isfinite(value) or not value.is_integer() or abs(value) > EXACT_FLOAT:
            raise ValueError
        return int(value)
    if isinstance(value, str):
        if not _INTEGER.fullmatch(value):
            raise ValueError
        value = int(value.partition(".")[0])
    if abs(value) > LARGEST:
        raise ValueError
    return value


def _day(value: object) -> object:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError
    day = date.fromisoformat(value)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError
    return day


def _switch(value: object) -> object:
    """An untouched toggle comes as "false"."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise ValueError


_SIMPLE: dict[Any, Callable[[object], object]] = {int: _integer, date: _day, bool: _switch}
