"""再委託, 点検 and 取扱台帳 offer the agreements on personal information to go on with."""

import pytest

from bot.agreements.model import Kind
from bot.duties import store as duties
from bot.duties.model import Duty, Obligor
from cards.records.verbs import inspections as inspecting
from cards.records.verbs import registers as listing
from cards.records.verbs import subcontracts as subcontracting
from tests.bot.records.conftest import TODAY, said

TITLE = "くらし応援アプリに係る個人情報の取扱いに関する覚書"
OTHER = "くらし応援アプリ運営業務委託契約"


@pytest.fixture
def memorandum(city):
    return city.agreement(title=TITLE, number="9", kind=Kind.MEMORANDUM)


@pytest.fixture
def contract(city):
    return city.agreement(title=OTHER, number="8", kind=Kind.CONTRACT)


def verbs_in(card):
    """The name and fields of every press that a card offers."""
    if isinstance(card, dict):
        found = [card["data"]] if isinstance(card.get("data"), dict) else []
        return [*found, *(one for value in card.values() for one in verbs_in(value))]
    return [one for value in card for one in verbs_in(value)] if isinstance(card, list) else []


def offers(card, verb):
    wanted = verb.data()
    return any(wanted.items() <= one.items() for one in verbs_in(card))


@pytest.mark.parametrize("who", ["desk", "kakari", "auditor"])
def test_without_any_yet_the_agreements_stand_there_to_open(city, memorandum, contract, who):
    for words, verb in (
        ("再委託", subcontracting.Subcontracts(agreement_id=memorandum.id)),
        ("点検", inspecting.Inspections(subject=memorandum.subject)),
    ):
        card = city.say(who, words)
        assert TITLE in said(card) and OTHER not in said(card)
        assert offers(card, verb)


def test_a_word_that_fits_several_offers_these_and_one_that_fits_one_opens_it(
    city, memorandum, contract
):
    card = city.say("desk", "再委託 くらし応援")
    shown = said(card)
    assert shown.index(TITLE) < shown.index(OTHER)  # the one on personal information first
    assert offers(card, subcontracting.Subcontracts(agreement_id=memorandum.id))
    assert "申請を記入" in said(city.say("desk", "再委託 覚書"))
    assert "点検を計画" in said(city.say("desk", "点検 覚書"))
    assert "「みどり」に当てはまる協定はありません" in said(city.say("desk", "点検 みどり"))


def test_others_agreements_are_offered_to_nobody(city, memorandum):
    assert TITLE not in said(city.say("other", "再委託"))


def test_all_agreements_on_personal_information_are_listed_the_most_lacking_first(
    city, memorandum, contract
):
    whole = city.agreement(title="個人情報の保護に関する協定", number="10")
    for row in (
        listing.SaveResponsible(subject=whole.subject, person="三宅 恵", since=TODAY),
        listing.SaveWorkplace(subject=whole.subject, place="本社", since=TODAY),
    ):
        city.press("desk", row)
    shown = said(city.say("desk", "取扱台帳"))
    assert OTHER not in shown
    assert shown.index(TITLE) < shown.index(whole.title)


def test_what_has_nothing_to_do_with_personal_information_lacks_nothing(city, contract):
    shown = said(city.say("desk", "取扱台帳 くらし応援"))
    assert "個人情報の取扱いの定めが見当たらない" in shown and "不足が" not in shown
    duty = Duty(id=0, source=contract.subject, kind="copy_ban", obligor=Obligor.OTSU)
    city.write(lambda tx: duties.add(tx, duty))
    assert "不足が" in said(city.say("desk", "取扱台帳 くらし応援"))
