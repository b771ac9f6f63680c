"""OData as far as Graph's users need it: $filter, $select, $expand."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

Row = dict[str, Any]
Test = Callable[[Row], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<punctuation>[(),])|(?P<word>[^\s(),']+))"
)


class Unsupported(Exception):
    """The query can't be answered."""


def tokens(text: str) -> list[str]:
    """Words, strings with their quotes, and punctuation. Raises Unsupported."""
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unsupported("Invalid filter clause")
        found.append(match.group().strip())
        at = match.end()
    return found


class Filter:
    """A recursive reader of: or, and, not, ( ), eq, ne, in, startswith."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._at = 0

    def read(self) -> Test:
        """The whole clause as a test of one row. Raises Unsupported."""
        test = self._any()
        if self._at != len(self._tokens):
            raise Unsupported("Invalid filter clause")
        return test

    def _any(self) -> Test:
        tests = [self._all()]
        while self._taken("or"):
            tests.append(self._all())
        return lambda row: any(test(row) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._taken("and"):
            tests.append(self._one())
        return lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        if self._taken("not"):
            inner = self._one()
            return lambda row: not inner(row)
        if self._taken("("):
            inner = self._any()
            self._expect(")")
            return inner
        name = self._next()
        return self._starts_with() if name == "startswith" else self._compared(name)

    def _starts_with(self) -> Test:
        self._expect("(")
        name = self._next()
        self._expect(",")
        start = _value(self._next())
        self._expect(")")
        return lambda row: str(row.get(name) or "").lower().startswith(str(start).lower())

    def _compared(self, name: str) -> Test:
        operator = self._next()
        if operator == "in":
            values = self._list()
            return lambda row: _plain(row.get(name)) in values
        value = _plain(_value(self._next()))
        if operator == "eq":
            return lambda row: _plain(row.get(name)) == value
        if operator == "ne":
            return lambda row: _plain(row.get(name)) != value
        raise Unsupported(f"Unsupported filter operator '{operator}'")

    def _list(self) -> list[Any]:
        self._expect("(")
        values = [_plain(_value(self._next()))]
        while self._taken(","):
            values.append(_plain(_value(self._next())))
        self._expect(")")
        return values

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise Unsupported("Invalid filter clause")
        self._at += 1
        return self._tokens[self._at - 1]

    def _taken(self, token: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at] == token:
            self._at += 1
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._taken(token):
            raise Unsupported("Invalid filter clause")


def _value(token: str) -> Any:
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    if token in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[token]
    raise Unsupported("Invalid filter clause")


def _plain(value: Any) -> Any:
    """Graph compares text without regard to case."""
    return value.lower() if isinstance(value, str) else value


@lru_cache(maxsize=64)
def listed(text: str) -> tuple[str, ...]:
    """The names of $select, in order; what stands in brackets belongs to its name."""
    return tuple(name.strip() for name in re.split(r",(?![^(]*\))", text) if name.strip())
