"""Notices arriving, for the tab: each with its people by the state in which their copy is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.delivery import outbox
from bot.delivery.states import State
from bot.notices import lifecycle, rules
from bot.notices.model import Broadcast, Stage
from bot.notices.turns.seats import waiting, with_newest
from bot.people.model import Role
from bot.slice import Panel
from bot.turns.turn import Turn

RECENT = 12  # so many that wait, and so many of the newest: each is counted anew
_LETTING_GO = frozenset((Stage.CANARY, Stage.SENDING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How many people are in one state."""

    state: State
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """One notice; its parts add up to `audience`. `read`: of those, who has opened it.

    `begun_at`: since when it has been going out, None before. `waits`: for the reader's decision;
    `correction`: one of it waits for somebody's.
    """

    id: int
    title: str
    stage: Stage
    at: datetime
    begun_at: datetime | None
    audience: int
    parts: tuple[Part, ...]
    read: int
    under_way: bool
    waits: bool
    correction: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What waits for the reader's approval; then what is going out and the newest notices, of
    their desk, or that they wrote or approved.

    `under_way`: one of them is going out now, so that it is worth looking again soon. `waiting`:
    how many wait for the reader, `corrections` of them corrections; not all may be among `notices`.
    """

    at: datetime
    notices: tuple[Arriving, ...]
    under_way: bool
    waiting: int
    corrections: int


def offered(turn: Turn) -> bool:
    """Who sends notices or approves them."""
    writes = rules.may_write(turn.person)
    return turn.person.is_staff and (writes or Role.NOTICE_APPROVER in turn.person.roles)


def read(turn: Turn, asked: Mapping[str, int]) -> Arrivals:
    """What waits and the newest, where they have people: each as it stands now."""
    del asked
    waits = [one for one in waiting(turn) if one.audience]
    first = (*waits[:RECENT], *lifecycle.going_out(turn.tx))
    found = with_newest(turn, first, recent=RECENT)
    own = {one.notice for one in waits}
    shown = tuple(_arriving(turn, one, one.notice in own) for one in found if one.audience)
    going = any(one.under_way for one in shown)
    # Nothing moves: the same answer, so that whoever asks again is told that nothing has changed.
    at = turn.now if going else max((one.at for one in shown), default=turn.now)
    return Arrivals(
        at=at,
        notices=shown,
        under_way=going,
        waiting=len(waits),
        corrections=sum(one.stage is not Stage.ASKED for one in waits),
    )


def _arriving(turn: Turn, broadcast: Broadcast, waits: bool) -> Arriving:
    progress = outbox.progress(turn.tx, broadcast.notice)
    numbers = progress.numbers
    at = broadcast.changed_at or broadcast.due_at
    return Arriving(
        id=broadcast.notice,
        title=broadcast.title,
        stage=broadcast.stage,
        at=at.astimezone(turn.now.tzinfo),
        begun_at=broadcast.begun_at and broadcast.begun_at.astimezone(turn.now.tzinfo),
        audience=progress.audience,
        parts=tuple(Part(state=state, people=numbers[state]) for state in State if numbers[state]),
        read=progress.read,
        under_way=broadcast.stage in _LETTING_GO,
        waits=waits,
        correction=broadcast.proposal is not None,
    )


PANELS = (Panel(name="notices", view=Arrivals, offered=offered, read=read),)
