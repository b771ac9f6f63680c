from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot import policy
from bot.delivery import outbox
from bot.delivery.rows import Lane
from bot.errors import Refused, Stale
from bot.notices import conductor, keeping, lifecycle, store
from bot.notices.model import Stage, Words
from bot.people import absences
from bot.people.selectors import Audience, parse, written
from tests.bot.delivery.rig import card
from tests.bot.notices.conftest import SAID, TOKYO


def test_a_large_notice_goes_from_draft_to_done(city):
    draft = city.ready()
    assert (draft.stage, draft.audience) == (Stage.READY, 150)
    asked = city.act("ask", draft)
    approved = city.act("approve", asked, by="d3", version=asked.version)
    assert approved.stage is Stage.SCHEDULED
    city.pulse()
    assert city.get(draft).stage is Stage.CANARY
    assert city.pump(draft) == 2  # one or two in a hundred of 150
    city.pulse(58)
    assert city.get(draft).stage is Stage.CANARY  # all arrived, and are watched all the same
    city.pulse(2)
    assert city.get(draft).stage is Stage.SENDING
    assert city.pump(draft) == 148
    city.pulse(2)
    assert city.get(draft).stage is Stage.DONE
    assert city.standing(draft).numbers["sent"] == 150
    (outcome,) = city.cards("notices.outcome")
    assert city.to(outcome.id) == {city.person("d1").id, city.person("d3").id}


def test_nothing_leaves_before_somebody_decides(city):
    draft = city.ready()
    assert city.pump(draft) == 0
    city.act("ask", draft)
    city.pulse(3)
    assert city.pump(draft) == 0
    assert city.standing(draft).held == 150


def test_more_than_five_percent_failed_stops_it(city):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    failed = city.pump(draft, becomes="failed", why="too_large")
    city.pulse()
    assert city.get(draft).stage is Stage.STOPPED
    assert city.pump(draft) == 0
    standing = city.standing(draft)
    assert standing.numbers["failed"] == failed
    assert len(city.cards("notices.outcome")) == 1
    city.act("correct", draft, content=replace(SAID, contact="別の課"))
    city.pulse(20)
    assert len(city.cards("notices.outcome")) == 1
    resumed = city.act("resume", draft)
    assert resumed.stage is Stage.SENDING
    assert city.sent(draft).stage is Stage.DONE


def test_first_ones_that_never_end_let_the_rest_go_after_a_while(city):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    city.pulse(3, seconds=60)
    assert city.get(draft).stage is Stage.CANARY
    city.pulse(3, seconds=60)
    assert city.get(draft).stage is Stage.SENDING


def test_a_small_notice_needs_nobody_else(town):
    draft = town.ready()
    assert not town.standing(draft).needs_approval
    assert town.act("start", draft).stage is Stage.SCHEDULED
    assert town.sent(draft).stage is Stage.DONE


def test_nobody_is_written_to_at_night_unless_it_is_urgent(town):
    town.now = datetime(2026, 11, 27, 19, 0, tzinfo=TOKYO)  # Friday evening
    calm = town.ready()
    urgent = town.ready(content=replace(SAID, urgent=True))
    for draft in (calm, urgent):
        town.act("start", draft)
    town.pulse(2)
    assert town.get(calm).stage is Stage.SCHEDULED
    assert town.get(urgent).stage is Stage.CANARY
    assert town.standing(calm).due_at == datetime(2026, 11, 30, 8, 30, tzinfo=TOKYO)
    town.now = datetime(2026, 11, 30, 8, 31, tzinfo=TOKYO)
    assert town.sent(calm).stage is Stage.DONE


def test_people_are_counted_anew_on_the_day_of_sending(town):
    later = datetime(2026, 11, 26, 9, 0, tzinfo=TOKYO)
    draft = town.ready(due_at=later)
    away = town.person("s00003").id
    town.act("start", draft)
    town.write(
        lambda tx: absences.set_away(
            tx, away, date(2026, 11, 25), date(2026, 12, 4), None, at=town.now
        )
    )
    town.pulse(3)
    assert town.get(draft).stage is Stage.SCHEDULED
    town.now = later
    town.pulse(8)
    begun = town.get(draft)
    assert (begun.stage, begun.audience, begun.on_leave) == (Stage.CANARY, 11, 1)
    assert away not in town.to(draft.notice)


