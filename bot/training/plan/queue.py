"""What becomes of a session's waiting list if nobody answers: each offer runs out in its turn."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.storage.tx import Tx
from bot.training.model import Course, Enrolment, Session, State
from bot.training.plan import item
from bot.training.plan.item import Item
from bot.training.rules import lifecycle, offers, seats
from bot.training.rules.seats import Room
from bot.training.store import enrolments, quotas
from bot.workdays import Hours

KEPT_IN_SIGHT = timedelta(days=14)
_LISTED = (State.OFFERED, State.WAITING, State.REQUESTED)


def offered(one: Enrolment, course: Course, at: datetime) -> Item:
    """The card of a seat that came free, sent at `at` (in the tenant's zone)."""
    assert one.until is not None  # noqa: S101 - an offer always ends
    return Item(
        on=at.date(),
        kind=item.OFFERED,
        key=f"offered:{one.id}:{one.version}",
        subject=one.subject,
        title=course.title,
        day=one.until.astimezone(at.tzinfo).date(),
        to=(one.person,),
        expires=one.until,
    )


def told(one: Enrolment, course: Course, what: str, at: datetime, turn: str = "") -> Item:
    """The card of what somebody else, or the clock, did to a seat; sent at `at`.

    `turn`: which time it is of what may happen again while the enrolment stays as it is.
    """
    return Item(
        on=at.date(),
        kind=item.TOLD,
        key=f"{what}:{one.id}:{turn or one.version}",
        subject=one.subject,
        title=course.title,
        day=at.date(),
        to=(one.person,),
        expires=at.date() + KEPT_IN_SIGHT,
    )


def sent_at(one: Enrolment, now: datetime, hours: Hours) -> datetime:
    """When the card of an offer goes out: by daylight, but at once where it would be too late."""
    at = hours.opens(now)
    return at if one.until is None or at < one.until else now


@dataclass(slots=True)
class Queue:
    """The seats of one session and who waits for them, as time goes on and nobody answers."""

    course: Course
    session: Session
    room: Room
    hours: Hours
    zone: ZoneInfo
    listed: list[Enrolment]
    items: list[Item] = field(default_factory=list)

    def run(self, until: datetime) -> None:
        """Let every offer run out until that instant, or until the session begins."""
        while (at := self._next()) is not None and at <= min(until, self.session.starts_at):
            now = at.astimezone(self.zone)
            self._lapse(now)
            if seats.moves(self.session, now):
                self._move_up(now)
        if self.session.starts_at <= until:
            self._begin(self.session.starts_at.astimezone(self.zone))

    def _next(self) -> datetime | None:
        untils = (one.until for one in self.listed if one.state is State.OFFERED)
        return min((until for until in untils if until is not None), default=None)

    def _lapse(self, now: datetime) -> None:
        for one in [one for one in self.listed if offers.is_over(one, self.session, now)]:
            self.listed.remove(one)
            self.room = self.room.freed(one)
            self._say(lifecycle.lapsed(one), "lapsed", now)

    def _move_up(self, now: datetime) -> None:
        waiting = [one for one in self.listed if one.state is State.WAITING]
        for one in seats.next_offers(self.room, seats.in_turn(waiting)):
            until = offers.until(now, self.session, self.hours.calendar)
            after = lifecycle.offered(one, until=until)
            self.listed[self.listed.index(one)] = after
            self.room = self.room.taken(one)
            self.items.append(offered(after, self.course, sent_at(after, now, self.hours)))

    def _begin(self, now: datetime) -> None:
        for one in self.listed:
            self._say(lifecycle.left_over(one), "closed", now)
        self.listed = []

    def _say(self, one: Enrolment, what: str, now: datetime) -> None:
        self.items.append(told(one, self.course, what, self.hours.opens(now)))


def planned(
    tx: Tx,
    course: Course,
    session: Session,
    hours: Hours,
    zone: ZoneInfo,
    until: datetime,
) -> Iterator[Item]:
    """What offers and the session's beginning will bring, until that instant."""
    listed = list(enrolments.of_session(tx, course.id, session.id, *_LISTED))
    if not listed:
        return
    room = seats.room_of(session, quotas.of(tx, session.id))
    queue = Queue(course, session, room, hours, zone, listed)
    queue.run(until)
    yield from queue.items
