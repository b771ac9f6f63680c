from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.agreements.store import changes, register
from bot.duties import store as duties
from bot.duties.model import Duty, Obligor
from bot.people import store as people
from bot.records.jobs.keepers import against
from bot.records.model.incidents import Account, Facts, Incident
from bot.records.model.keeping import PERSON, Stage
from bot.records.store import disposals, holds, incidents
from bot.records.telling import keeping as telling
from bot.retention import Kind
from bot.slices import KEEPERS
from bot.storage.backup import register as backups
from cards.lang import Lang
from cards.records.verbs import keeping as verbs
from tests.bot.records.conftest import said
from tests.bot.records.keeping.carrying import LEFT, THEN, begun, gone, of, step


def test_what_is_over_is_listed_with_its_years_and_from_when_they_count(city, old):
    shown = said(city.say("desk", "廃棄"))
    assert "協定・契約" in shown
    assert "廃棄できるもの 1件（保存10年）" in shown
    assert "2014年4月1日" in shown
    assert "2024年3月31日" in shown


@pytest.mark.parametrize("aad", ["kakari", "bucho", "other", "board", "pupil", "guardian"])
def test_nobody_else_is_told_of_it(city, aad):
    assert city.say(aad, "廃棄") is None
    assert city.refused(aad, verbs.Keeping()).endswith("not_reader")


def test_it_is_proposed_released_and_begun_by_three_people(city, old, disposed):
    one = disposed()
    assert (one.stage, one.gone, one.ended_on) == (Stage.DONE, 1, city.today)
    assert (one.responsible, one.witnessed) == ("佐々 九子", "大野 四郎")
    assert city.read(lambda tx: register.find(tx, old.id)) is None
    acts = [row.act for row in city.ledger() if row.subject == one.subject]
    assert acts == [
        "records.propose_disposal",
        "records.release_disposal",
        "records.begin_disposal",
        "records.disposed",
    ]


def test_each_who_is_next_gets_a_card_and_the_cards_of_the_past_say_so(city, old, disposed):
    disposed()
    assert "廃棄の許可をお願いします" in city.sent(telling.PROPOSED)[0] or (
        "廃棄しました" in city.sent(telling.PROPOSED)[0]
    )
    (officers,) = city.notices(telling.PROPOSED)
    assert city.recipients(officers.id) == {city.person("officer").id}
    (witness,) = city.notices(telling.RELEASED)
    assert city.recipients(witness.id) == {city.person("shusa").id}
    assert "廃棄しました" in city.sent(telling.RELEASED)[0]
    (done,) = city.notices(telling.DONE)
    people = {city.person(aad).id for aad in ("desk", "officer", "shusa")}
    assert city.recipients(done.id) == people


def test_the_officer_is_not_who_proposed_or_witnesses(city, old, proposed):
    one = proposed(witness="officer@akatsuki.example.jp")
    press = verbs.ReleaseDisposal(disposal_id=one.id, version=1)
    assert city.refused("officer", press).endswith("same_person")


def test_a_deputy_of_the_officer_does_not_release(city, old, proposed):
    one = proposed()
    city.away("officer", "bucho")
    press = verbs.ReleaseDisposal(disposal_id=one.id, version=1)
    assert city.refused("bucho", press).endswith("not_reader")
    assert city.refused("desk2", press).endswith("not_officer")


def test_only_the_witness_begins_and_only_what_was_released(city, old, proposed):
    one = proposed()
    press = verbs.BeginDisposal(disposal_id=one.id, version=1)
    assert city.refused("shusa", press).endswith("not_released")
    city.press("officer", verbs.ReleaseDisposal(disposal_id=one.id, version=1))
    begin = verbs.BeginDisposal(disposal_id=one.id, version=2)
    assert city.refused("desk", begin).endswith("not_witness")
    assert city.refused("officer", begin).endswith("not_witness")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"witness": "desk@akatsuki.example.jp"}, "ほかの職員|別の職員"),
        ({"witness": "haru@akatsuki.example.jp"}, "別の職員"),
        ({"witness": "nobody@akatsuki.example.jp"}, "見つかりません"),
        ({"kind": "meetings"}, "廃棄できるものがありません"),
        ({"kind": "school_register"}, "選んでください"),
    ],
)
def test_a_bad_proposal_comes_back_with_the_reason(city, old, given, why):
    sent = {
        "kind": "agreements",
        "witness": "shusa@akatsuki.example.jp",
        "medium": "紙",
        "method": "裁断",
    } | given
    shown = city.mistyped("desk", verbs.ProposeDisposal(**sent))
    assert any(word in shown for word in why.split("|"))
    assert city.read(disposals.every) == ()


