import re
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import delete

from bot.delivery.rows import DELIVERY
from bot.errors import NotFound, Refused
from bot.ledger.record import history
from bot.notices import confirmations, keeping, lifecycle, outcomes, reach, store
from bot.notices.model import NOTICE, Stage, Words
from bot.people import imports
from bot.people.tables import LISTING, ROLE
from tests.bot.notices.conftest import DESK, HEADINGS, SAID, City


def test_only_a_desk_writes_notices(town):
    with pytest.raises(Refused, match="not_writer"):
        town.new("all", by="d5")


def test_a_draft_for_nobody_waits_for_its_people(town):
    draft = town.new()
    town.pulse(2)
    assert town.get(draft).stage is Stage.DRAFT
    with pytest.raises(Refused, match="not_now"):
        town.act("start", draft)


def test_nobody_found_is_nobody_to_send_to(town):
    draft = town.ready("department:どこにもない課")
    assert (draft.stage, draft.audience) == (Stage.READY, 0)
    with pytest.raises(Refused, match="nobody"):
        town.act("start", draft)


def test_the_author_does_not_approve(city):
    draft = city.ready(by="d4")
    asked = city.act("ask", draft, by="d4")
    with pytest.raises(Refused, match="own_notice"):
        city.act("approve", asked, by="d4")
    with pytest.raises(Refused, match="not_approver"):
        city.act("approve", asked, by="d5")
    with pytest.raises(Refused, match="not_approver"):
        city.act("approve", asked, by=None)
    assert city.act("approve", asked, by="d3").stage is Stage.SCHEDULED


def test_who_changed_it_last_does_not_approve(city):
    draft = city.ready()
    changed = city.act("change", draft, by="d4", content=replace(SAID, contact="人事課"))
    asked = city.act("ask", changed)
    with pytest.raises(Refused, match="own_notice"):
        city.act("approve", asked, by="d4")
    assert city.to(city.cards("notices.approval")[0].id) == {city.person("d3").id}


def test_without_an_approver_it_is_said_so(town):
    draft = town.ready("all", by="d4")
    changed = town.act("change", draft, by="d4", content=SAID)
    town.write(lambda tx: _let_go(tx, town.person("d3").id))
    with pytest.raises(Refused, match="no_approver"):
        town.act("ask", changed, by="d4")


def _let_go(tx, person):
    tx.run(delete(ROLE).where(ROLE.c.person == person))


def test_all_approvers_learn_who_decided(city):
    draft = city.ready()
    asked = city.act("ask", draft)
    (card,) = city.cards("notices.approval")
    assert city.to(card.id) == {city.person("d3").id, city.person("d4").id}
    city.act("approve", asked, by="d3")
    after = city.cards("notices.approval")[0]
    assert after.revision == card.revision + 1
    assert after.close_at is not None


def test_a_remark_is_wanted_and_reaches_the_author(city):
    asked = city.act("ask", city.ready())
    with pytest.raises(Refused, match="no_remark"):
        city.act("send_back", asked, by="d3", remark="  ")
    city.act("send_back", asked, by="d3", remark="日付を")
    (card,) = city.cards("notices.returned")
    assert city.to(card.id) == {city.person("d1").id}
    assert city.standing(asked).remark == "日付を"
    again = city.act("ask", asked)
    assert (again.stage, again.remark) == (Stage.ASKED, "")


def test_every_act_is_in_the_ledger_without_names(city):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    city.act("pause", draft)
    city.act("withdraw", draft)
    entries = city.read(lambda tx: list(history(tx, f"notice:{draft.notice}")))
    acts = [entry.act.removeprefix("notices.") for entry in entries]
    assert acts == ["create", "ask", "approve", "pause", "withdraw"]
    assert not re.search("研修|職員|事務", repr(entries))


def test_each_act_of_a_person_is_a_version(town):
    draft = town.ready()
    assert draft.version == 1
    assert town.act("change", draft, content=SAID).version == 2
    assert town.act("start", draft).version == 3
    town.pulse(3)
    assert town.get(draft).version == 3


