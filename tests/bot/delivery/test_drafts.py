"""Broadcasts before they are let go."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.delivery import outbox
from bot.delivery.rows import DELIVERY, Gate, State
from bot.errors import NotFound, Refused
from bot.people import languages
from tests.bot.delivery.broadcast import DUE, END, Broadcast, staffed
from tests.bot.delivery.rig import card


@pytest.fixture
def city(storage, tenant) -> Broadcast:
    found = staffed(storage, tenant)
    found.notice = found.draft()
    return found


def redraft(city, **more):
    given = {
        "title": "防災訓練",
        "cards": {"ja": card("訓練")},
        "summaries": {},
        "audience": {"to": [["department", "防災課"]]},
        "urgent": True,
        "due_at": DUE,
        "expires_at": END,
        "lane": 0,
        **more,
    }
    city.write(lambda tx: outbox.redraft(tx, notice=city.notice, **given))


def test_a_draft_is_read_back_and_has_no_copies(city):
    found = city.do(outbox.get_draft)
    assert (found.title, found.author, found.audience) == (
        "避難訓練",
        city.people[0],
        {"to": [["all", ""]]},
    )
    assert (found.state, found.gate, found.copies, found.revision) == ("draft", Gate.SHUT, 0, 1)
    assert not found.urgent
    assert city.numbers() == {}


def test_a_second_draft_of_the_same_key_changes_nothing(city):
    assert city.draft(title="別の題") == city.notice
    assert city.do(outbox.get_draft).title == "避難訓練"


def test_drafts_are_listed_the_newest_first(city):
    second = city.draft("k2")
    found = city.write(outbox.drafts)
    assert [draft.notice for draft in found] == [second, city.notice]


def test_a_posted_notice_is_no_draft(city):
    posted = city.write(
        lambda tx: outbox.post(
            tx,
            kind="test",
            source_key="posted",
            lane=2,
            due_at=DUE,
            expires_at=END,
            cards={"ja": card()},
            summaries={},
            to=city.people,
        )
    )
    assert city.write(lambda tx: outbox.find_draft(tx, posted)) is None
    with pytest.raises(NotFound):
        city.write(lambda tx: outbox.get_draft(tx, posted))
    assert city.write(lambda tx: outbox.get(tx, posted)).audience == len(city.people)


def test_everything_about_a_draft_can_be_changed(city):
    redraft(city, expires_at=END + timedelta(days=1))
    found = city.do(outbox.get_draft)
    assert (found.title, found.urgent, found.lane, found.revision) == ("防災訓練", True, 0, 2)
    assert found.expires_at == END + timedelta(days=1)
    assert found.audience == {"to": [["department", "防災課"]]}


def test_what_was_let_go_is_no_longer_redrafted(city):
    city.do(outbox.release, Gate.OPEN)
    with pytest.raises(Refused):
        redraft(city)
    with pytest.raises(Refused):
        city.do(outbox.expand, city.people)


def test_copies_that_were_made_before_go_out_by_the_new_dates_and_content(city):
    city.do(outbox.expand, city.people)
    redraft(city, due_at=DUE + timedelta(days=1))
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    assert city.claim() == ()
    city.now += timedelta(days=1)
    city.walk_on()
    attempts = city.claim()
    assert len(attempts) == 5
    assert {attempt.lane for attempt in attempts} == {0}
    assert all("訓練".encode() in attempt.activity() for attempt in attempts)


def test_copies_are_made_once_for_each_person(city):
    assert city.do(outbox.expand, city.people[:4]) == 4
    assert city.do(outbox.expand, [*city.people, city.people[0]]) == 2
    assert city.do(outbox.expand, city.people) == 0
    progress = city.progress()
    assert (progress.audience, progress.held, progress.due) == (6, 6, 0)
    assert city.numbers() == {State.PENDING: 6}


def test_copies_know_where_and_in_which_language_their_people_are_reached(city):
    city.write(lambda tx: languages.choose(tx, city.people[1], "en"))
    city.do(outbox.expand, [*city.people, 10**6])
    copies = city.do(outbox.copies)
    assert [copy.conversation is not None for copy in copies] == [True] * 5 + [False] * 2
    rows = city.write(lambda tx: tx.all(DELIVERY.select().order_by(DELIVERY.c.recipient)))
    assert [row.language for row in rows] == ["ja", "en"] + ["ja"] * 5
    assert all(row.teams_id and row.service_url for row in rows[:5])


def test_nothing_of_a_draft_goes_out_or_expires(city):
    city.do(outbox.expand, city.people)
    city.walk_on()
    assert city.send() == []
    city.days_pass(30)
    assert city.numbers() == {State.PENDING: 6}
    assert not city.calls()


def test_copies_are_unmade_a_few_at_a_time(city):
    city.do(outbox.expand, city.people)
    assert city.do(outbox.unexpand, 4)
    assert city.progress().audience == 2
    assert not city.do(outbox.unexpand, 4)
    assert city.progress().audience == 0
    assert city.do(outbox.expand, city.people[:3]) == 3


def test_a_copy_that_may_have_arrived_is_not_unmade(city):
    city.do(outbox.expand, city.people)
    doubted = update(DELIVERY).where(DELIVERY.c.recipient == city.people[0]).values(uncertain=1)
    city.write(lambda tx: tx.run(doubted))
    assert not city.do(outbox.unexpand, 100)
    assert city.numbers() == {State.PENDING: 1}


def test_a_copy_of_a_draft_that_has_ended_untried_is_unmade_too(city):
    city.do(outbox.expand, city.people)
    ended = update(DELIVERY).where(DELIVERY.c.recipient == city.people[0])
    city.write(lambda tx: tx.run(ended.values(state="unreachable", held=0)))
    assert not city.do(outbox.unexpand, 100)
    assert city.progress().audience == 0


def test_copies_are_not_unmade_while_they_may_go_out(city):
    city.do(outbox.expand, city.people)
    city.do(outbox.release, Gate.CANARY)
    with pytest.raises(Refused):
        city.do(outbox.unexpand, 1)


def test_what_does_not_exist_is_not_found(city):
    city.notice = 10**9
    for act in (
        lambda: city.do(outbox.get_draft),
        lambda: redraft(city),
        lambda: city.do(outbox.expand, city.people),
        lambda: city.do(outbox.unexpand, 1),
        lambda: city.do(outbox.release, Gate.OPEN),
        lambda: city.do(outbox.set_gate, Gate.OPEN),
        lambda: city.do(outbox.cancel),
        lambda: city.do(outbox.progress),
    ):
        with pytest.raises(NotFound):
            act()


def test_another_tenant_neither_sees_nor_changes_a_draft(city):
    city.do(outbox.expand, city.people)
    assert city.storage.read_now("another", outbox.drafts) == ()
    with pytest.raises(NotFound):
        city.storage.write_now("another", lambda tx: outbox.unexpand(tx, city.notice, 9))
    assert city.numbers() == {State.PENDING: 6}
