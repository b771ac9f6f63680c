"""What is asked of people's and rooms' calendars: by errands alone, outside any transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.meetings.model import Slot
from bot.meetings.rules.slots import WorkingDay, free
from graph import Graph
from graph.calendar import Event, Schedule
from graph.calendar import WorkingDay as Told
from graph.errors import Missing

_NOT_NOW = "other"  # the fault of a calendar that there is, and that can't be seen now


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the calendars say: `busy`, one sequence for each that could be seen; whose could not.

    `works`: the working hours of everybody who has set any, as they told their own calendar.
    `unseen` (there is none) and `hidden` (it can't be seen now) are people's mail addresses.
    """

    busy: tuple[tuple[Slot, ...], ...]
    works: tuple[tuple[Told, ...], ...] = ()
    unseen: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    room_missing: bool = False
    room_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The event as it was written, and what the calendars said just before."""

    event: Event
    seen: Seen


GONE = "gone"  # the event is not there any more


class NobodyAsks(Exception):
    """None of those who should come has a mailbox in whose name calendars could be asked."""


async def seen(
    graph: Graph, askers: Sequence[str], mails: Sequence[str], room: str, span: Slot
) -> Seen:
    """The calendars of these people and of the room over a span.

    The first asker who has a mailbox asks; raises NobodyAsks where nobody has.
    """
    wanted = [*mails, room] if room else [*mails]
    found = await _schedules(graph, askers, wanted, span)
    people = [found[mail] for mail in mails if not found[mail].fault]
    faults = {mail: one.fault for mail, one in found.items() if one.fault}
    return Seen(
        busy=tuple(_busy(one) for one in found.values() if not one.fault),
        works=tuple(one.works for one in people if one.works),
        unseen=tuple(mail for mail in mails if faults.get(mail, _NOT_NOW) != _NOT_NOW),
        hidden=tuple(mail for mail in mails if faults.get(mail) == _NOT_NOW),
        room_missing=bool(room) and faults.get(room, _NOT_NOW) != _NOT_NOW,
        room_hidden=bool(room) and faults.get(room) == _NOT_NOW,
    )


async def _schedules(
    graph: Graph, askers: Sequence[str], mails: Sequence[str], span: Slot
) -> dict[str, Schedule]:
    for asker in askers:
        try:
            return await graph.calendar.schedules(asker, mails, span.start, span.end)
        except Missing:
            continue  # no mailbox, or no account any more
    raise NobodyAsks


def _busy(schedule: Schedule) -> tuple[Slot, ...]:
    return tuple(Slot(start=one.start, end=one.end) for one in schedule.busy)


def works_in(seen: Seen, zone: ZoneInfo) -> tuple[tuple[WorkingDay, ...], ...]:
    """Everybody's own working hours; such as are told in another zone than ours narrow nothing."""
    return tuple(found for told in seen.works if (found := _works(told, zone)))


def _works(told: Sequence[Told], zone: ZoneInfo) -> tuple[WorkingDay, ...]:
    return tuple(
        WorkingDay(weekday=day.weekday, opens=day.start, closes=day.end)
        for day in told
        if day.zone == zone.key
    )


def is_taken(seen: Seen, wanted: Slot, *own: Slot) -> bool:
    """Whether somebody, or the room, is taken in a slot.

    `own` is where events of ours stand. In each calendar one block of such a time is ours; a
    second one is somebody's else.
    """
    return not free(wanted, [_without(busy, own) for busy in seen.busy])


def _without(busy: Sequence[Slot], own: Sequence[Slot]) -> list[Slot]:
    left = list(busy)
    for one in dict.fromkeys(own):
        if one in left:
            left.remove(one)
    return left
