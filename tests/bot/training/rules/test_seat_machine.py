"""Two sessions, eight people of two municipalities, and every press in any order.

What holds after each step: no seat and no quota is given twice, counters are what the rows say,
and nobody waits for a seat that they could have.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.errors import Refused
from bot.training.model import (
    ACTIVE,
    Cause,
    Enrolment,
    Entry,
    Org,
    Quota,
    Session,
    SessionState,
    State,
)
from bot.training.rules import completion, eligible, entries, lifecycle, offers, seats, sessions
from bot.training.rules.eligible import Reader
from bot.training.rules.seats import Room
from bot.workdays import Calendar
from tests.bot.training.rules.made import COURSE, DAY, HOUR, NOW, session

CALENDAR = Calendar()
PLACES = [(city, office) for city in ("あかつき市", "ひので町") for office in ("総務課", "税務課")]
PEOPLE = range(8)
HEAD = 99
PERSON = st.sampled_from(PEOPLE)
WHICH = st.integers(0, 7)
SESSION_ID = st.sampled_from((1, 2))
QUOTAS = st.lists(
    st.builds(
        Quota,
        org=st.sampled_from(Org),
        name=st.sampled_from(["あかつき市", "ひので町", "総務課", "税務課"]),
        seats=st.integers(0, 2),
    ),
    max_size=3,
    unique_by=lambda quota: (quota.org, quota.name),
)


def _order(one: Enrolment) -> tuple[datetime, int]:
    return one.since, one.id


class SeatMachine(RuleBasedStateMachine):
    """Keeps sessions and rows as the store does, and lets the rules decide."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.approve = False
        self.sessions: dict[int, Session] = {}
        self.quotas: dict[int, tuple[Quota, ...]] = {}
        self.rows: dict[int, Enrolment] = {}

    @initialize(
        counts=st.tuples(st.integers(1, 3), st.integers(0, 3)),
        quotas=st.tuples(QUOTAS, QUOTAS),
        approve=st.booleans(),
    )
    def prepare(
        self, counts: tuple[int, int], quotas: tuple[list[Quota], list[Quota]], approve: bool
    ) -> None:
        self.approve = approve
        for at, count in enumerate(counts):
            self.sessions[at + 1] = session(id=at + 1, seats=count)
            self.quotas[at + 1] = tuple(quotas[at])

    # --- how a flow of the store goes ---

    def room(self, of: int) -> Room:
        return seats.room_of(self.sessions[of], self.quotas[of])

    def waiting(self, of: int) -> tuple[Enrolment, ...]:
        own = (row for row in self.rows.values() if row.session == of)
        return seats.in_turn(row for row in own if row.state is State.WAITING)

    def keep(self, before: Enrolment | None, after: Enrolment) -> None:
        """Save a row and count what changed for the session that it was, and is, with."""
        after = replace(after, id=after.person + 1)
        if before is not None and before.session != after.session:
            self.count(before, before.state, None)
            before = None
        self.count(after, before.state if before else None, after.state)
        self.rows[after.person] = after

    def count(self, row: Enrolment, before: State | None, after: State | None) -> None:
        if row.session not in self.sessions or self.is_held(row.session):
            return  # what took place keeps the counters that it had
        held, waits = seats.delta(before, after)
        found = self.sessions[row.session]
        changed = replace(found, held=found.held + held, waiting=found.waiting + waits)
        self.sessions[row.session] = changed
        self.quotas[row.session] = tuple(
            replace(one, held=one.held + held) if seats.binds(one, row) else one
            for one in self.quotas[row.session]
        )

    def is_held(self, of: int) -> bool:
        return self.sessions[of].state is SessionState.HELD

    def settle(self, of: int) -> None:
        """What each press begins and ends with: old offers lapse, the list moves up."""
        found = self.sessions[of]
        for row in [one for one in self.rows.values() if one.session == of]:
            if offers.is_over(row, found, self.now):
                self.keep(row, lifecycle.lapsed(row))
            elif row.state in lifecycle.SEATLESS and sessions.has_begun(found, self.now):
                self.keep(row, lifecycle.left_over(row))
        self.move_up(of)

    def move_up(self, of: int) -> None:
        if not seats.moves(self.sessions[of], self.now):
            return
        queue, room = self.waiting(of), self.room(of)
        chosen = seats.next_offers(room, queue)
        for row in chosen:
            earlier = [one for one in queue if _order(one) < _order(row) and one not in chosen]
            assert not any(room.left(one) for one in earlier), "passed over who could have had it"
            room = room.taken(row)
            until = offers.until(self.now, self.sessions[of], CALENDAR)
            self.keep(row, lifecycle.offered(row, until=until))

    def settle_all(self) -> None:
        for of in self.sessions:
            self.settle(of)

    def in_state(self, *states: State) -> list[Enrolment]:
        return [row for row in self.rows.values() if row.state in states]

    def one_of(self, which: int, *states: State) -> int:
        """A person in one of these states, -1 where there is none."""
        found = sorted(row.person for row in self.in_state(*states))
        return found[which % len(found)] if found else -1

    def press(self, person: int, step: Callable[[Enrolment], Enrolment]) -> None:
        """A press of somebody with a row; refused, it leaves everything as it was."""
        row = self.rows.get(person)
        if row is None:
            return
        try:
            self.keep(row, step(row))
        except Refused:
            return
        self.settle_all()

    def session_of(self, row: Enrolment) -> Session:
        """Theirs; who only said that they can't come has none, and any will do."""
        return self.sessions.get(row.session, self.sessions[1])

    def reader(self, person: int) -> Reader:
        return Reader(meant=True, enrolment=self.rows.get(person))

    def applied(self, person: int, of: int, state: State) -> Enrolment:
        city, office = PLACES[person % len(PLACES)]
        return lifecycle.applied(
            self.rows.get(person),
            course=COURSE.id,
            session=of,
            person=person,
            municipality=city,
            department=office,
            state=state,
            approved=not self.approve,
            now=self.now,
        )

    # --- what people press ---

    @rule(person=PERSON, of=SESSION_ID, wait=st.booleans())
    def enrol(self, person: int, of: int, wait: bool) -> None:
        self.settle_all()
        before, room = self.rows.get(person), self.room(of)
        fresh = self.applied(person, of, State.WAITING)
        try:
            eligible.check(COURSE, self.sessions[of], self.reader(person), self.now)
            state = seats.enrolled(room, fresh, wait=wait, approve=self.approve)
        except Refused:
            return
        if state is None:
            return
        if state is not State.WAITING:
            assert not any(room.left(one) for one in self.waiting(of)), "overtook who waits"
        self.keep(before, self.applied(person, of, state))

    @rule(people=st.lists(PERSON, min_size=3, unique=True), of=SESSION_ID)
    def rush(self, people: list[int], of: int) -> None:
        for person in people:
            self.enrol(person, of, True)

    @precondition(lambda self: self.in_state(*ACTIVE))
    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        self.settle_all()
        self.press(
            self.one_of(which, *ACTIVE),
            lambda row: lifecycle.withdrawn(
                row, self.session_of(row), version=row.version, now=self.now
            ),
        )

    @precondition(lambda self: self.in_state(State.OFFERED))
    @rule(which=WHICH, agree=st.booleans(), old=st.booleans())
    def answer_offer(self, which: int, agree: bool, old: bool) -> None:
        answer = lifecycle.accepted if agree else lifecycle.passed
        person = self.one_of(which, State.OFFERED)
        before = self.rows.get(person)
        self.press(
            person,
            lambda row: answer(row, self.session_of(row), version=row.version - old, now=self.now),
        )
        assert not old or self.rows.get(person) == before

    @precondition(lambda self: len(self.in_state(*ACTIVE)) > 2)
    @rule(person=PERSON)
    def cannot(self, person: int) -> None:
        self.settle_all()
        before = self.rows.get(person)
        told = {"course": COURSE.id, "person": person, "cause": Cause.WORK, "now": self.now}
        active = before is not None and before.state in ACTIVE
        of = self.session_of(before) if before is not None and active else None
        try:
            after = lifecycle.cannot(before, session=of, **told)  # type: ignore[arg-type]
        except Refused:
            return
        self.keep(before, after)
        self.settle_all()

    @precondition(lambda self: self.approve and self.in_state(*ACTIVE))
    @rule(which=WHICH, agree=st.booleans())
    def decide(self, which: int, agree: bool) -> None:
        self.settle_all()
        self.press(
            self.one_of(which, *ACTIVE),
            lambda row: lifecycle.decided(
                row,
                self.session_of(row),
                version=row.version,
                agree=agree,
                by=HEAD,
                now=self.now,
            ),
        )

    @precondition(lambda self: self.in_state(State.BOOKED, State.REQUESTED))
    @rule(which=WHICH, colleague=PERSON)
    def hand_on(self, which: int, colleague: int) -> None:
        row = self.rows.get(self.one_of(which, State.BOOKED, State.REQUESTED))
        self.settle_all()
        if row is None:
            return
        try:
            asked = lifecycle.asked(row, version=row.version, colleague=colleague)
            of = self.sessions[row.session]
            eligible.check_substitute(COURSE, of, self.reader(colleague))
            state = State.REQUESTED if self.approve else State.BOOKED
            taker = self.applied(colleague, row.session, state)
            seats.taken_over(self.room(row.session), row, taker)
        except Refused:
            return
        self.keep(row, lifecycle.replaced(asked, version=asked.version, by=colleague))
        self.keep(self.rows.get(colleague), taker)
        self.settle_all()

    # --- what the desk and the clock do ---

    @precondition(lambda self: len(self.in_state(*ACTIVE)) > 3)
    @rule(of=SESSION_ID)
    def cancel(self, of: int) -> None:
        found = self.sessions[of]
        try:
            after = sessions.cancelled(
                found, version=found.version, reason="台風接近のため", now=self.now
            )
        except Refused:
            return
        for row in [one for one in self.rows.values() if one.session == of]:
            if row.state in ACTIVE:
                self.keep(row, lifecycle.dropped(row))
        counted = self.sessions[of]
        assert (counted.held, counted.waiting) == (0, 0)
        self.sessions[of] = replace(after, held=0, waiting=0)

    @rule(of=SESSION_ID, open_=st.booleans())
    def open_or_close(self, of: int, open_: bool) -> None:
        found = self.sessions[of]
        step = sessions.opened if open_ else sessions.closed
        try:
            self.sessions[of] = step(found, version=found.version, now=self.now)
        except Refused:
            return
        self.settle_all()

    @rule(of=SESSION_ID, by=st.integers(-200, 200))
    def move(self, of: int, by: int) -> None:
        found = self.sessions[of]
        to = found.starts_at + by * HOUR
        try:
            self.sessions[of] = sessions.moved(
                found, version=found.version, starts_at=to, place="", reason="", now=self.now
            )
        except Refused:
            return
        self.settle_all()

    @rule(by=st.sampled_from([timedelta(minutes=1), HOUR, DAY, 2 * DAY]))
    def pass_time(self, by: timedelta) -> None:
        self.now += by
        self.settle_all()

    @rule(of=SESSION_ID, minutes=st.sampled_from([0, 10, 90]))
    def hold(self, of: int, minutes: int) -> None:
        found = self.sessions[of]
        if not sessions.takes_place(found) or found.ends_at > self.now:
            return
        self.settle(of)
        enough = completion.is_enough(COURSE, found, minutes)
        for row in [one for one in self.rows.values() if one.session == of]:
            if row.state is State.BOOKED:
                self.keep(row, lifecycle.seen(row, minutes=minutes, enough=enough))
        self.sessions[of] = sessions.held(self.sessions[of])

    # --- what always holds ---

    @invariant()
    def nothing_is_given_twice(self) -> None:
        for of, found in self.sessions.items():
            assert 0 <= found.held <= found.seats
            assert all(0 <= quota.held <= quota.seats for quota in self.quotas[of])

    @invariant()
    def counters_are_what_the_rows_say(self) -> None:
        for of, found in self.sessions.items():
            if self.is_held(of):
                continue
            seated = [
                row for row in self.rows.values() if row.session == of and row.state in seats.SEATED
            ]
            assert (found.held, found.waiting) == (len(seated), len(self.waiting(of)))
            for quota in self.quotas[of]:
                assert quota.held == sum(seats.binds(quota, row) for row in seated)

    @invariant()
    def nobody_waits_for_a_seat_that_they_could_have(self) -> None:
        for of, found in self.sessions.items():
            if seats.moves(found, self.now):
                assert not any(self.room(of).left(row) for row in self.waiting(of))
            else:
                assert not self.waiting(of)

    @invariant()
    def a_row_says_what_its_state_means(self) -> None:
        for row in self.rows.values():
            assert (row.until is not None) == (row.state is State.OFFERED)
            assert row.until is None or row.until > self.now
            assert (row.entry is Entry.WANTED) == (row.state in entries.KEPT)
            assert row.state is not State.BOOKED or row.approved


TestSeatMachine = SeatMachine.TestCase
TestSeatMachine.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
