"""Whatever people, heads, the desk and the clock do, in any order: rows, counters and fairness."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.errors import Refused
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.training import seats
from bot.training.model import Head, Org, SessionState, State
from bot.training.store import courses, enrolments, quotas, sessions
from tests.bot.training.seats.presser import TOWNS, resident
from tests.bot.training.seats.rig import NOW, check, course, quota, session

PEOPLE = st.integers(1, 9)
LAST = NOW + timedelta(days=14)
WHICH = st.integers(0, 1)


class Seats(RuleBasedStateMachine):
    """One course with two sessions, one of which has quotas; time goes on by itself."""

    def __init__(self, storage: Storage) -> None:
        super().__init__()
        self.storage, self.tenant = storage, str(uuid.uuid4())
        self.now = NOW
        self.course, self.sessions = self.write(self._made)

    def _made(self, tx: Tx) -> tuple[int, list[int]]:
        made = course(tx, head=Head.APPROVE)
        small = session(tx, made, seats=2)
        bound = (quota(TOWNS[0], 1), quota(TOWNS[1], 2), quota("総務課", 3, Org.DEPARTMENT))
        return made.id, [small.id, session(tx, made, *bound, number=2, seats=4).id]

    def write(self, work: Callable[[Tx], Any]) -> Any:
        return self.storage.write_now(self.tenant, work)

    def press(self, call: Callable[..., Any], *given: Any, **named: Any) -> None:
        """One press; what is refused changes nothing."""
        with suppress(Refused):
            self.write(lambda tx: call(tx, *given, **named))

    def own(self, person: int) -> Any:
        return self.write(lambda tx: enrolments.of(tx, self.course, person))

    @rule(person=PEOPLE, which=WHICH, wait=st.booleans())
    def enrols(self, person: int, which: int, wait: bool) -> None:
        self.press(seats.enrol, resident(person), self.sessions[which], self.now, wait)

    @rule(person=PEOPLE, call=st.sampled_from([seats.withdraw, seats.accept, seats.pass_on]))
    def presses(self, person: int, call: Callable[..., Any]) -> None:
        if own := self.own(person):
            self.press(call, person, self.course, self.now, own.version)

    @rule(person=PEOPLE)
    def cannot(self, person: int) -> None:
        self.press(seats.cannot, resident(person), self.course, "other", self.now)

    @rule(person=PEOPLE, other=PEOPLE, agree=st.booleans())
    def is_replaced(self, person: int, other: int, agree: bool) -> None:
        if not (own := self.own(person)):
            return
        taker = resident(other)
        self.press(seats.ask_substitute, person, self.course, taker, self.now, own.version)
        asked = self.own(person)
        self.press(seats.take_over, asked.id, taker, self.now, asked.version, agree=agree)

    @rule(person=PEOPLE, agree=st.booleans())
    def is_decided(self, person: int, agree: bool) -> None:
        if own := self.own(person):
            self.press(seats.decide, own.id, self.now, own.version, agree=agree, by=99)

    @rule(person=PEOPLE)
    def leaves(self, person: int) -> None:
        self.press(seats.leave, person, self.now)

    @rule(which=WHICH, more=st.integers(0, 2))
    def gets_more_seats(self, which: int, more: int) -> None:
        self.write(partial(self._widen, self.sessions[which], more))

    def _widen(self, one: int, more: int, tx: Tx) -> None:
        found = sessions.lock(tx, one)
        after = sessions.save(
            tx, replace(found, seats=found.seats + more, version=found.version + 1)
        )
        wider = [replace(quota, seats=quota.seats + more) for quota in quotas.of(tx, one)]
        quotas.put(tx, after, wider)
        seats.move_up(tx, one, self.now)

    @rule(which=WHICH, call=st.sampled_from([seats.close_session, seats.open_session]))
    def is_closed_or_opened(self, which: int, call: Callable[..., Any]) -> None:
        found = self.write(lambda tx: sessions.get(tx, self.sessions[which]))
        self.press(call, found.id, self.now, found.version)

    @rule(which=WHICH)
    def is_cancelled(self, which: int) -> None:
        found = self.write(lambda tx: sessions.get(tx, self.sessions[which]))
        self.press(seats.cancel_session, found.id, self.now, found.version, reason="荒天")
        if found.state is not SessionState.CANCELLED:
            self.sessions[which] = self.write(partial(self._another, found.number + 2))

    def _another(self, number: int, tx: Tx) -> int:
        return session(tx, courses.get(tx, self.course), number=number).id

    @rule(hours=st.integers(1, 40))
    def time_goes_on(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), LAST)
        self.write(lambda tx: seats.lapse(tx, self.now))

    @invariant()
    def counters_say_what_rows_say(self) -> None:
        for one in self.sessions:
            self.write(partial(self._checked, one))

    def _checked(self, one: int, tx: Tx) -> None:
        check(tx, one)
        found = sessions.get(tx, one)
        if found.held < found.seats and self.now < found.starts_at:
            assert enrolments.next_waiting(tx, self.course, one, 1) == ()
        assert all(
            own.until > self.now
            for own in enrolments.of_session(tx, self.course, one, State.OFFERED)
        )


def test_no_order_of_steps_breaks_seats_quotas_or_the_queue(storage: Storage) -> None:
    few = settings(max_examples=15, stateful_step_count=25)
    run_state_machine_as_test(lambda: Seats(storage), settings=few)
