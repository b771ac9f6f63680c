"""A correction to few is made at once, one to many only once an approver has seen it."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from bot.delivery import outbox
from bot.errors import Refused, Stale
from bot.ledger.record import history
from bot.notices import confirmations, keeping
from bot.notices.model import Stage, Words
from bot.people.tables import ROLE
from tests.bot.notices.conftest import SAID

RIGHT = replace(SAID, ja=replace(SAID.ja, body="12月4日に研修を行います。\n申し込んでください。"))
OTHER = replace(SAID, ja=Words(title="研修の中止", body="中止します。"))


@pytest.fixture
def sent(city):
    """A notice to 150 people, under way."""
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    city.pump(draft)
    city.watched()
    assert city.get(draft).stage is Stage.SENDING
    return draft


def revision(city, notice):
    return city.read(lambda tx: outbox.get(tx, notice.notice)).revision


def approvals(city):
    """The cards to approvers about a correction, the newest last."""
    return city.cards("notices.approval")[1:]


def test_to_many_nothing_changes_before_an_approver_has_seen_it(city, sent):
    before = revision(city, sent)
    proposed = city.act("correct", sent, content=RIGHT)
    assert (proposed.edition, proposed.content) == (1, SAID)
    assert proposed.proposal.content == RIGHT
    city.pump(sent)
    city.pulse(3)
    assert city.get(sent).stage is Stage.DONE  # the notice went on
    assert revision(city, sent) == before
    accepted = city.act("accept", sent, by="d3", version=proposed.proposal.version)
    assert (accepted.edition, accepted.content, accepted.proposal) == (2, RIGHT, None)
    assert revision(city, sent) == before + 1
    assert accepted.changed_by == city.person("d1").id


def test_the_approver_sees_what_is_new_in_it(city, sent):
    city.act("correct", sent, content=RIGHT)
    shown = city.standing(sent, by="d3").proposal
    assert [(one.sign, one.text) for one in shown.changes if one.sign != " "] == [
        ("-", "12月に研修を行います。"),
        ("+", "12月4日に研修を行います。"),
    ]
    assert (shown.by, shown.content) == ("事務 一", RIGHT)
    (card,) = approvals(city)
    assert city.to(card.id) == {city.person("d3").id, city.person("d4").id}


def test_nobody_approves_their_own_correction(city, sent):
    city.act("correct", sent, by="d4", content=RIGHT)
    (card,) = approvals(city)
    assert city.to(card.id) == {city.person("d3").id}
    for act, more in (("accept", {}), ("decline", {"remark": "別の日に"})):
        with pytest.raises(Refused, match="own_notice"):
            city.act(act, sent, by="d4", **more)
        for nobody in ("d1", "d5", None):
            with pytest.raises(Refused, match="not_approver"):
                city.act(act, sent, by=nobody, **more)
    assert city.act("accept", sent, by="d3").edition == 2


def test_nobody_corrects_without_saying_who_they_are(city, sent):
    with pytest.raises(Refused, match="not_yours"):
        city.act("correct", sent, by=None, content=RIGHT)
    assert city.get(sent).proposal is None


def test_a_second_correction_takes_the_place_of_the_first(city, sent):
    first = city.act("correct", sent, content=RIGHT).proposal
    second = city.act("correct", sent, by="d2", content=OTHER).proposal
    with pytest.raises(Stale):
        city.act("accept", sent, by="d3", version=first.version)
    taken_back, asked = approvals(city)
    assert (taken_back.state, asked.state) == ("withdrawn", "open")
    assert city.act("accept", sent, by="d3", version=second.version).content == OTHER


def test_a_correction_waits_whatever_becomes_of_the_notice_meanwhile(city, sent):
    seen = city.act("correct", sent, content=RIGHT).proposal.version
    city.act("pause", sent)
    city.act("resume", sent)
    assert city.act("accept", sent, by="d3", version=seen).edition == 2


@pytest.mark.parametrize("act", ["cancel", "withdraw"])
def test_the_end_of_a_notice_drops_its_correction(city, sent, act):
    city.act("correct", sent, content=RIGHT)
    assert city.act(act, sent).proposal is None
    assert approvals(city)[0].state == "withdrawn"
    with pytest.raises(Refused, match="not_now"):
        city.act("accept", sent, by="d3")


def test_a_declined_correction_leaves_the_notice_as_it_is(city, sent):
    city.act("correct", sent, by="d2", content=RIGHT)
    with pytest.raises(Refused, match="no_remark"):
        city.act("decline", sent, by="d3", remark=" ")
    declined = city.act("decline", sent, by="d3", remark="時刻も書いてください")
    assert (declined.edition, declined.content, declined.proposal) == (1, SAID, None)
    assert declined.remark == "時刻も書いてください"
    (card,) = city.cards("notices.returned")
    assert city.to(card.id) == {city.person("d2").id}
    assert approvals(city)[0].close_at is not None
    assert city.act("correct", sent, content=OTHER).remark == ""


def test_without_an_approver_nothing_is_proposed(city, sent):
    city.write(lambda tx: tx.run(delete(ROLE).where(ROLE.c.role == "notice_approver")))
    with pytest.raises(Refused, match="no_approver"):
        city.act("correct", sent, content=RIGHT)
    assert city.get(sent).proposal is None


def test_a_correction_that_waits_is_among_what_an_approver_has_to_do(city, sent):
    def due(aad):
        return city.read(lambda tx: keeping.due_for(tx, city.person(aad), city.now.date()))

    city.act("correct", sent, by="d4", content=RIGHT)
    (line,) = due("d3")
    assert (line.title, line.show.name) == (SAID.ja.title, "notices.open_proposal")
    assert due("d4") == due("d5") == ()


def test_a_proposer_can_be_taken_out(city, sent):
    city.act("correct", sent, by="d2", content=RIGHT)
    mate = city.person("d2").id
    assert len(city.read(lambda tx: keeping.personal_data(tx, mate))) == 1
    city.write(lambda tx: keeping.erase(tx, mate, city.now))
    assert city.standing(sent).proposal.by == ""
    assert city.act("accept", sent, by="d3").changed_by is None


def test_to_few_it_is_made_at_once(town):
    draft = town.ready()
    town.act("start", draft)
    town.pulse()
    corrected = town.act("correct", draft, content=RIGHT)
    assert (corrected.edition, corrected.proposal) == (2, None)
    assert town.cards("notices.approval") == []


def test_who_proposed_and_who_agreed_stand_in_the_ledger(city, sent):
    city.act("correct", sent, content=RIGHT)
    city.act("decline", sent, by="d3", remark="時刻も")
    city.act("correct", sent, content=OTHER)
    city.act("accept", sent, by="d3")
    entries = city.read(lambda tx: list(history(tx, f"notice:{sent.notice}")))
    acts = [entry.act.removeprefix("notices.") for entry in entries]
    assert acts[-4:] == ["propose", "decline", "propose", "accept"]


def test_who_confirmed_the_present_wording_is_counted_apart(city, sent):
    def confirm(edition, *who):
        for aad in who:
            person = city.person(aad).id
            city.write(
                lambda tx, person=person: confirmations.add(
                    tx, sent.notice, person, edition=edition, at=city.now
                )
            )

    confirm(1, "s00001", "s00002", "s00003")
    assert city.standing(sent).confirmed_now == 3
    city.act("correct", sent, content=RIGHT)
    city.act("accept", sent, by="d3")
    assert city.standing(sent).confirmed_now == 0
    confirm(2, "s00002")
    assert city.standing(sent).confirmed_now == 1
