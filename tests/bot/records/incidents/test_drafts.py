"""文案: all items of the law, filled with what is known, blanks named."""

from dataclasses import replace

import pytest

from bot.errors import NotFound, Refused
from bot.records.turns.incident_drafts import DRAFT
from bot.turns.links import Link
from cards.lang import SOURCE, Lang
from cards.records import incident_drafts as drafts
from cards.records.verbs import incidents as verbs
from cards.samples.records_incidents import NUMBERS, OPEN, SETTLED, TOLD
from tests.bot.records.conftest import RECORDS, said

NINE = (
    "概要",
    "項目",
    "本人の数",
    "原因",
    "二次被害",
    "本人への対応",
    "公表",
    "再発防止",
    "その他",
)


@pytest.mark.parametrize("kind", ["first", "final", "first_numbers", "final_numbers"])
def test_a_report_has_all_nine_items(kind):
    made = drafts.draft(NUMBERS, kind)
    names = "\n".join(item.name for item in made.items)
    for item in NINE:
        assert item in names
    assert "第68条" in made.lead or "第29条の4" in made.lead


def test_the_notice_to_the_people_has_its_five():
    names = [item.name for item in drafts.draft(OPEN, "persons").items]
    assert [name[0] for name in names[:5]] == ["1", "2", "3", "4", "5"]
    for item, name in zip(("概要", "項目", "原因", "二次被害", "その他"), names, strict=False):
        assert item in name
    assert not any("本人の数" in name for name in names)


def test_what_is_known_stands_in_it_and_blanks_are_named():
    made = drafts.draft(TOLD, "first")
    assert "宛先の候補を確かめなかった" in made.text
    assert "約42人" in made.text
    assert "規則第43条第1号" in made.text
    assert any("二次被害" in blank for blank in made.blanks)
    assert not any("原因" in blank for blank in made.blanks)
    assert made.text.count("【未記入】") == len(made.blanks)


def test_what_was_settled_is_told_by_itself():
    text = drafts.draft(SETTLED, "final").text
    assert "通知が困難" in text and "窓口を設けた" in text
    assert "公表しないこととしました" in text


def test_an_uncounted_case_leaves_the_number_blank():
    made = drafts.draft(NUMBERS, "first")
    assert any("本人の数" in blank for blank in made.blanks)


def test_a_report_that_nobody_owes_says_so():
    none = replace(OPEN, act=replace(OPEN.act, grounds=()))
    assert "任意の報告" in drafts.draft(none, "first").text


def test_on_paper_every_word_is_escaped():
    account = replace(OPEN.account, what="<script>alert(1)</script>")
    page = drafts.draft_page(
        Lang(SOURCE), replace(OPEN, account=account), "first", at=OPEN.opened_at
    )
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert "【未記入】" in page


def test_taking_a_draft_stands_in_the_ledger(city, desk):
    one = desk.report()
    card = city.press("officer", verbs.DraftIncident(incident_id=one.id, draft="final"))
    assert "名簿を別の人に送った" in said(card)
    (entry,) = city.ledger("records.draft_incident")
    assert entry.detail == '{"draft":"final"}'


def opened(city, aad, subject):
    link = Link(aad_object_id=aad, page=DRAFT, subject=subject)
    return city.write(lambda tx: RECORDS.router.open(city.turn(tx, aad), link))


def test_a_link_opens_it_for_who_leads_alone(city, desk):
    one = desk.report()
    page = opened(city, "officer", f"{one.subject}:first")
    assert "名簿を別の人に送った" in page.body.decode()
    assert len(city.ledger(DRAFT)) == 1
    with pytest.raises(Refused):
        opened(city, "auditor", f"{one.subject}:first")
    with pytest.raises(NotFound):
        opened(city, "officer", "agreement:1")
    with pytest.raises(Refused):
        opened(city, "officer", f"{one.subject}:anything")
