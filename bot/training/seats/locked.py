"""A locked session: its seats change here alone, rows and counters together."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot import policy
from bot.errors import Stale
from bot.storage.tx import Tx
from bot.training.model import Course, Enrolment, Quota, Session, State
from bot.training.rules import lifecycle, offers
from bot.training.rules import seats as rules
from bot.training.rules import sessions as session_rules
from bot.training.seats.outcome import Outcome
from bot.training.store import courses, enrolments, quotas, sessions, steps

_AT_ONCE = 100  # seats that are offered before it is looked again who comes next


class Locked:
    """The seats of one session, which nobody else changes until the transaction ends.

    `now`: civil, in the tenant's zone. What `go` changes is counted when `close` is called.
    """

    def __init__(self, tx: Tx, session: int, now: datetime) -> None:
        self.tx = tx
        self.now = now
        self._found, self._found_lapse_at = sessions.locked(tx, session)
        self.session: Session = self._found
        self._lapse_at = self._found_lapse_at
        self.course: Course = courses.get(tx, self.session.course)
        self.lapsed: list[Enrolment] = []
        self.offered: list[Enrolment] = []
        self._unbound: set[tuple[str, str]] = set()  # whom no quota binds, as far as it is known

    def room(self, *applicants: rules.Applicant) -> rules.Room:
        """Its seats as they stand, with the quotas that bind these people."""
        found = [quota for one in applicants for quota in self._binding(one)]
        return rules.room_of(self.session, dict.fromkeys(found))

    def _binding(self, one: rules.Applicant) -> tuple[Quota, ...]:
        found = quotas.matching(self.tx, self.session.id, one.municipality, one.department)
        if not found:
            self._unbound.add((one.municipality, one.department))
        return found

    def go(
        self, before: Enrolment | None, after: Enrolment, act: str, by: int | None = None
    ) -> Enrolment:
        """Somebody takes a step: it is kept, with its history and what is held by it.

        `by`: who did it, None: they themselves, CLOCK: time.
        """
        kept = _kept(self.tx, after)
        self.note([kept], act, by)
        was = before.state if before and before.session == self.session.id else None
        held, waiting = rules.delta(was, after.state)
        if held and (after.municipality, after.department) not in self._unbound:
            quotas.add(self.tx, self.session.id, after.municipality, after.department, held)
        self._count(held, waiting)
        return kept

    def go_all(
        self, found: Iterable[Enrolment], step: Callable[[Enrolment], Enrolment], act: str
    ) -> tuple[Enrolment, ...]:
        """Some dozens of its people take one step with the clock; those whom it changed."""
        pairs = [(before, step(before)) for before in found]
        pairs = [(before, after) for before, after in pairs if before != after]
        changed = tuple(after for _, after in pairs)
        enrolments.save_all(self.tx, changed)
        self.note(changed, act)
        self._count_all(pairs)
        return changed

    def _count_all(self, pairs: Iterable[tuple[Enrolment, Enrolment]]) -> None:
        more: Counter[tuple[str, str]] = Counter()
        for before, after in pairs:
            held, waiting = rules.delta(before.state, after.state)
            more[after.municipality, after.department] += held
            self._count(held, waiting)
        quotas.add_all(self.tx, self.session.id, more)

    def note(self, changed: Iterable[Enrolment], act: str, by: int | None = steps.CLOCK) -> None:
        """Remember in the history of each what happened and where they stand by it."""
        found = (
            steps.Step(
                enrolment=one.id,
                at=self.now,
                act=act,
                session=one.session,
                state=one.state,
                person=by,
            )
            for one in changed
        )
        steps.add(self.tx, *found)

    def change(self, after: Session) -> None:
        """The session itself changes, by a rule that has raised its version."""
        counted = replace(after, held=self.session.held, waiting=self.session.waiting)
        self.session = sessions.save(self.tx, counted)
        if not session_rules.takes_place(after):
            self._lapse_at = None  # what was offered ends with it, whatever term it had

    def of(self, *states: State) -> tuple[Enrolment, ...]:
        """Its people in these states."""
        return enrolments.of_session(self.tx, self.session.course, self.session.id, *states)

    def lapse(self) -> None:
        """Offers that weren't answered in time end."""
        if self._lapse_at is None or self._lapse_at > self.now:
            return
        found = self.of(State.OFFERED)
        for one in found:
            if offers.is_over(one, self.session, self.now):
                self.lapsed.append(self.go(one, lifecycle.lapsed(one), "lapse", steps.CLOCK))
        gone = {one.id for one in self.lapsed}
        self._lapse_at = min(
            (one.until for one in found if one.until and one.id not in gone), default=None
        )

    def move_up(self) -> None:
        """Free seats are offered to those who wait, the first first, as far as quotas reach."""
        if not rules.moves(self.session, self.now):
            return
        calendar = policy.of(self.tx).calendar if self._may_offer() else None
        while calendar and (chosen := self._next()):
            until = offers.until(self.now, self.session, calendar)
            for one in chosen:
                after = lifecycle.offered(one, until=until)
                self.offered.append(self.go(one, after, "offer", steps.CLOCK))
            self._lapse_at = min(until, self._lapse_at or until)

    def look_by(self, at: datetime) -> None:
        """An offer, if one is open, runs out by then."""
        if self._lapse_at is not None:
            self._lapse_at = min(at, self._lapse_at)

    def _may_offer(self) -> bool:
        return self.session.waiting > 0 and self.session.held < self.session.seats

    def _next(self) -> Sequence[Enrolment]:
        """The next who get a seat, () where nobody can have one."""
        if not self._may_offer():
            return ()
        free = min(self.session.seats - self.session.held, _AT_ONCE)
        where = (self.session.course, self.session.id)
        waiting = enrolments.next_waiting(self.tx, *where, most=free)
        room = rules.room_of(self.session, quotas.of(self.tx, self.session.id))
        return rules.next_offers(room, waiting)

    def close(self, act: str, **told: Any) -> Outcome:
        """Free seats are offered, and what is held is counted; the whole of what came of it."""
        self.lapse()
        self.move_up()
        self.count()
        return Outcome(
            act=act,
            course=self.course,
            session=self.session,
            lapsed=(*told.pop("lapsed", ()), *self.lapsed),
            offered=tuple(self.offered),
            **told,
        )

    def count(self) -> None:
        """Remember what is held by now."""
        now, found = self.session, self._found
        if (now.held, now.waiting) != (found.held, found.waiting):
            sessions.count(self.tx, now)
        if self._lapse_at != self._found_lapse_at:
            sessions.lapse(self.tx, now.id, self._lapse_at)

    def _count(self, held: int, waiting: int) -> None:
        now = self.session
        self.session = replace(now, held=now.held + held, waiting=now.waiting + waiting)


def standing(tx: Tx, enrolment: int) -> Enrolment | None:
    """The enrolment as it stands, its session and it locked: nobody takes a step until this
    transaction ends. None where it is no more."""
    found = enrolments.find_one(tx, enrolment)
    if found is None:
        return None
    if found.session:
        sessions.lock(tx, found.session)
    return enrolments.lock(tx, enrolment)


def locked_of(tx: Tx, enrolment: Enrolment | None, now: datetime) -> tuple[Locked, Enrolment]:
    """The session of an enrolment, locked, and the enrolment as it stands then; raises Stale where
    there is none, or it has changed meanwhile."""
    if enrolment is None or not enrolment.session:
        raise Stale("training.refused.changed")
    locked = Locked(tx, enrolment.session, now)
    found = enrolments.get(tx, enrolment.id)
    lifecycle.check(found, enrolment.version, frozenset(State))
    return locked, found


def _kept(tx: Tx, enrolment: Enrolment) -> Enrolment:
    return enrolments.save(tx, enrolment) if enrolment.id else enrolments.add(tx, enrolment)
