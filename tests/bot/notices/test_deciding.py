"""What an approval is worth: who gives it, for how many people, and for how long."""

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.errors import Refused
from bot.notices import keeping
from bot.notices.model import Stage
from bot.people import imports
from bot.people.tables import ROLE
from cards import notices as view
from cards.lang import Lang
from tests.bot.notices.conftest import DESK, HEADINGS, SAID, TOKYO

EVENING = datetime(2026, 11, 24, 18, 30, tzinfo=TOKYO)
MORNING = datetime(2026, 11, 25, 9, 0, tzinfo=TOKYO)


@pytest.fixture
def scheduled(city):
    """A notice to 150 people, approved in the evening: it is counted anew in the morning."""
    city.now = EVENING
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    return draft


def morning(city):
    city.now = MORNING
    city.pulse(20)


def test_an_audience_that_has_grown_is_approved_anew(city, scheduled, tmp_path):
    city.load(tmp_path, 400)
    morning(city)
    found = city.get(scheduled)
    assert (found.stage, found.approver, found.audience) == (Stage.ASKED, None, 400)
    assert len(city.cards("notices.approval")) == 2
    card = view.approval(Lang("ja"), city.standing(scheduled, by="d3"))
    assert "150人から400人に増えました" in repr(card)
    again = city.act("approve", scheduled, by="d3", version=found.version)
    assert (again.stage, again.approved_audience) == (Stage.SCHEDULED, 400)
    city.pulse()
    assert city.get(scheduled).stage is Stage.CANARY


def test_a_few_more_or_fewer_people_need_no_new_approval(city, scheduled, tmp_path):
    city.load(tmp_path, 155)
    morning(city)
    assert city.get(scheduled).approver == city.person("d3").id
    assert city.get(scheduled).stage in (Stage.CANARY, Stage.SENDING)


def test_where_no_approver_is_left_the_author_asks(city, scheduled, tmp_path):
    city.load(tmp_path, 400)
    city.write(lambda tx: tx.run(delete(ROLE).where(ROLE.c.role == "notice_approver")))
    morning(city)
    assert city.get(scheduled).stage is Stage.READY


def test_a_notice_is_cancelled_while_its_people_are_counted_anew(city, scheduled):
    city.now = MORNING
    city.pulse()
    assert city.get(scheduled).stage is Stage.COUNTING
    assert city.act("cancel", scheduled).stage is Stage.CANCELLED
    city.pulse(5, seconds=20)
    assert city.pump(scheduled) == 0
    standing = city.standing(scheduled)
    assert standing.numbers["withdrawn"] == standing.audience


def test_nobody_approves_words_that_somebody_else_only_saved_again(city):
    draft = city.ready()
    theirs = replace(SAID, contact="人事課")
    city.act("change", draft, by="d4", content=theirs)
    city.act("change", draft, by="d1", content=theirs)
    city.act("ask", draft)
    with pytest.raises(Refused, match="own_notice"):
        city.act("approve", draft, by="d4")
    assert city.act("approve", draft, by="d3").stage is Stage.SCHEDULED


def test_who_wrote_at_it_is_kept_and_can_be_taken_out(city):
    draft = city.ready()
    city.act("change", draft, by="d2", content=replace(SAID, contact="人事課"))
    city.act("change", draft, by="d1", content=SAID)
    mate = city.person("d2").id
    assert mate in city.get(draft).editors
    assert len(city.read(lambda tx: keeping.personal_data(tx, mate))) == 1
    city.write(lambda tx: keeping.erase(tx, mate, city.now))
    assert mate not in city.get(draft).editors


def test_nobody_changes_a_draft_without_saying_who_they_are(city):
    draft = city.ready()
    with pytest.raises(Refused, match="not_yours"):
        city.act("change", draft, by=None, content=replace(SAID, contact="人事課"))


def test_the_approver_sees_who_wrote_who_asks_and_when_it_goes(city):
    draft = city.ready()
    city.act("change", draft, by="d4", content=replace(SAID, contact="人事課"))
    city.act("ask", draft, by="d2")
    card = repr(view.approval(Lang("ja"), city.standing(draft, by="d3")))
    for said in ("事務 一", "承認 二", "事務 二（", "承認後すぐ", "12月1日"):
        assert said in card
    assert "承認のお願いは、今回が初めてです" in card
    assert "違い" not in card


def test_a_date_that_was_changed_is_part_of_the_difference(city):
    draft = city.ready(due_at=city.now + timedelta(days=2))
    city.act("ask", draft)
    city.act("send_back", draft, by="d3", remark="一日後に")
    city.act("change", draft, due_at=city.now + timedelta(days=3))
    city.act("ask", draft)
    standing = city.standing(draft, by="d3")
    labels = {one.label for one in standing.changes if one.sign != " "}
    assert labels == {"notices.fact.due", "notices.fact.expires"}
    card = repr(view.approval(Lang("ja"), standing))
    assert "送信予定：2026年11月27日" in card


def test_who_lost_their_role_is_told_nothing_more(city):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    gone = {city.person("d3").id, city.person("d1").id}
    city.write(lambda tx: [tx.run(delete(ROLE).where(ROLE.c.person == one)) for one in gone])
    city.sent(draft)
    city.watched()
    city.sent(draft)
    (card,) = city.cards("notices.outcome")
    assert city.to(card.id) == {city.person("d2").id, city.person("d4").id}  # its desk


def test_who_left_after_it_began_gets_nothing(city, tmp_path):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    city.pump(draft)
    city.watched()
    city.act("pause", draft)
    here = city.standing(draft).numbers["sent"]
    _leave(city, tmp_path, 5)
    city.now += timedelta(days=1)
    city.act("resume", draft)
    city.pump(draft)
    numbers = city.standing(draft).numbers
    assert (numbers["unreachable"], numbers["sent"]) == (1, 149)
    assert here < 149


def _leave(city, tmp_path, gone):
    rows = [
        (f"s{n:05d}", f"職員 {n}", f"s{n}@akatsuki.example", "学校教育課", "", "", "homeroom")
        for n in range(150)
    ]
    ends = ["2026-11-24" if n == gone else "" for n in range(150)]
    file = tmp_path / "later.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow((*HEADINGS, "to"))
        writer.writerows((*one, "") for one in DESK)
        writer.writerows((*one, end) for one, end in zip(rows, ends, strict=True))
    nothing = lambda tx, done: None  # noqa: E731
    imports.load(city.storage, city.tenant, file, today=date(2026, 11, 24), finally_=nothing)
