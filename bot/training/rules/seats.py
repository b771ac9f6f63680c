"""Who gets a seat: as far as seats and quotas reach, and never past somebody who waits for one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from bot.errors import Refused
from bot.training.model import SEATED, Enrolment, Org, Quota, Session, State
from bot.training.rules import sessions


class Applicant(Protocol):
    """Of which municipality and department somebody is; an Enrolment says it."""

    @property
    def municipality(self) -> str: ...
    @property
    def department(self) -> str: ...


A = TypeVar("A", bound=Applicant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The seats of one session and who may still have them; `quotas` bind as well as `seats`."""

    seats: int
    held: int = 0
    waiting: int = 0
    quotas: tuple[Quota, ...] = ()

    @property
    def free(self) -> int:
        """Free seats, whoever may have them; 0 also where seats were taken away afterwards."""
        return max(self.seats - self.held, 0)

    def left(self, applicant: Applicant) -> int:
        """How many seats people of this municipality and department may still have."""
        own = (quota.seats - quota.held for quota in self.quotas if binds(quota, applicant))
        return max(min((self.free, *own)), 0)

    def taken(self, applicant: Applicant) -> "Room":
        """One seat more is held; nobody's leave is asked, for who decides that is `left`."""
        return self._changed(applicant, 1)

    def freed(self, applicant: Applicant) -> "Room":
        """One seat less is held."""
        return self._changed(applicant, -1)

    def _changed(self, applicant: Applicant, by: int) -> "Room":
        quotas = tuple(
            replace(quota, held=quota.held + by) if binds(quota, applicant) else quota
            for quota in self.quotas
        )
        return replace(self, held=self.held + by, quotas=quotas)


def room_of(session: Session, quotas: Iterable[Quota] = ()) -> Room:
    """The room of a session as its counters stand."""
    return Room(
        seats=session.seats, held=session.held, waiting=session.waiting, quotas=tuple(quotas)
    )


def binds(quota: Quota, applicant: Applicant) -> bool:
    """Whether a quota counts somebody: by the name of their municipality, or their department."""
    own = applicant.municipality if quota.org is Org.MUNICIPALITY else applicant.department
    return bool(own) and quota.name == own


def moves(session: Session, now: datetime) -> bool:
    """Whether seats still change hands: until it begins, also after the deadline."""
    return sessions.is_coming(session, now)


def enrolled(room: Room, applicant: Applicant, *, wait: bool, approve: bool) -> State | None:
    """What becomes of somebody who enrols: a seat (held while the head is asked), or the list.

    The list has been moved up before: who still waits can't have a seat that is free. None where
    there is none for them and they didn't ask to wait.
    """
    if room.left(applicant):
        return State.REQUESTED if approve else State.BOOKED
    return State.WAITING if wait else None


def next_offers(room: Room, waiting: Iterable[A]) -> tuple[A, ...]:
    """Whom the free seats are offered, of those who wait in their order.

    Whose organisation has all its seats keeps their place, and the next gets the seat. No more
    are read of `waiting` than needed.
    """
    return tuple(_next_offers(room, waiting))


def _next_offers(room: Room, waiting: Iterable[A]) -> Iterator[A]:
    if not room.free:
        return
    for one in waiting:
        if room.left(one):
            yield one
            room = room.taken(one)
            if not room.free:
                return


def in_turn(waiting: Iterable[Enrolment]) -> tuple[Enrolment, ...]:
    """Those who wait, the first first."""
    return tuple(sorted(waiting, key=lambda one: (one.since, one.id)))


def taken_over(room: Room, giver: Applicant, taker: Applicant) -> Room:
    """The seat goes from one to another; raises Refused where the other's organisation has all
    of its seats. How many there are in all doesn't matter, for no further one is held."""
    free = room.freed(giver)
    if any(quota.held >= quota.seats for quota in free.quotas if binds(quota, taker)):
        raise Refused("training.refused.substitute_quota")
    return free.taken(taker)


def delta(before: State | None, after: State | None) -> tuple[int, int]:
    """How (seats held, people waiting) of a session change when one of its people goes on.

    None: they weren't, or aren't any more, with this session.
    """
    held = (after in SEATED) - (before in SEATED)
    return held, (after is State.WAITING) - (before is State.WAITING)