def test_the_officer_sends_it_back_with_a_reason(city, old, proposed):
    one = proposed()
    empty = verbs.SendDisposalBack(disposal_id=one.id, version=1)
    assert "理由を書いてください" in city.mistyped("officer", empty)
    back = verbs.SendDisposalBack(disposal_id=one.id, version=1, reason="監査が近い")
    city.press("officer", back)
    assert "監査が近い" in city.sent(telling.RETURNED)[0]
    press = verbs.ReleaseDisposal(disposal_id=one.id, version=2)
    assert city.refused("officer", press).endswith("not_proposed")


def test_who_proposed_it_takes_it_back(city, old, proposed):
    one = proposed()
    press = verbs.WithdrawDisposal(disposal_id=one.id, version=1)
    assert city.refused("desk2", press).endswith("not_yours")
    city.press("desk", press)
    assert city.read(lambda tx: disposals.get(tx, one.id)).stage is Stage.WITHDRAWN


def test_a_card_of_before_is_stale(city, old, proposed):
    one = proposed()
    city.press("officer", verbs.ReleaseDisposal(disposal_id=one.id, version=1))
    late = verbs.WithdrawDisposal(disposal_id=one.id, version=1)
    assert city.refused("desk", late).endswith("changed")


def test_what_waits_stands_in_the_day_of_who_is_next(city, old, proposed):
    from tests.bot.records.conftest import RECORDS

    def due(aad):
        person = city.person(aad)
        found = city.read(lambda tx: RECORDS.due_for(tx, person, city.today))
        return [one.what for one in found if "keeping" in one.what]

    one = proposed()
    assert (due("officer"), due("shusa")) == (["records.keeping.what.release"], [])
    city.press("officer", verbs.ReleaseDisposal(disposal_id=one.id, version=1))
    assert (due("officer"), due("shusa")) == ([], ["records.keeping.what.begin"])


# --- what stands against it --------------------------------------------------------------------


def test_what_is_held_stays_and_says_why(city, old):
    city.press("desk", _hold(f"agreement:{old.id}"))
    shown = said(city.say("officer", "廃棄"))
    assert "保留中：1件" in shown
    assert "廃棄できるもの 0件" in shown
    sent = verbs.ProposeDisposal(
        kind="agreements", witness="shusa@akatsuki.example.jp", medium="紙", method="裁断"
    )
    assert "廃棄できるものがありません" in city.mistyped("desk", sent)


def _hold(matter, **more):
    return verbs.SetHold(**{"ground": "audit", "matter": matter, "why": "監査のため", **more})


def test_a_hold_set_after_the_release_still_stops_it(city, old, proposed):
    one = proposed()
    city.press("officer", verbs.ReleaseDisposal(disposal_id=one.id, version=1))
    city.press("desk2", _hold("協定・契約"))
    city.press("shusa", verbs.BeginDisposal(disposal_id=one.id, version=2))
    for _ in range(3):
        city.pulse()
    after = city.read(lambda tx: disposals.get(tx, one.id))
    assert (after.gone, after.kept) == (0, {"held": 1})
    assert city.read(lambda tx: register.find(tx, old.id)) is not None


def test_a_person_who_is_held_holds_the_agreements_of_whose_history_they_are(city, old):
    who = city.person("kakari").id
    acted = {"before": None, "act": "agreements.entered", "at": city.now, "person": who}
    city.write(lambda tx: changes.add(tx, old, **acted))
    city.press("officer", _hold("kakari@akatsuki.example.jp", ground="disclosure"))
    assert "保留中：1件" in said(city.say("desk", "廃棄"))


