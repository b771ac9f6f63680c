"""「台帳」: for auditors and the officer alone, newest first, and itself an entry."""

from datetime import timedelta

import pytest

from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.records.turns import ledger
from cards.records import ledger as view
from cards.records.verbs import inspections, keeping
from cards.records.verbs.ledger import ShowLedger
from tests.bot.records.conftest import PEOPLE, said

READERS = ("auditor", "officer")
OTHERS = tuple(row[0] for row in PEOPLE if row[0] not in READERS)


@pytest.fixture
def busy(city):
    """係長 has pressed ten times on two matters; a job has run."""

    def work(tx):
        who = Actor.press(pseudonyms.of(tx, city.person("kakari").id))
        for number in range(10):
            subject = f"agreement:{number % 2 + 1}"
            record(tx, who, at=city.now, act="agreements.show", subject=subject, why="確認のため")
        record(tx, Actor.job("agreements.due"), at=city.now, act="x.y", subject="agreement:1")

    city.write(work)
    return city


@pytest.mark.parametrize("aad", READERS)
def test_auditor_and_officer_read_the_newest_with_names(busy, aad):
    told = said(busy.say(aad, "台帳"))
    assert "青木 一子" in told
    assert "自動（協定）" in told
    assert "目的：確認のため" in told


@pytest.mark.parametrize("aad", OTHERS)
def test_nobody_else_reads_it(busy, aad):
    assert busy.say(aad, "台帳") is None
    assert busy.refused(aad, ShowLedger()) == "common.refused.no_role"


def test_one_matter_is_read_alone(busy):
    told = said(busy.say("auditor", "台帳 agreement:2"))
    assert "対象：agreement:2" in told
    assert "agreement:1" not in told


def test_earlier_entries_are_a_press_away(busy):
    card = busy.press("auditor", ShowLedger(before=3))
    told = said(card)
    assert "2　" in told
    assert "11　" not in told


def test_what_belongs_to_an_agreement_is_read_under_it(city):
    matter, other = city.agreement(), city.agreement(number="22")
    city.press("desk", keeping.SetHold(ground="audit", matter=matter.subject, why="監査のため"))
    plan = {"topic": "安全管理", "planned_on": city.today + timedelta(days=3), "way": "visit"}
    city.press("desk", inspections.PlanInspection(subject=matter.subject, **plan))
    told = said(city.say("auditor", f"台帳 {matter.subject}"))
    assert "保留を設定" in told
    assert "点検を計画" in told
    assert "記録はありません" in said(city.say("auditor", f"台帳 {other.subject}"))


def test_each_look_is_an_entry_of_its_own(busy):
    busy.say("auditor", "ledger")
    busy.press("officer", ShowLedger(subject="agreement:1"))
    found = busy.ledger("records.show_ledger")
    assert [one.subject for one in found] == ["ledger", "agreement:1"]


def test_who_was_erased_is_named_no_more(busy):
    busy.write(lambda tx: pseudonyms.erase(tx, busy.person("kakari").id))
    told = said(busy.press("auditor", ShowLedger()))
    assert "青木 一子" not in told
    assert "氏名なし" in told


def test_a_card_holds_so_many_that_it_can_be_read(busy):
    card = busy.press("auditor", ShowLedger())
    assert said(card).count("協定を表示") <= view.MOST


def test_may_read_follows_the_role(city):
    assert ledger.may_read(city.person("auditor"))
    assert not ledger.may_read(city.person("desk"))


def test_a_name_that_somebody_types_in_place_of_a_matter_is_not_recorded(city):
    city.press("auditor", ShowLedger(subject="person:田中 はる"))
    assert city.ledger("records.show_ledger")[-1].subject == "ledger"
    city.press("auditor", ShowLedger(subject="agreement:7"))
    assert city.ledger("records.show_ledger")[-1].subject == "agreement:7"