def test_who_decided_alone_decides_again_when_it_became_too_many(city):
    draft = city.ready("role:training_desk", due_at=city.now + timedelta(days=1))
    city.act("start", draft)
    assert city.get(draft).audience == 3
    city.write(lambda tx: policy.change(tx, {"approval_size": 2}))
    city.now += timedelta(days=1)
    city.pulse(6)
    assert city.get(draft).stage is Stage.READY


@pytest.mark.parametrize("when", [Stage.CANARY, Stage.SENDING])
def test_a_pause_holds_everything_until_it_is_resumed(city, when):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    if when is Stage.SENDING:
        city.pump(draft)
        city.watched()
    assert city.get(draft).stage is when
    assert city.act("pause", draft, by="d2").stage is Stage.PAUSED
    assert city.pump(draft) == 0
    city.pulse(3)
    assert city.act("resume", draft).stage is when
    assert city.sent(draft).stage is Stage.DONE


def test_a_cancelled_notice_keeps_what_was_sent(city):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    first = city.pump(draft)
    city.act("cancel", draft)
    city.sent(draft)
    standing = city.standing(draft)
    assert standing.stage is Stage.CANCELLED
    assert (standing.numbers["sent"], standing.numbers["withdrawn"]) == (first, 150 - first)
    assert city.act("withdraw", draft).stage is Stage.WITHDRAWN


def test_a_withdrawn_notice_sends_no_more(city):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    first = city.pump(draft)
    city.act("withdraw", draft, by="d3")
    city.sent(draft)
    standing = city.standing(draft)
    assert standing.stage is Stage.WITHDRAWN
    assert standing.numbers["sent"] == first
    assert city.get(draft).settled


def test_a_correction_counts_as_another_edition(town):
    draft = town.ready()
    town.act("start", draft)
    assert town.sent(draft).stage is Stage.DONE
    words = replace(
        SAID, ja=Words(title="研修のご案内（訂正）", body="1月に行います。"), confirm=True
    )
    corrected = town.act("correct", draft, content=words)
    assert (corrected.edition, corrected.stage, corrected.title) == (2, Stage.DONE, words.ja.title)
    assert corrected.content.confirm is False
    assert town.get(draft).content.ja == words.ja


def test_expired_notices_are_told_of_and_never_sent(town):
    draft = town.ready(expires_at=town.now + timedelta(hours=1))
    town.act("start", draft)
    town.now += timedelta(hours=2)
    town.sent(draft)
    standing = town.standing(draft)
    assert standing.stage is Stage.DONE
    assert standing.numbers["expired"] == 12
    assert len(town.cards("notices.outcome")) == 1


def test_a_paused_notice_ends_when_it_expires(town):
    draft = town.ready(expires_at=town.now + timedelta(hours=3))
    town.act("start", draft)
    town.pulse()
    town.act("pause", draft)
    town.now += timedelta(hours=4)
    for _ in range(4):
        town.pump(draft)
        town.pulse(2, seconds=20)
    assert town.standing(draft).numbers["expired"] == 12
    assert town.get(draft).stage is Stage.DONE


def test_the_progress_card_changes_every_five_seconds_at_most(city):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    city.watched()  # it is sent to everybody

    def revision():
        (shown,) = city.cards("notices.progress")
        return shown.revision

    city.pulse(6)
    seen = revision()
    city.pulse(60)  # nothing changes
    assert revision() == seen
    for _ in range(20):
        city.pump(draft, most=1)
        city.pulse()
    assert seen + 3 <= revision() <= seen + 5


def test_what_somebody_writes_on_the_progress_card_is_not_taken_away_under_their_hands(town):
    draft = town.ready()
    town.act("approve", town.act("ask", draft), by="d3")
    town.pulse()
    town.watched()
    town.pump(draft, most=1)
    town.pulse(6)
    (before,) = town.cards("notices.progress")
    town.write(lambda tx: lifecycle.leave_open(tx, draft.notice, real=town.real))
    for _ in range(6):
        town.pump(draft, most=1)
        town.pulse()
    (still,) = town.cards("notices.progress")
    assert still.revision == before.revision
    town.act("pause", town.get(draft))
    (after,) = town.cards("notices.progress")
    assert after.revision > before.revision