def test_an_open_duty_and_an_open_incident_stand_against_it(city, old):
    duty = Duty(id=0, source=old.subject, kind="report", obligor=Obligor.OTSU)
    city.write(lambda tx: duties.add(tx, duty))
    assert "果たしていない義務がある：1件" in said(city.say("desk", "廃棄"))
    city.write(lambda tx: duties.erase(tx, old.subject))
    city.write(lambda tx: _incident(tx, city, old.id))
    assert "対応中の事故がある：1件" in said(city.say("desk", "廃棄"))


def _incident(tx, city, agreement):
    new = Incident(
        id=0,
        known_at=city.now,
        known_on=city.today,
        opened_at=city.now,
        opened_on=city.today,
        facts=Facts(),
        account=Account(what="紛失", records="名簿"),
        said_on=city.today,
        agreement=agreement,
    )
    incidents.add(tx, new, "token", look_on=None)


def test_an_extension_needs_its_day_and_ends_with_it(city, old):
    without = _hold(f"agreement:{old.id}", ground="extension")
    assert "いつまでか" in city.mistyped("desk", without)
    until = city.today + timedelta(days=10)
    city.press("desk", _hold(f"agreement:{old.id}", ground="extension", until=until))
    assert "保留中：1件" in said(city.say("desk", "廃棄"))
    city.at(until + timedelta(days=1))
    assert "廃棄できるもの 1件" in said(city.say("desk", "廃棄"))


def test_a_hold_is_lifted_by_name_and_with_a_reason(city, old):
    city.press("desk", _hold(f"agreement:{old.id}"))
    assert city.refused("auditor", verbs.OpenLifting(hold_id=1)).endswith("not_holder")
    shown = said(city.press("officer", verbs.LiftHold(hold_id=1, reason="監査が終わった")))
    assert "保留はありません" in shown
    assert [row.act for row in city.ledger() if row.subject == "hold:1"] == [
        "records.set_hold",
        "records.lift_hold",
    ]


@pytest.mark.parametrize("matter", ["agreement:4711", "だれか", "kind:nothing", "nobody@x.example"])
def test_what_is_to_be_held_must_be_there(city, matter):
    shown = city.mistyped("desk", _hold(matter))
    assert "見つかりません" in shown or "名簿にいません" in shown


def test_registers_and_exposed_notices_of_an_open_incident_stay_as_well(city, old):
    city.write(lambda tx: _incident(tx, city, old.id))
    found = city.read(lambda tx: against(tx, KEEPERS, city.today).incidents)
    assert {old.subject, f"handling:{old.id}"} <= found


def test_a_person_who_is_held_after_the_witness_began_stays(city):
    who = city.person("kakari")
    city.write(lambda tx: gone(tx, who.id))
    new = of(PERSON, who.id)
    one = city.write(lambda tx: begun(tx, new))
    city.press("officer", _hold(f"person:{who.id}", ground="lawsuit"))
    city.now = THEN
    for _ in range(3):
        city.pulse()
    after = city.read(lambda tx: disposals.get(tx, one.id))
    assert (after.stage, after.gone, after.kept) == (Stage.DONE, 0, {"held": 1})
    assert city.read(lambda tx: people.find(tx, who.id, LEFT)).name == who.name


def test_every_reason_to_stay_has_its_words():
    words = ("held", "open_incident", "open_duty", "open_case", "unsettled", "here", "in_notice")
    words += ("failed", "waiting", "kept_by_law", "open_inspection", "open_month")
    for lang in (Lang("ja"), Lang("en")):
        assert [word for word in words if not lang.knows(f"records.keeping.why.{word}")] == []


