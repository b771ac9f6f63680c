"""What was decided, asked or finished and isn't so any more is told of."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import policy
from bot.notices import groups, keeping, store
from bot.notices.model import Stage
from tests.bot.notices.conftest import SAID


def close(city):
    city.write(lambda tx: keeping.close(city.tick(tx)))


def scheduled(town):
    draft = town.ready("role:training_desk", due_at=town.now + timedelta(days=1))
    town.act("start", draft)
    (promised,) = town.cards("notices.progress")
    return draft, promised.revision


def test_a_count_that_undoes_the_decision_is_told_to_the_author(town):
    draft, promised = scheduled(town)
    town.write(lambda tx: policy.change(tx, {"approval_size": 2}))
    town.now += timedelta(days=1)
    town.pulse(6)
    fallen = town.get(draft)
    assert (fallen.stage, fallen.remark) == (Stage.READY, "notices.remark.recounted")
    (card,) = town.cards("notices.returned")
    assert town.to(card.id) == {town.person("d1").id}
    assert town.cards("notices.progress")[0].revision == promised + 1


def test_a_group_that_is_no_more_is_told_to_the_author(town, monkeypatch):
    draft, promised = scheduled(town)
    monkeypatch.setattr(groups, "read_on", lambda tx, whom, now: groups.State.MISSING)
    town.now += timedelta(days=1)
    town.pulse(6)
    fallen = town.get(draft)
    assert (fallen.stage, fallen.remark) == (Stage.DRAFT, "notices.remark.group")
    assert len(town.cards("notices.returned")) == 1
    assert town.cards("notices.progress")[0].revision == promised + 1


def test_a_changed_notice_is_no_longer_promised(town):
    draft, promised = scheduled(town)
    assert town.act("change", draft, content=replace(SAID, contact="人事課")).stage is Stage.READY
    assert town.cards("notices.progress")[0].revision == promised + 1
    town.act("start", draft)
    assert town.cards("notices.progress")[0].revision == promised + 2


@pytest.mark.parametrize("stage", [Stage.READY, Stage.ASKED, Stage.RETURNED])
def test_what_nobody_decided_in_time_goes_back_to_its_author(city, stage):
    draft = city.ready()
    if stage is not Stage.READY:
        city.act("ask", draft)
    if stage is Stage.RETURNED:
        city.act("send_back", draft, by="d3", remark="日付を入れてください")
    before = len(city.cards("notices.returned"))
    close(city)
    assert city.get(draft).stage is stage
    city.now = city.get(draft).expires_at.astimezone(city.now.tzinfo)
    close(city)
    close(city)  # once
    lapsed = city.get(draft)
    assert (lapsed.stage, lapsed.remark) == (Stage.DRAFT, "notices.remark.lapsed")
    assert len(city.cards("notices.returned")) == before + 1
    if stage is Stage.ASKED:
        assert city.cards("notices.approval")[0].state == "withdrawn"
    later = city.now + timedelta(days=2)
    changed = city.act("change", draft, due_at=later, expires_at=later + timedelta(days=3))
    assert changed.stage is Stage.READY


def test_the_outcome_is_told_once_more_on_its_last_day(town):
    draft = town.ready()
    town.act("start", draft)
    assert town.sent(draft).settled
    (told,) = town.cards("notices.outcome")
    close(town)
    assert town.cards("notices.outcome")[0].revision == told.revision
    town.now += timedelta(days=8)
    close(town)
    (last,) = town.cards("notices.outcome")
    assert last.revision == told.revision + 1
    assert last.close_at is not None
    close(town)
    assert town.cards("notices.outcome")[0].revision == last.revision


def test_what_was_discarded_is_no_longer_promised(town):
    draft, promised = scheduled(town)
    town.now += timedelta(days=1)
    town.pulse()  # counted anew
    assert town.get(draft).stage is Stage.COUNTING
    town.act("cancel" if town.standing(draft).acts & {"cancel"} else "discard", draft)
    town.pulse(4)
    assert town.read(lambda tx: store.get(tx, draft.notice)).stage is Stage.CANCELLED
    assert town.cards("notices.progress")[0].revision == promised + 1
