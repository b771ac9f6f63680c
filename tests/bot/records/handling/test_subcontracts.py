"""再委託 as the desk enters it and the owner decides on it."""

from datetime import date

import pytest

from bot.records.jobs import subcontracting as jobs
from bot.records.model.subcontracts import Stage
from bot.records.store import registers, subcontracts
from cards.records.verbs import registers as verbs
from cards.records.verbs import subcontracts as subcontracting
from tests.bot.records.conftest import TODAY, said


@pytest.fixture
def matter(city):
    return city.agreement()


ITEMS = {
    "contract": "運営業務",
    "company": "ひばりコールセンター株式会社",
    "address": "ひばりが丘",
    "representative": "三宅 恵",
    "reason": "夜間のため",
    "signed_on": date(2026, 12, 1),
    "place": "第二センター",
    "since": date(2026, 12, 10),
    "until": date(2027, 3, 31),
    "content": "一次回答",
    "information": "氏名",
    "draft_at": "文書 1182",
    "allowed_by": "第9条",
}


def applied(city, matter):
    city.press("desk", subcontracting.SaveSubcontract(agreement_id=matter.id, **ITEMS))
    (one,) = city.read(lambda tx: subcontracts.of(tx, matter.id))
    city.press("desk", subcontracting.ApplySubcontract(subcontract_id=one.id, version=1, on=TODAY))
    return city.read(lambda tx: subcontracts.get(tx, one.id))


def decide(one, decision="approved"):
    return subcontracting.DecideSubcontract(
        subcontract_id=one.id, version=one.version, decision=decision, why="体制を確かめた。"
    )


def test_what_is_incomplete_says_what_is_missing_and_is_not_accepted(city, matter):
    half = {**ITEMS, "draft_at": "", "since": None}
    shown = said(city.press("desk", subcontracting.SaveSubcontract(agreement_id=matter.id, **half)))
    assert "不足があるため" in shown
    assert "添付：覚書の案の所在" in shown
    (one,) = city.read(lambda tx: subcontracts.of(tx, matter.id))
    hand_in = subcontracting.ApplySubcontract(subcontract_id=one.id, version=1, on=TODAY)
    assert city.refused("desk", hand_in) == "records.subcontracts.refused.incomplete"


def test_the_owner_is_asked_decides_and_the_desk_hears_of_it(city, matter):
    one = applied(city, matter)
    (asked,) = city.notices("records.subcontract_applied")
    assert city.recipients(asked.id) == {city.person("kakari").id}
    assert "判断を記録しました" in said(city.press("kakari", decide(one)))
    after = city.read(lambda tx: subcontracts.get(tx, one.id))
    assert (after.stage, after.decided_on) == (Stage.APPROVED, TODAY)
    (told,) = city.notices("records.subcontract_decided")
    desk = {city.person("desk").id, city.person("desk2").id}
    assert city.recipients(told.id) == desk
    assert "再委託を承認しました" in city.sent("records.subcontract_applied")[0]


def test_a_superior_decides_too_and_a_deputy_does_not(city, matter):
    one = applied(city, matter)
    city.away("kakari", "shusa")
    assert city.refused("shusa", decide(one)) == "records.subcontracts.refused.not_as_deputy"
    assert city.refused("desk", decide(one)) == "records.subcontracts.refused.not_decider"
    assert "判断を記録しました" in said(city.press("kacho", decide(one, "refused")))


def test_a_subcontractor_has_its_own_registers(city, matter):
    one = applied(city, matter)
    city.press("kakari", decide(one))
    own = verbs.ShowRegister(subject=one.subject)
    assert "ひばりコールセンター株式会社" in said(city.press("desk", own))
    worker = verbs.SaveWorker(subject=one.subject, person="木下 さやか", since=TODAY)
    city.press("desk", worker)
    (row,) = city.read(lambda tx: registers.rows(tx, one.subject))
    assert row.subject == one.subject
    sign = subcontracting.SignSubcontract(subcontract_id=one.id, version=3, on=TODAY)
    assert "覚書の締結を記録しました" in said(city.press("desk", sign))


def test_a_withdrawn_one_asks_nobody_any_more(city, matter):
    one = applied(city, matter)
    gone = subcontracting.WithdrawSubcontract(subcontract_id=one.id, version=2, why="都合")
    assert "取下げを記録しました" in said(city.press("desk", gone))
    assert "取り下げられました" in city.sent("records.subcontract_applied")[0]
    assert city.refused("kakari", decide(one)).endswith(".changed")


def test_the_word_shows_what_waits_for_whom(city, matter):
    applied(city, matter)
    assert "市の判断待ち" in said(city.say("kakari", "再委託"))
    assert "再委託の申請はありません" in said(city.say("other", "再委託"))
    assert "ひばりコールセンター" in said(city.say("desk", "再委託 見守り"))


def test_an_application_waits_for_the_owner(city, matter):
    applied(city, matter)

    def due(aad):
        person = city.person(aad)
        return [line.what for line in city.read(lambda tx: jobs.due_for(tx, person, TODAY))]

    assert due("kakari") == ["records.subcontracts.what.decide"]
    assert due("other") == []


def test_what_an_application_refuses_comes_back_on_it(city, matter):
    one = applied(city, matter)
    twice = subcontracting.ApplySubcontract(subcontract_id=one.id, version=2, on=TODAY)
    back = city.mistyped("desk", twice)
    assert "申請の内容" in back and "ひばりコールセンター株式会社" in back
    assert "申請の内容" in city.mistyped("desk", decide(one))
