"""What a letter about a course says, believed only within the bounds of our own sheets.

What is missing stays as it is, what isn't known is passed over: letters of an older and of a newer
release are read alike.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from bot.errors import Unreadable
from bot.training.model import CourseState, Duty, Question, SessionState
from bot.training.rules import bounds
from cards.verbs import FIRST_YEAR, LAST_YEAR

E = TypeVar("E", bound=StrEnum)
Given = Mapping[str, Any]

_STATES = frozenset((CourseState.OPEN, CourseState.CLOSED, CourseState.ENDED))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSession:
    """A session as its home tells it; `fields` are what else a Session is made of."""

    number: int
    state: SessionState
    fields: Given


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCourse:
    """A course as its home tells it, with `seats` of each session; `fields` as of a session."""

    state: CourseState
    seats: int
    fields: Given
    sessions: tuple[ToldSession, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCounts:
    """How many have booked and how many have finished."""

    booked: int
    finished: int


def course(body: Any) -> ToldCourse:
    """A letter about a course; raises Unreadable, naming the field and never what stands in it."""
    of = _record(body, "course")
    state = _one_of(of, "state", CourseState)
    if state not in _STATES:
        raise _unreadable("state")
    every = tuple(_session(one) for one in _listed(of, "sessions", bounds.NUMBER))
    if len({one.number for one in every}) < len(every):
        raise _unreadable("number")
    return ToldCourse(
        state=state,
        seats=_whole(of, "seats", 0, bounds.OFFERED_SEATS),
        fields=_of_course(of),
        sessions=every,
    )


def counts(body: Any) -> ToldCounts:
    """A letter about how far a copy is; raises Unreadable."""
    of = _record(body, "counts")
    most = bounds.NUMBER * bounds.OFFERED_SEATS
    return ToldCounts(
        booked=_whole(of, "booked", 0, most), finished=_whole(of, "finished", 0, most)
    )


def _of_course(of: Given) -> Given:
    found: dict[str, object] = {
        "code": _needed(of, "code", bounds.CODE),
        "year": _whole(of, "year", FIRST_YEAR, LAST_YEAR),
        "title": _needed(of, "title", bounds.TITLE),
        "finish_by": _day(of, "finish_by"),
    }
    optional: dict[str, Callable[[], object]] = {
        "text": lambda: _text(of, "text", bounds.TEXT),
        "topics": lambda: _text(of, "topics", bounds.TOPICS),
        "minutes": lambda: _whole(of, "minutes", 1, bounds.MINUTES),
        "threshold": lambda: _whole(of, "threshold", 1, 100),
        "recording": lambda: _address(of, "recording"),
        "duty": lambda: _one_of(of, "duty", Duty),
        "questions": lambda: _questions(of),
        "opens_at": lambda: None if of["opens_at"] is None else _instant(of, "opens_at"),
    }
    return found | {name: read() for name, read in optional.items() if name in of}


def _questions(of: Given) -> tuple[Question, ...]:
    return tuple(_question(one) for one in _listed(of, "questions", bounds.QUESTIONS))


def _question(given: Any) -> Question:
    of = _record(given, "questions")
    choices = _listed(of, "choices", bounds.CHOICES)
    if len(choices) < 2:
        raise _unreadable("choices")
    return Question(
        text=_needed(of, "text", bounds.QUESTION),
        choices=tuple(_needed({"choices": one}, "choices", bounds.CHOICE) for one in choices),
        right=_whole(of, "right", 0, len(choices) - 1),
    )


def _session(given: Any) -> ToldSession:
    of = _record(given, "sessions")
    state = _one_of(of, "state", SessionState)
    found = ToldSession(
        number=_whole(of, "number", 1, bounds.NUMBER), state=state, fields=_of_session(of)
    )
    if state is SessionState.CANCELLED and not found.fields.get("reason"):
        raise _unreadable("reason")  # nobody is told of it without
    return found


def _of_session(of: Given) -> Given:
    starts_at, ends_at = _instant(of, "starts_at"), _instant(of, "ends_at")
    deadline = _instant(of, "deadline") if "deadline" in of else starts_at
    if not deadline <= starts_at < ends_at:
        raise _unreadable("starts_at")
    found: dict[str, object] = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "deadline": deadline,
    }
    optional: dict[str, Callable[[], object]] = {
        "place": lambda: _text(of, "place", bounds.PLACE),
        "link": lambda: _address(of, "link"),
        "reason": lambda: _text(of, "reason", bounds.REASON),
    }
    return found | {name: read() for name, read in optional.items() if name in of}


# --- One field --------------------------------------------------------------------------------


def _unreadable(name: str) -> Unreadable:
    return Unreadable(f"field {name}", "isn't what any release may tell; update both sides")


def _record(given: Any, name: str) -> Given:
    if not isinstance(given, Mapping):
        raise _unreadable(name)
    return given


def _listed(of: Given, name: str, most: int) -> list[Any]:
    found = of.get(name, [])
    if not isinstance(found, list) or len(found) > most:
        raise _unreadable(name)
    return found


def _text(of: Given, name: str, most: int) -> str:
    found = of.get(name)
    if not isinstance(found, str) or len(found) > most or "\0" in found:
        raise _unreadable(name)
    return found


def _needed(of: Given, name: str, most: int) -> str:
    if not (found := _text(of, name, most)).strip():
        raise _unreadable(name)
    return found


def _address(of: Given, name: str) -> str:
    found = of.get(name)
    if not isinstance(found, str) or (found and not bounds.is_address(found)):
        raise _unreadable(name)
    return found


def _whole(of: Given, name: str, least: int, most: int) -> int:
    found = of.get(name)
    if type(found) is not int or not least <= found <= most:
        raise _unreadable(name)
    return found


def _one_of(of: Given, name: str, words: type[E]) -> E:
    try:
        return words(_text(of, name, 40))
    except ValueError:
        raise _unreadable(name) from None


def _day(of: Given, name: str) -> date:
    try:
        found = date.fromisoformat(_text(of, name, 10))
    except ValueError:
        raise _unreadable(name) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _unreadable(name)
    return found


def _instant(of: Given, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(_text(of, name, 40))
    except ValueError:
        raise _unreadable(name) from None
    if found.tzinfo is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _unreadable(name)
    return found