def test_it_waits_for_what_stands_in_chats(city, proposed, monkeypatch):
    """Once more from the beginning until delivery has deleted the cards; nothing counts twice."""
    held, other = (city.agreement(number=str(n), end=date(2010, 3, 31)) for n in range(2))
    city.press("desk", _hold(held.subject))
    one = proposed()
    city.press("officer", verbs.ReleaseDisposal(disposal_id=one.id, version=1))
    city.press("shusa", verbs.BeginDisposal(disposal_id=one.id, version=2))
    ready = [False, False, True]
    keeper = replace(KEEPERS.of(Kind.AGREEMENTS), empty=lambda tx, id, now: ready.pop(0))
    others = tuple(one for one in KEEPERS.slices if Kind.AGREEMENTS not in one.keeps)
    keepers = replace(KEEPERS, slices=(keeper, *others))
    steps = [city.write(lambda tx: step(tx, city.now, keepers)) for _ in range(3)]
    assert steps == [False, False, True]
    after = city.read(lambda tx: disposals.get(tx, one.id))
    assert (after.stage, after.gone, after.kept) == (Stage.DONE, 1, {"held": 1})
    assert city.read(lambda tx: register.find(tx, other.id)) is None


# --- what is left -------------------------------------------------------------------------------


def test_backups_that_still_hold_it_are_counted(city, old, disposed):
    backup = backups.Backup(
        key="k",
        name="renkei-1101.backup",
        stage=backups.Stage.MADE,
        begun_at=city.now,
        made_at=city.now,
        size=1,
        digest="",
        envelopes=(),
        until=date(2026, 12, 6),
    )
    city.write(lambda tx: backups.finish(tx, backup))
    one = disposed()
    assert [(held.name, held.until) for held in one.backups] == [
        ("renkei-1101.backup", date(2026, 12, 6))
    ]
    assert "2026年12月6日" in city.sent(telling.DONE)[0]


def test_it_is_evidence_and_what_waits_is_a_gap(city, old, proposed):
    from bot.records.jobs.disposal_due import evidence

    proposed()
    (gap,) = city.read(lambda tx: evidence(tx, "disposal"))
    assert (gap["gap"], gap["owes"]) == (True, "甲")
    assert city.read(lambda tx: evidence(tx, "第14条")) == ()


def test_a_process_that_dies_in_the_middle_leaves_the_rest_to_the_next(city, proposed, monkeypatch):
    from bot.records.jobs import disposing

    for number in range(30):
        city.agreement(number=f"{number}旧", end=date(2010, 3, 31))
    one = proposed()
    city.press("officer", verbs.ReleaseDisposal(disposal_id=one.id, version=1))
    city.press("shusa", verbs.BeginDisposal(disposal_id=one.id, version=2))
    monkeypatch.setattr(disposing, "SECONDS", 0.0)
    city.pulse()
    half = city.read(lambda tx: disposals.get(tx, one.id))
    assert half.gone < 30
    assert city.read(register.count) == 30 - half.gone
    monkeypatch.setattr(disposing, "SECONDS", 0.1)
    for _ in range(10):
        city.pulse()
    after = city.read(lambda tx: disposals.get(tx, one.id))
    assert (after.stage, after.gone) == (Stage.DONE, 30)


def test_an_agreement_is_held_by_a_part_of_its_name(city, old):
    city.press("desk", _hold("むかし"))
    assert [row.act for row in city.ledger() if row.subject == "hold:1"] == ["records.set_hold"]
    (one,) = city.read(lambda tx: holds.standing(tx, city.today))
    assert one.subject == old.subject


def test_where_several_agreements_fit_one_is_chosen(city, old):
    other = city.agreement(number="98", title="むかしの覚書")
    shown = city.mistyped("desk", _hold("むかし"))
    assert "2件の協定" in shown
    assert old.subject in shown and other.subject in shown
    assert "ひのでロジ株式会社" in shown
    city.press("desk", _hold(other.subject))
    (one,) = city.read(lambda tx: holds.standing(tx, city.today))
    assert one.subject == other.subject


def test_a_disposal_that_refuses_a_press_comes_back_itself(city, old, proposed):
    one = proposed()
    shown = city.mistyped("desk", verbs.BeginDisposal(disposal_id=one.id, version=1))
    assert "まだ許可されていないか" in shown and "責任者の許可を待っています" in shown
