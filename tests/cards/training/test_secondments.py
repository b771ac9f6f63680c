import json
from dataclasses import replace
from datetime import date

from cards import training as view
from cards.lang import Lang
from cards.samples.classroom import Report, Secondment

JA = Lang("ja")
ONE, OWN = Secondment(), replace(Secondment(), own=True)
DONE = (Report(due_on=date(2026, 8, 31), sent_on=date(2026, 8, 28), text="窓口予約を整えました。"),)


def said(card) -> str:
    return json.dumps(card, ensure_ascii=False)


def verbs(card) -> list[str]:
    rows = [*card["body"], card]
    return [action["verb"] for row in rows for action in row.get("actions", ())]


def test_who_returns_first_stands_above_and_who_is_back_below():
    back = replace(ONE, host="かわべ市", end=date(2026, 3, 31))
    soon = replace(ONE, host="みなと町", end=date(2026, 12, 31))
    card = said(view.secondments(JA, (back, ONE, soon)))
    assert card.index("みなと町") < card.index("ゆうなぎ町") < card.index("かわべ市")
    assert "派遣終了" in card


def test_one_s_own_secondment_does_not_say_one_s_name():
    assert "朝霧 夏生" in said(view.secondment(JA, ONE))
    assert "朝霧 夏生" not in said(view.secondment(JA, OWN))


def test_only_the_person_writes_the_report_that_is_owed():
    write = "training.open_report"
    assert write in verbs(view.secondment(JA, OWN))
    assert write not in verbs(view.secondment(JA, ONE))
    assert write not in verbs(view.secondment(JA, replace(OWN, reports=DONE)))


def test_the_next_report_is_the_earliest_that_has_not_come():
    card = said(view.secondment(JA, OWN))
    assert "次の報告の期日（あと3日）" in card
    assert "・8月31日（月）期日・8月28日（金）に提出" in card


def test_a_report_is_awaited_kindly_once_its_day_has_passed():
    late = replace(OWN, today=date(2026, 12, 3))
    assert "期日のお知らせ" in said(view.report_due(JA, OWN))
    assert "お待ちしています" in said(view.report_due(JA, late))
    assert verbs(view.report_due(JA, late))[0] == "training.open_report"


def test_each_reminder_says_why_it_comes():
    for made in (view.report_due(JA, OWN), view.report_missing(JA, ONE)):
        assert "お送りしています" in said(made)


def test_no_notification_names_the_person():
    for made in (
        view.secondment(JA, ONE),
        view.report_missing(JA, ONE),
        view.report_arrived(JA, ONE),
        view.return_soon(JA, ONE),
    ):
        assert "朝霧" not in made["fallbackText"]


def test_the_desk_reads_the_latest_report():
    assert "窓口予約を整えました。" in said(view.report_arrived(JA, ONE))


def test_the_return_is_prepared_by_both_sides():
    assert "派遣先への引継ぎ" in said(view.return_soon(JA, OWN))
    assert "席・端末・アカウント" in said(view.return_soon(JA, ONE))
