"""Notices arriving, for the tab: each with its people by the state in which their copy is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.delivery import outbox
from bot.delivery.states import State
from bot.notices import rules
from bot.notices.model import Broadcast, Stage
from bot.notices.turns.seats import concerning
from bot.people.model import Role
from bot.slice import Panel
from bot.turns.turn import Turn

RECENT = 12
_LETTING_GO = frozenset((Stage.CANARY, Stage.SENDING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How many people are in one state."""

    state: State
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """One notice; its parts add up to `audience`. `read`: of those, who has opened it."""

    id: int
    title: str
    stage: Stage
    at: datetime
    audience: int
    parts: tuple[Part, ...]
    read: int
    under_way: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What waits for the reader's approval; then the newest notices of their desk, or that they
    wrote or approved, the newest first.

    `under_way`: one of them is going out now, so that it is worth looking again soon.
    """

    at: datetime
    notices: tuple[Arriving, ...]
    under_way: bool


def offered(turn: Turn) -> bool:
    """Who sends notices or approves them."""
    writes = rules.may_write(turn.person)
    return turn.person.is_staff and (writes or Role.NOTICE_APPROVER in turn.person.roles)


def read(turn: Turn, asked: Mapping[str, int]) -> Arrivals:
    """What waits and the newest, where they have people: each as it stands now."""
    del asked
    found = concerning(turn, recent=RECENT)
    shown = tuple(_arriving(turn, one) for one in found if one.audience)
    going = any(one.under_way for one in shown)
    # Nothing moves: the same answer, so that whoever asks again is told that nothing has changed.
    at = turn.now if going else max((one.at for one in shown), default=turn.now)
    return Arrivals(at=at, notices=shown, under_way=going)


def _arriving(turn: Turn, broadcast: Broadcast) -> Arriving:
    progress = outbox.progress(turn.tx, broadcast.notice)
    numbers = progress.numbers
    at = broadcast.changed_at or broadcast.due_at
    return Arriving(
        id=broadcast.notice,
        title=broadcast.title,
        stage=broadcast.stage,
        at=at.astimezone(turn.now.tzinfo),
        audience=progress.audience,
        parts=tuple(Part(state=state, people=numbers[state]) for state in State if numbers[state]),
        read=progress.read,
        under_way=broadcast.stage in _LETTING_GO,
    )


PANELS = (Panel(name="notices", view=Arrivals, offered=offered, read=read),)
