"""Whatever people, the conductor and the pump do in whatever order: the promises hold."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot import policy
from bot.errors import Refused
from bot.notices.model import Broadcast, Stage, Words
from bot.notices.rules import still_approved
from bot.people.selectors import Audience, parse
from bot.storage.store import Storage
from tests.bot.notices.conftest import SAID, City

_UNSENT = (Stage.DRAFT, Stage.COUNTING, Stage.READY, Stage.ASKED, Stage.RETURNED, Stage.SCHEDULED)
_HELD = (
    *_UNSENT,
    Stage.RESTING,
    Stage.PAUSED,
    Stage.STOPPED,
    Stage.CANCELLED,
    Stage.WITHDRAWN,
)
_ACTS = ("ask", "approve", "start", "pause", "resume", "discard", "cancel", "withdraw")
_WHO = ("d1", "d2", "d3", "d4", "d5", None)
_ENDS = st.sampled_from([("sent", ""), ("failed", "too_large"), ("unknown", ""), ("sent", "")])


class Notices(RuleBasedStateMachine):
    """One notice, everybody who may or may not act on it, and time."""

    storage: Storage
    approval_size: int

    @initialize()
    def begin(self) -> None:
        self.city = City(self.storage, str(uuid4()))
        with TemporaryDirectory() as folder:
            self.city.load(Path(folder), 12, chats=9)
        size = {"approval_size": self.approval_size}
        self.city.write(lambda tx: policy.change(tx, size))
        self.notice = self.city.new("department:学校教育課")
        self.approvals = 0

    @rule(act=st.sampled_from(_ACTS), who=st.sampled_from(_WHO), stale=st.booleans())
    def act(self, act: str, who: str | None, stale: bool) -> None:
        before = self.city.get(self.notice)
        version = before.version - 1 if stale else before.version
        try:
            after = self.city.act(act, self.notice, by=who, version=version)
        except Refused:
            assert self.city.get(self.notice) == before
            return
        assert not stale
        assert after.version == before.version + 1
        if act == "approve":
            assert who is not None
            assert self.city.person(who).id not in (before.author, before.changed_by)

    @rule(who=st.sampled_from(_WHO), body=st.sampled_from(["短い", "長い本文です。\n二行目"]))
    def change(self, who: str | None, body: str) -> None:
        self._write("change", who, body)

    @rule(who=st.sampled_from(_WHO))
    def change_people(self, who: str | None) -> None:
        whom = Audience(to=(parse("role:homeroom"),), but=(parse("role:training_desk"),))
        try:
            self.city.act("change", self.notice, by=who, audience=whom)
        except Refused:
            return

    @rule(who=st.sampled_from(_WHO), body=st.sampled_from(["訂正した本文", "別の訂正"]))
    def correct(self, who: str | None, body: str) -> None:
        before = self.city.get(self.notice)
        after = self._write("correct", who, body)
        if after is not None and before.audience > self.approval_size:
            assert after.content == before.content  # it is only proposed
            assert after.proposal is not None

    @rule(who=st.sampled_from(_WHO), act=st.sampled_from(["accept", "decline"]))
    def judge(self, who: str | None, act: str) -> None:
        proposal = self.city.get(self.notice).proposal
        more = {"remark": "直してください"} if act == "decline" else {}
        try:
            after = self.city.act(act, self.notice, by=who, **more)
        except Refused:
            return
        assert who is not None
        assert proposal is not None
        assert self.city.person(who).id != proposal.by
        assert after.proposal is None
        assert (after.content == proposal.content) or act == "decline"

    def _write(self, act: str, who: str | None, body: str) -> Broadcast | None:
        content = replace(SAID, ja=Words(title="案内", body=body))
        try:
            after = self.city.act(act, self.notice, by=who, content=content)
        except Refused:
            return None
        assert content in (after.content, after.proposal and after.proposal.content)
        return after

    @rule(who=st.sampled_from(_WHO))
    def send_back(self, who: str | None) -> None:
        try:
            self.city.act("send_back", self.notice, by=who, remark="直してください")
        except Refused:
            return

    @rule(times=st.integers(1, 4), seconds=st.sampled_from([1, 20, 70]))
    def time_passes(self, times: int, seconds: int) -> None:
        self.city.pulse(times, seconds)

    @rule(end=_ENDS)
    def pump(self, end: tuple[str, str]) -> None:
        stage = self.city.get(self.notice).stage
        sent = self.city.pump(self.notice, becomes=end[0], why=end[1])
        assert not (sent and stage in _HELD)

    @rule(staff=st.sampled_from([4, 12, 40]))
    def the_register_changes(self, staff: int) -> None:
        with TemporaryDirectory() as folder:
            self.city.load(Path(folder), staff, chats=staff)

    @rule(hours=st.sampled_from([9, 15, 48]))
    def days_pass(self, hours: int) -> None:
        self.city.now += timedelta(hours=hours)

    @invariant()
    def the_numbers_sum_to_the_audience(self) -> None:
        if not hasattr(self, "notice"):
            return
        standing = self.city.standing(self.notice, by=None)
        if standing.stage in _UNSENT:
            assert standing.numbers["pending"] == standing.audience
        if standing.stage in (Stage.CANARY, Stage.SENDING, Stage.DONE):
            large = standing.audience > self.approval_size
            found = self.city.get(self.notice)
            assert not large or found.approver is not None
            assert not large or still_approved(found.approved_audience, standing.audience)
        if standing.stage in (*_UNSENT, Stage.CANCELLED, Stage.WITHDRAWN):
            assert standing.proposal is None
        if standing.stage is Stage.DONE:
            assert not standing.numbers["pending"]


@pytest.mark.parametrize("approval_size", [5, 100])
def test_the_promises_hold_in_any_order(sqlite_storage: Storage, approval_size: int) -> None:
    given = {"storage": sqlite_storage, "approval_size": approval_size}
    machine = type("Machine", (Notices,), given)
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=25))
