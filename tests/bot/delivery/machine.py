"""A machine that does to a notice what slices, people, Teams and crashes may do to one."""

import uuid
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import bindparam, select

from bot.clock import real_now
from bot.delivery import claims, outbox, results, waiting
from bot.delivery.claims import Shelf
from bot.delivery.outcomes import Later, Never, Sent, Unknown
from bot.delivery.results import Result
from bot.delivery.retry import Work
from bot.delivery.rows import DELIVERY, State
from bot.delivery.stillness import stands_still
from bot.emulator.tenant import TenantSpec
from tests.bot.delivery.rig import APP, NOW, card, enlist, member

AUDIENCE = 4
_FORM = select(DELIVERY.c.still_until, DELIVERY.c.activity_id).where(
    DELIVERY.c.id == bindparam("one")
)
ENDED = set(State) - {State.PENDING, State.SENDING}
ANSWERS = st.sampled_from(
    ["accepted, then reset", "sent", "later", "reset", "blocked", "gone", "too big", "returned"]
)


class Teams:
    """What stands in the chats, as Teams knows it and the bot may not."""

    def __init__(self):
        self.copies: dict[str, tuple[int, int]] = {}  # activity → delivery, revision
        self.posted: dict[int, int] = {}
        self.last = 0

    def take(self, attempt, answer):
        """The outcome of an attempt, which takes effect or doesn't."""
        if answer == "returned":
            return None
        effective = answer in ("sent", "accepted, then reset")
        if answer == "gone" and attempt.work is Work.DELETE:
            effective = True  # the person left, and the chat with them
        activity = self._apply(attempt) if effective else ""
        match answer:
            case "sent":
                return Sent(activity)
            case "later":
                return Later(seconds=3.0)
            case "blocked":
                return Never("MessageWritesBlocked", unreachable=True)
            case "gone":
                return Never("ConversationNotFound", unreachable=True)
            case "too big":
                return Never("too_large")
            case _:
                return Unknown("reset")

    def _apply(self, attempt):
        match attempt.work:
            case Work.POST:
                self.last += 1
                activity = f"a{self.last}"
                self.posted[attempt.delivery] = self.posted.get(attempt.delivery, 0) + 1
                self.copies[activity] = (attempt.delivery, attempt.revision)
                return activity
            case Work.EDIT:
                if attempt.activity_id in self.copies:
                    self.copies[attempt.activity_id] = (attempt.delivery, attempt.revision)
            case Work.DELETE | Work.TIDY:
                self.copies.pop(attempt.activity_id, None)
        return attempt.activity_id