def test_a_few_cards_do_not_wait_behind_thousands(town):
    draft = town.ready()
    town.act("approve", town.act("ask", draft), by="d3")
    town.pulse()
    notice = town.read(lambda tx: outbox.get(tx, draft.notice))
    assert (town.get(draft).audience <= conductor.FEW, notice.lane) == (True, Lane.REMINDER)


def test_a_change_after_approval_begins_again(city):
    draft = city.ready(due_at=city.now + timedelta(days=2))
    city.act("approve", city.act("ask", draft), by="d3")
    changed = city.act("change", draft, content=replace(SAID, contact="人事課"))
    assert (changed.stage, changed.approver) == (Stage.READY, None)
    with pytest.raises(Refused, match="not_now"):
        city.act("approve", changed, by="d3")


def test_another_audience_is_counted_anew(city):
    draft = city.ready()
    changed = city.act("change", draft, audience=Audience(to=(parse("role:training_desk"),)))
    assert changed.stage is Stage.COUNTING
    city.pulse(5)
    assert city.get(draft).audience == 3
    assert city.standing(draft).audience == 3


def test_a_discarded_draft_leaves_no_copies(city):
    draft = city.ready()
    city.act("ask", draft)
    city.act("discard", draft)
    city.pulse(5)
    assert city.standing(draft).audience == 0
    gone = city.get(draft)
    assert (gone.stage, gone.settled) == (Stage.CANCELLED, True)
    assert city.cards("notices.approval")[0].state == "withdrawn"


def test_what_was_not_seen_is_not_decided(city):
    draft = city.ready()
    asked = city.act("ask", draft)
    city.act("change", draft, content=replace(SAID, contact="別の課"))
    city.act("ask", draft)
    with pytest.raises(Stale):
        city.act("approve", draft, by="d3", version=asked.version)


def test_the_approver_sees_what_is_new_since_they_were_asked(city):
    draft = city.ready()
    asked = city.act("ask", draft)
    returned = city.act("send_back", asked, by="d3", remark="日付を入れてください")
    assert (returned.stage, returned.remark) == (Stage.RETURNED, "日付を入れてください")
    better = replace(
        SAID, ja=replace(SAID.ja, body="12月4日に研修を行います。\n申し込んでください。")
    )
    city.act("change", draft, content=better)
    city.act("ask", draft)
    changes = [
        (one.sign, one.text) for one in city.standing(draft, by="d3").changes if one.sign != " "
    ]
    assert changes == [("-", "12月に研修を行います。"), ("+", "12月4日に研修を行います。")]


def test_two_processes_count_everybody_once(city):
    made = city.new("department:学校教育課", "role:homeroom", "all")
    for _ in range(6):
        city.pulse()
        city.pulse()
    assert city.get(made).audience == 155
    assert city.standing(made).audience == 155


def test_a_draft_of_another_slice_goes_the_same_way(city):
    author = city.person("d1").id
    whom = written(Audience(to=(parse("department:学校教育課"),)))
    notice = city.write(
        lambda tx: outbox.draft(
            tx, kind="training.call", source_key="course:3", lane=3, due_at=city.now,
            expires_at=city.now + timedelta(days=5), cards={"ja": card()}, summaries={},
            title="研修の募集", author=author, audience=whom, now=city.now,
        )
    )  # fmt: skip
    city.pulse(4)
    draft = city.read(lambda tx: store.get(tx, notice))
    assert (draft.stage, draft.audience, draft.content) == (Stage.READY, 150, None)
    with pytest.raises(Refused, match="of_training"):
        city.act("change", draft, content=SAID)
    city.act("approve", city.act("ask", draft), by="d3")
    assert city.sent(draft).stage is Stage.DONE


def test_delivery_forgets_the_cards_after_the_last_day(town):
    draft = town.ready()
    town.act("start", draft)
    assert town.sent(draft).settled
    town.write(lambda tx: keeping.close(town.tick(tx)))
    assert town.cards("notices.notice")[0].close_at is None
    assert town.cards("notices.progress")[0].close_at is not None
    town.now += timedelta(days=8)
    town.write(lambda tx: keeping.close(town.tick(tx)))
    assert town.cards("notices.notice")[0].close_at is not None
    assert town.get(draft).content == SAID
