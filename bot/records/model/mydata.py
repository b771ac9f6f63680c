"""私のデータ: what is kept of one person, as it is shown to that person alone."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that is kept; `key` names what it is, `value` is as it was entered."""

    key: str
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One record. `at`: when it was entered or when it counts from; `title`: what it is about."""

    at: date | None = None
    title: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What one part of Renkei keeps of the person."""

    name: str
    lines: tuple[Line, ...]
