"""What may be taken back of presses on a series, a follow-up and an agenda: for five minutes."""

from datetime import datetime
from typing import Protocol, TypeVar

from bot.errors import Refused
from bot.ledger.model import UNDO


class Step(Protocol):
    """The last press on a subject: whose, which, when, and the version that it led to."""

    @property
    def person(self) -> int: ...
    @property
    def act(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def version(self) -> int: ...


S = TypeVar("S", bound=Step)


def check(step: S | None, *acts: str, person: int, at: datetime, version: int = 0) -> S:
    """The step; raises Refused unless it is one of these acts, this person's, and young enough."""
    if step is None or step.act not in acts or step.version != version:
        raise Refused("meetings.refused.nothing_to_undo")
    if step.person != person:
        raise Refused("meetings.refused.undo_not_yours")
    if at - step.at > UNDO:
        raise Refused("meetings.refused.undo_too_late")
    return step


def can_take_back(
    step: Step | None, *acts: str, person: int, at: datetime, version: int = 0
) -> bool:
    """Whether 取り消す is offered to this person."""
    try:
        check(step, *acts, person=person, at=at, version=version)
    except Refused:
        return False
    return True
