"""Whatever slices, people, Teams and crashes do to a notice: the states sum to its audience."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from bot.delivery import feeding, outbox, rows, waiting
from bot.delivery.retry import Work
from bot.delivery.rows import Gate
from bot.emulator.tenant import TenantSpec
from bot.errors import Refused
from tests.bot.delivery.machine import AUDIENCE, Notices
from tests.bot.delivery.rig import APP, NOW, card, enlist, member

GATES = st.sampled_from([*Gate, Gate.OPEN])


class Broadcasts(Notices):
    """The same for a notice that begins as a draft, goes through a gate and is told by walks."""

    def __init__(self, storage):
        super().__init__(storage)
        self.made = 0

    @initialize(
        reached=st.integers(1, AUDIENCE),
        days=st.sampled_from([0, 0, 0, 1]),
        made=st.sampled_from([0, *[AUDIENCE] * 4]),
        gate=st.sampled_from([None, *Gate, Gate.OPEN, Gate.OPEN]),
        pace=st.integers(1, 3),
    )
    def hand_over(self, reached, days, made, gate, pace):
        """Most begin where it becomes interesting: let go, with all their copies."""
        self.pace = pace
        people = tuple(member(number, self.tenant) for number in range(AUDIENCE))
        self.spec = TenantSpec(tenant_id=self.tenant, name="試験", app_id=APP, people=people)

        def work(tx):
            known = enlist(tx, people[:reached], self.spec, "http://127.0.0.1/")
            self.people = known + enlist(tx, people[reached:], self.spec, "")
            return outbox.draft(
                tx,
                kind="test",
                source_key="k",
                lane=3,
                due_at=NOW + timedelta(days=days),
                expires_at=NOW + timedelta(days=3),
                cards={"ja": card()},
                summaries={"ja": ""},
                title="試験",
                author=self.people[0],
                audience={"to": []},
                now=NOW,
            )

        self.notice = self.write(work)
        self.expand(0, made)
        if gate is not None:
            self.release(gate)

    @property
    def standing(self):
        return self.storage.read_now(self.tenant, lambda tx: outbox.get(tx, self.notice))

    @rule(first=st.integers(0, AUDIENCE - 1), most=st.integers(1, AUDIENCE))
    @precondition(lambda self: self.made < AUDIENCE and self.standing.state == "draft")
    def expand_more(self, first, most):
        self.expand(first, most)

    def expand(self, first, most):
        people = self.people[first : first + most]
        self.made += self.write(lambda tx: outbox.expand(tx, self.notice, people))

    @rule(most=st.integers(1, 2))
    @precondition(lambda self: self.standing.state == "draft")
    def unexpand(self, most):
        self.write(lambda tx: outbox.unexpand(tx, self.notice, most))
        self.made = len(self.copies())

    @rule(gate=GATES)
    @precondition(lambda self: self.standing.state in ("draft", "open"))
    def move_the_gate(self, gate):
        self.release(gate)

    def release(self, gate):
        self.try_to(lambda tx: outbox.release(tx, self.notice, gate))

    def set_gate(self, gate):
        self.try_to(lambda tx: outbox.set_gate(tx, self.notice, gate))

    def try_to(self, work):
        try:
            self.write(work)
        except Refused:
            assert self.standing.state != "open"

    def cancel(self):
        self.write(lambda tx: outbox.cancel(tx, self.notice))

    @rule(days=st.integers(0, 2))
    def move(self, days):
        at, until = self.now + timedelta(days=days), self.now + timedelta(days=4)
        self.write(lambda tx: outbox.move(tx, notice=self.notice, due_at=at, expires_at=until))

    @rule(who=st.integers(0, AUDIENCE - 1), never=st.booleans())
    def first_contact(self, who, never):
        person = self.people[who]
        if never:
            self.write(lambda tx: outbox.unreachable(tx, person, "guest"))
        else:
            self.write(lambda tx: outbox.reached(tx, person=person))

    def feed(self, *, dry, most):
        return self.write(lambda tx: feeding.feed(tx, self.now, self.real, dry=dry, most=most))

    def another(self, data):
        gate = data.draw(st.sampled_from([*Gate, "cancel"]))  # (a rule of its own ends too many)
        if gate == "cancel":
            self.cancel()
        else:
            self.set_gate(gate)

    def claim(self, most):
        """Whatever the walks have told so far, nothing goes out that must not."""
        held = super().claim(most)
        notice, posts = self.standing, {a.delivery for a in held if a.work is Work.POST}
        who = [copy.recipient for copy in self.copies() if copy.id in posts]
        if who:
            assert notice.state == "open"
            assert notice.gate != Gate.SHUT
            assert notice.due_at <= self.now
            assert notice.gate == Gate.OPEN or who == [min(c.recipient for c in self.copies())]
        assert all(a.revision in (0, notice.revision) for a in held if a.work is not Work.TIDY)
        self.feed(dry=len(held) < most, most=self.pace)
        return held

    @invariant()
    def the_states_sum_to_the_audience(self):
        if self.notice:
            progress = self.storage.read_now(
                self.tenant, lambda tx: outbox.progress(tx, self.notice)
            )
            assert sum(progress.numbers.values()) == progress.audience == self.made

    def drain(self):
        if self.standing.state == "draft":
            self.cancel()
        for _ in range(50):
            super().drain()
            if not self.calls_for_pump():
                self.everything_shows_what_is_wanted(self.copies())
                return
        raise AssertionError("the pump would never rest")

    def calls_for_pump(self):
        return self.storage.read_now(
            self.tenant, lambda tx: waiting.calls_for_pump(tx, now=self.now, real=self.real)
        )


@pytest.mark.hypothesis
def test_states_always_sum_to_the_audience(sqlite_storage):
    run_state_machine_as_test(
        lambda: Notices(sqlite_storage),
        settings=settings(
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.hypothesis
@pytest.mark.parametrize("small", [0, 1000])
def test_a_broadcast_keeps_to_its_gate_and_its_sum(sqlite_storage, monkeypatch, small):
    monkeypatch.setattr(rows, "MANY", small)
    run_state_machine_as_test(
        lambda: Broadcasts(sqlite_storage),
        settings=settings(
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