def test_dates_follow_a_changed_deadline_unless_they_were_given(town):
    draft = town.ready()
    assert draft.expires_at == draft.due_at + timedelta(days=7)
    later = replace(SAID, deadline=(town.now + timedelta(days=20)).date())
    moved = town.act("change", draft, content=later)
    assert moved.expires_at > draft.expires_at + timedelta(days=12)
    fixed = town.ready(expires_at=town.now + timedelta(days=2))
    assert town.act("change", fixed, content=later).expires_at == fixed.expires_at


def test_an_expired_draft_is_not_started(town):
    draft = town.ready(expires_at=town.now + timedelta(hours=1))
    town.now += timedelta(hours=2)
    with pytest.raises(Refused, match="expired"):
        town.act("start", draft)


def test_english_words_go_to_who_reads_english(town):
    english = replace(SAID, en=Words(title="Training", body="In December."))
    assert english.words("en").title == "Training"
    assert english.words("ja").title == english.words("ja-easy").title == SAID.ja.title
    assert SAID.words("en") == SAID.ja
    draft = town.ready(content=english)
    assert town.get(draft).content == english


def test_a_rehearsal_tells_who_cannot_be_reached(storage, tenant, tmp_path):
    city = City(storage, tenant)
    city.load(tmp_path, 20, chats=12)
    draft = city.new("department:学校教育課")
    with pytest.raises(Refused, match="counting"):
        city.read(lambda tx: lifecycle.rehearse(tx, draft.notice))
    city.pulse(3)
    lost = city.person("s00015").id
    city.write(lambda tx: reach.keep(tx, lost, reach.REFUSED, reason="guest", at=city.real))
    found = city.read(lambda tx: lifecycle.rehearse(tx, draft.notice))
    assert (found.audience, found.reachable, found.first_contact) == (20, 12, 7)
    assert found.unreachable == {"guest": 1}
    large = city.read(lambda tx: lifecycle.rehearse(tx, draft.notice, audience=40_000))
    assert (large.audience, large.reachable, large.first_contact) == (40_000, 24_000, 14_000)
    assert large.seconds == 905
    for size in (1, 10, 12, 39_999):
        asked = partial(lifecycle.rehearse, notice=draft.notice, audience=size)
        scaled = city.read(asked)
        parts = (scaled.reachable, scaled.first_contact, *scaled.unreachable.values())
        assert sum(parts) == scaled.audience == size


def test_who_has_no_account_is_counted_once_whatever_was_tried(storage, tenant, tmp_path):
    city = City(storage, tenant)
    city.load(tmp_path, 4, chats=2)
    draft = city.ready()
    lost = city.person("s00003").id
    city.write(lambda tx: reach.keep(tx, lost, reach.REFUSED, reason="guest", at=city.real))
    gone = LISTING.update().where(LISTING.c.person == lost).values(aad_object_id="")
    city.write(lambda tx: tx.run(gone))
    found = city.read(lambda tx: lifecycle.rehearse(tx, draft.notice))
    assert found.unreachable == {"no_account": 1}
    assert (found.reachable, found.first_contact) == (2, 1)


def test_the_outcome_names_everybody_once(city):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    city.pump(draft)
    city.watched()
    city.pump(draft, becomes="unreachable", why="blocked")
    city.pulse(2)

    def every(tx):
        found, after = [], 0
        while page := outcomes.outcome_rows(tx, draft.notice, after, 40, on=city.now.date()):
            found += page
            after = page[-1].recipient
        return found

    rows = city.read(every)
    assert len({row.mail for row in rows}) == len(rows) == 150
    lost = city.read(lambda tx: outcomes.lost(tx, draft.notice))
    assert lost == {"blocked": sum(row.reason == "blocked" for row in rows)}
    first = city.read(lambda tx: outcomes.missed(tx, draft.notice, 3, on=city.now.date()))
    assert [row.reason for row in first] == ["blocked"] * 3


