"""Who did what in the ledger (台帳): an actor, and the entry that remembers it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

UNDO = timedelta(minutes=5)  # for so long who pressed can take it back


class Door(StrEnum):
    """How it came in."""

    PRESS = "press"
    COMMAND = "command"
    JOB = "job"
    TAB = "tab"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, under a pseudonym that can be forgotten.

    `post`: the post (id) in which they act; `deputy_for`: the person (id) whose deputy they are
    in it; `via`: the pseudonym of the system's user where a command was run for somebody.
    """

    pseudonym: str
    door: Door
    post: int | None = None
    deputy_for: int | None = None
    via: str = ""

    @classmethod
    def press(cls, pseudonym: str) -> "Actor":
        return cls(pseudonym=pseudonym, door=Door.PRESS)

    @classmethod
    def tab(cls, pseudonym: str) -> "Actor":
        """Who looks at the tab."""
        return cls(pseudonym=pseudonym, door=Door.TAB)

    @classmethod
    def command(cls, pseudonym: str, *, via: str = "") -> "Actor":
        return cls(pseudonym=pseudonym, door=Door.COMMAND, via=via)

    @classmethod
    def job(cls, name: str) -> "Actor":
        """Nobody's act: the clock's. `name` is the job's, such as `agreements.due`."""
        return cls(pseudonym=name, door=Door.JOB)

    def acting(self, post: int, deputy_for: int | None = None) -> "Actor":
        """The same actor in the capacity that a rule found (a Holder's post and deputy_for)."""
        return replace(self, post=post, deputy_for=deputy_for)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger as it is read back; `deputy_for` is a pseudonym here."""

    seq: int
    at: datetime
    who: str
    post: int | None
    deputy_for: str
    door: Door
    act: str
    subject: str
    why: str
    detail: Any