class Notices(RuleBasedStateMachine):
    def __init__(self, storage):
        super().__init__()
        self.storage, self.tenant, self.teams = storage, str(uuid.uuid4()), Teams()
        self.now, self.real, self.shelf = NOW, real_now(), Shelf()
        self.owner, self.notice = "one", 0
        self.forms: dict[int, str] = {}  # delivery → the activity on which a form is open

    def write(self, work):
        return self.storage.write_now(self.tenant, work)

    @initialize(reached=st.integers(0, AUDIENCE))
    def hand_over(self, reached):
        people = tuple(member(number, self.tenant) for number in range(AUDIENCE))
        self.spec = TenantSpec(tenant_id=self.tenant, name="試験", app_id=APP, people=people)

        def work(tx):
            known = enlist(tx, people[:reached], self.spec, "http://127.0.0.1/")
            unknown = enlist(tx, people[reached:], self.spec, "")
            self.people = known + unknown
            return outbox.post(
                tx,
                kind="test",
                source_key="k",
                lane=2,
                due_at=NOW,
                expires_at=NOW + timedelta(days=2),
                cards={"ja": card()},
                summaries={"ja": ""},
                to=self.people,
            )

        self.notice = self.write(work)

    @rule(
        most=st.integers(1, AUDIENCE),
        answers=st.lists(ANSWERS, min_size=AUDIENCE, max_size=AUDIENCE),
        meanwhile=st.sampled_from(["", "", "", "", "revise", "withdraw", "press", "another"]),
        before=st.booleans(),
        dies=st.booleans(),
        data=st.data(),
    )
    def pump(self, most, answers, meanwhile, before, dies, data):
        """A pump claims and attempts; others act before it writes, or it dies before it does."""
        held = self.claim(most)
        if before:
            self.act(meanwhile, data)
        landed = [
            Result(attempt=attempt, outcome=self.teams.take(attempt, answer))
            for attempt, answer in zip(held, answers, strict=False)
        ]
        if not before:
            self.act(meanwhile, data)
        if dies:
            self.owner += "+"
            self.write(lambda tx: results.end_leases(tx, owner=self.owner, real=self.real))
        else:
            self.write(lambda tx: results.settle(tx, landed, owner=self.owner, real=self.real))

    def act(self, what, data):
        if what == "revise":
            self.revise("途中の訂正")
        elif what == "withdraw":
            self.withdraw()
        elif what == "press" and self.teams.copies:
            self.press(data)
        elif what == "another":
            self.another(data)

    def another(self, data):
        """What else the owners of this kind of notice do."""

    def claim(self, most):
        self.real += timedelta(minutes=10)
        self.forms.clear()  # nobody takes so long
        return self.claimed(most, self.real)

    def claimed(self, most, real):
        return self.write(
            lambda tx: claims.claim(
                tx,
                owner=self.owner,
                now=self.now,
                real=real,
                most=most,
                lease=8.0,
                shelf=self.shelf,
            )
        )

    @rule()
    def look_at_once(self):
        """A pump that comes before anybody can have filled in a form edits no such copy."""
        held = self.claimed(AUDIENCE, real_now())
        edited = {one.delivery: one.activity_id for one in held if one.work is Work.EDIT}
        assert not edited.items() & self.forms.items()
        landed = [Result(attempt=one, outcome=self.teams.take(one, "sent")) for one in held]
        self.write(lambda tx: results.settle(tx, landed, owner=self.owner, real=real_now()))

    @rule(words=st.sampled_from(["訂正", "再訂正"]), at_once=st.booleans())
    def revise(self, words, at_once=False):
        cards = {"ja": card(words)}
        self.write(lambda tx: outbox.revise(tx, notice=self.notice, cards=cards, at_once=at_once))
        if at_once:
            self.forms.clear()

    def withdraw(self):
        self.write(lambda tx: outbox.withdraw(tx, notice=self.notice))

    @rule(data=st.data())
    @precondition(lambda self: self.teams.copies)
    def press(self, data):
        activity = data.draw(st.sampled_from(sorted(self.teams.copies)))
        delivery, _ = self.teams.copies[activity]
        [copy] = [copy for copy in self.copies() if copy.id == delivery]
        form = data.draw(st.booleans())

        def work(tx):
            pressed = outbox.pressed(
                tx, delivery=delivery, conversation=copy.conversation, activity_id=activity
            )
            outbox.confirm(tx, notice=self.notice, person=copy.recipient)
            if pressed and form:
                outbox.stand_still(tx, pressed)

        self.write(work)
        self.note_form(delivery, activity)

    def note_form(self, delivery, activity):
        """A form is open there, unless what is to be shown may not wait for it."""
        row = self.storage.read_now(self.tenant, lambda tx: tx.first(_FORM, one=delivery))
        if stands_still(row) and row.activity_id == activity:
            self.forms[delivery] = activity
        else:
            self.forms.pop(delivery, None)

    @rule(days=st.integers(0, 1))
    def days_pass(self, days):
        self.now += timedelta(days=days)
        self.write(lambda tx: waiting.expire(tx, now=self.now))

    def copies(self):
        return self.storage.read_now(self.tenant, lambda tx: outbox.copies(tx, self.notice))

    @invariant()
    def the_states_sum_to_the_audience(self):
        if self.notice:
            numbers = self.storage.read_now(self.tenant, lambda tx: outbox.numbers(tx, self.notice))
            assert sum(numbers.values()) == AUDIENCE

    @invariant()
    def nothing_is_posted_three_times(self):
        assert all(times <= 2 for times in self.teams.posted.values())

    def teardown(self):
        if not self.notice:
            return
        self.drain()
        self.now += timedelta(days=9)
        self.write(lambda tx: waiting.expire(tx, now=self.now))
        self.drain()
        copies = self.copies()
        assert {copy.state for copy in copies} <= ENDED
        self.everything_shows_what_is_wanted(copies)

    def drain(self):
        """All that is to be done is done, and every request is answered."""
        while held := self.claim(AUDIENCE):
            landed = [Result(attempt=a, outcome=self.teams.take(a, "sent")) for a in held]
            self.write(
                lambda tx, done=landed: results.settle(tx, done, owner=self.owner, real=self.real)
            )

    def everything_shows_what_is_wanted(self, copies):
        notice = self.storage.read_now(self.tenant, lambda tx: outbox.get(tx, self.notice))
        for copy in copies:
            standing = [a for a, (d, _) in self.teams.copies.items() if d == copy.id]
            if copy.state in (State.SENT, State.CONFIRMED) and not copy.reason:
                shown = self.teams.copies.get(copy.activity_id)
                assert copy.activity_id is None or shown == (copy.id, notice.revision)
            if copy.state in (State.EXPIRED, State.FAILED, State.UNREACHABLE):
                assert not standing
            if copy.state is State.WITHDRAWN:
                assert copy.activity_id not in standing