def test_due_for_approvers_and_what_a_notice_is_called(city):
    draft = city.ready()
    city.act("ask", draft)

    def due(tx, aad):
        return keeping.due_for(tx, city.person(aad), city.now.date())

    (line,) = city.read(lambda tx: due(tx, "d3"))
    assert (line.title, line.subject) == (SAID.ja.title, f"notice:{draft.notice}")
    assert city.read(lambda tx: due(tx, "d1")) == ()
    titles = city.read(
        lambda tx: [
            keeping.title_of(tx, subject)
            for subject in (f"notice:{draft.notice}", "notice:999", "agreement:1", "notice:x")
        ]
    )
    assert titles == [SAID.ja.title, "", "", ""]


def test_a_person_can_be_taken_out(city):
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    chief = city.person("d3").id
    assert len(city.read(lambda tx: keeping.personal_data(tx, chief))) == 1
    assert city.write(lambda tx: keeping.erase(tx, chief, city.now)) == 1
    assert city.get(draft).approver is None
    author = city.person("d1").id
    city.write(lambda tx: reach.keep(tx, author, reach.REFUSED, reason="guest", at=city.real))
    assert len(city.read(lambda tx: keeping.personal_data(tx, author))) == 2
    city.write(lambda tx: keeping.erase(tx, author, city.now))
    assert city.get(draft).author == store.NOBODY
    assert city.read(lambda tx: keeping.personal_data(tx, author)) == ()


def test_unknown_notices_are_not_found(town):
    with pytest.raises(NotFound):
        town.read(lambda tx: store.get(tx, 7))
    assert town.new("all").kind == NOTICE


def test_staff_without_teams_are_listed_for_the_head_of_their_office(sqlite_storage, tmp_path):
    city = City(sqlite_storage, "t")
    file = tmp_path / "people.csv"
    rows = (
        *DESK,
        ("", "用務 一", "yomu@akatsuki.example", "みどり学校", "用務員", "校長", ""),
        ("", "給食 一", "kyushoku@akatsuki.example", "みどり学校", "", "", ""),
        ("s1", "校長 一", "kocho@akatsuki.example", "みどり学校", "校長", "", "principal"),
        ("", "倉庫 一", "soko@akatsuki.example", "倉庫", "", "", ""),
    )
    file.write_text("\n".join(map(",".join, (HEADINGS, *rows))), encoding="utf-8")
    nothing = lambda tx, done: None  # noqa: E731
    imports.load(sqlite_storage, "t", file, today=city.now.date(), finally_=nothing)
    draft = city.ready("all")
    assert draft.without_account == 3
    found = city.read(lambda tx: outcomes.printed(tx, draft.notice, on=city.now.date()))
    assert [(one.department, one.head, one.names) for one in found] == [
        ("みどり学校", "校長 一", ("給食 一", "用務 一")),
        ("倉庫", "", ("倉庫 一",)),
    ]


def test_who_gets_an_account_later_was_to_be_told_on_paper_all_the_same(town):
    draft = town.ready()
    town.act("start", draft)
    town.pulse()
    lost = town.person("s00003")
    ended = DELIVERY.update().where(
        DELIVERY.c.notice_id == draft.notice, DELIVERY.c.recipient == lost.id
    )
    town.write(lambda tx: tx.run(ended.values(state="unreachable", reason="no_account")))
    found = town.read(lambda tx: outcomes.printed(tx, draft.notice, on=town.now.date()))
    assert [one.names for one in found] == [(lost.name,)]


def test_an_outcome_tells_which_text_was_confirmed(town):
    draft = town.ready(content=replace(SAID, confirm=True))
    town.act("start", draft)
    town.sent(draft)
    reader = town.person("s00002").id
    town.pump(draft)
    pressed = DELIVERY.update().where(
        DELIVERY.c.notice_id == draft.notice, DELIVERY.c.recipient == reader
    )
    town.write(lambda tx: tx.run(pressed.values(state="confirmed")))
    town.write(lambda tx: confirmations.add(tx, draft.notice, reader, edition=1, at=town.now))
    found = town.read(lambda tx: outcomes.outcome_rows(tx, draft.notice, 0, 50, on=town.now.date()))
    assert {one.recipient: one.edition for one in found if one.edition} == {reader: 1}
    assert {one.confirmed_at for one in found} == {None, town.now}
