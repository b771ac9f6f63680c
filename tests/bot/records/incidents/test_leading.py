"""The officer's work on a case: facts, account, steps by name, the end; deputies and others."""

from datetime import date, time

import pytest

from bot.errors import Stale
from bot.records.model.incidents import State, Step, Way
from bot.records.rules.incident_moments import Kind
from bot.records.telling import incident_whom
from cards.records.verbs import incidents as verbs
from tests.bot.records.conftest import said


def show(city, one, aad="officer"):
    return said(city.press(aad, verbs.ShowIncident(incident_id=one.id)))


def facts(one, **more):
    given = {"known_on": one.known_on, "known_at": "08:00", "people": 3, **more}
    return verbs.CorrectIncident(incident_id=one.id, version=one.version, **given)


def test_the_card_shows_every_clock_and_what_is_owed(city, desk):
    card = show(city, desk.report())
    for words in ("速報", "確報", "本人への通知", "公表", "再発防止", "要配慮個人情報が含まれる"):
        assert words in card
    assert "2026年11月30日" in card  # the fifth day is a Saturday


def test_the_board_of_education_reports_for_itself(city, desk, monkeypatch):
    from bot.attendance.store import schools

    assert "情報を保有する機関" in show(city, desk.report())
    monkeypatch.setattr(schools, "every", lambda tx: ("a school",))
    assert "教育委員会が自ら報告" in show(city, desk.newest())


def test_corrected_facts_move_the_clocks(city, desk):
    one = desk.report(known_on=date(2026, 11, 24), known_at="08:00")
    city.press("officer", facts(one, sensitive=False))
    assert "報告の義務はありません" in show(city, one)
    city.press("officer", facts(desk.get(one), purpose=True, known_on=date(2026, 11, 20)))
    after = desk.get(one)
    assert after.known_on == date(2026, 11, 20)
    assert "2027年1月18日" in show(city, one)  # sixty days
    (_, entry) = city.ledger("records.correct_incident")
    assert entry.detail == '{"known_on":["2026-11-24","2026-11-20"]}'


def test_what_is_corrected_keeps_its_agreement(city, desk):
    agreement = city.agreement()
    one = desk.report(partner="7")
    form = city.press("officer", verbs.OpenIncidentFacts(incident_id=one.id))
    (partner,) = (part for part in form["body"] if part.get("id") == "partner")
    city.press("officer", facts(one, partner=partner["value"]))
    assert desk.get(one).agreement == agreement.id


def test_an_old_card_is_stale(city, desk):
    one = desk.report()
    city.press("officer", facts(one))
    with pytest.raises(Stale):
        city.press("officer", facts(one))


def test_the_account_goes_into_the_case(city, desk):
    one = desk.report()
    verb = verbs.WriteIncidentAccount(
        incident_id=one.id, version=1, what="誤送信", records="氏名", cause="宛先の見落とし"
    )
    city.press("officer", verb)
    assert desk.get(one).account.cause == "宛先の見落とし"


def test_steps_are_pressed_by_name_with_receipt(city, desk):
    one = desk.report()
    card = said(desk.settle(one, "first", receipt="第1234号"))
    assert "第1234号" in card and "佐々 九子" in card
    done = desk.get(one).done(Step.FIRST)
    assert (done.by, done.receipt) == (city.person("officer").id, "第1234号")
    (entry,) = city.ledger("records.settle_incident_step")
    assert entry.subject == one.subject
    assert "1234" not in entry.detail


def test_a_refused_step_comes_back_on_its_form(city, desk):
    one = desk.report()
    version = desk.get(one).version
    verb = verbs.SettleIncidentStep(
        incident_id=one.id, version=version, step="persons", on=city.today, way="instead"
    )
    assert "代わりの措置" in city.mistyped("officer", verb)


def test_a_step_written_down_by_mistake_is_open_again(city, desk):
    one = desk.report()
    opening = verbs.OpenIncidentStep(incident_id=one.id, step="first")
    assert "まだ行っていない" not in said(city.press("officer", opening))
    desk.settle(one, "first", receipt="第1234号")
    assert "まだ行っていない" in said(city.press("officer", opening))
    card = said(desk.settle(one, "first", way="undone", note="別の事故の分だった", again=True))
    assert "第1234号" not in card
    assert due_of(city)[0].what == "records.incidents.what.first"
    assert "第1234号" not in city.sent("records.incident_opened")[0]
    (_, entry) = city.ledger("records.settle_incident_step")
    assert '"way":"undone"' in entry.detail


def test_a_duty_that_comes_to_light_after_its_day_is_told_at_once(city, desk):
    one = desk.report(people=5, sensitive=False)
    city.at(date(2026, 12, 3), time(10, 0))
    assert city.notices(Kind.LATE.value) == []
    city.press("officer", facts(desk.get(one), sensitive=True))
    (notice,) = city.notices(Kind.LATE.value)
    assert city.person("desk").id in city.recipients(notice.id)
    city.press("officer", facts(desk.get(one), sensitive=True, people=4))
    assert len(city.notices(Kind.LATE.value)) == 1


def test_whoever_stands_above_the_officer_sees_what_is_owed_and_no_word(city, desk, monkeypatch):
    one = desk.report()
    bucho = city.person("bucho").id
    monkeypatch.setattr(incident_whom, "_superiors", lambda tx, on: (bucho,))
    card = show(city, one, "bucho")
    assert "速報" in card and "名簿" not in card
    opening = verbs.OpenIncidentStep(incident_id=one.id, step="first")
    assert city.refused("bucho", opening) == "records.incidents.refused.not_reader"


def test_the_people_may_be_protected_otherwise_where_telling_is_too_hard(city, desk):
    one = desk.report()
    desk.settle(one, "persons", way="instead", note="窓口を設けた")
    assert desk.get(one).done(Step.PERSONS).way is Way.INSTEAD


def test_every_posted_copy_follows(city, desk):
    one = desk.report()
    desk.settle(one, "first", receipt="第1234号")
    assert "第1234号" in city.sent("records.incident_opened")[0]
    assert "第1234号" not in city.sent("records.incident_opened_above")[0]


def test_a_case_is_closed_by_name_when_nothing_is_owed(city, desk):
    one = desk.report()
    opening = verbs.OpenIncidentClosing(incident_id=one.id)
    assert city.refused("officer", opening) == "records.incidents.refused.steps_owed"
    desk.settle_all(one)
    assert "閉じる理由" in said(city.press("officer", opening))
    card = said(desk.close(one))
    assert "佐々 九子" in card and "すべて済んだ" in card
    after = desk.get(one)
    assert (after.state, after.closed_by) == (State.CLOSED, city.person("officer").id)


def test_a_closed_case_is_told_of_no_more_and_can_be_opened_again(city, desk):
    one = desk.report()
    desk.settle_all(one)
    desk.close(one)
    assert city.planned(city.today, date(2027, 12, 31)) == () or all(
        notice.subject != one.subject for notice in city.planned(city.today, date(2027, 12, 31))
    )
    version = desk.get(one).version
    city.press("officer", verbs.ReopenIncident(incident_id=one.id, version=version))
    assert desk.get(one).is_open


def test_a_deputy_leads_but_closes_on_instruction_alone(city, desk):
    one = desk.report()
    city.away("officer", "shusa")
    desk.settle(one, "first", aad="shusa")
    (entry,) = city.ledger("records.settle_incident_step")
    assert entry.deputy_for
    for step in ("persons", "public", "final", "prevention"):
        desk.settle(one, step, aad="shusa")
    assert "だれの指示" in said(city.press("shusa", verbs.OpenIncidentClosing(incident_id=one.id)))
    version = desk.get(one).version
    bare = verbs.CloseIncident(incident_id=one.id, version=version, reason="済んだ")
    assert "だれの指示" in city.mistyped("shusa", bare)
    desk.close(one, aad="shusa", instruction="佐々 九子、11月24日")
    assert not desk.get(one).is_open


def test_a_deputy_of_somebody_who_is_away_hears_of_it(city, desk):
    city.away("officer", "shusa")
    desk.report()
    (notice,) = city.notices("records.incident_opened")
    assert city.recipients(notice.id) == {city.person("shusa").id}


def test_after_the_deputys_days_nothing_is_left_to_press(city, desk):
    one = desk.report()
    city.away("officer", "shusa")
    city.at(date(2026, 11, 25), time(9, 0))
    verb = verbs.OpenIncidentStep(incident_id=one.id, step="first")
    assert city.refused("shusa", verb) == "records.incidents.refused.not_reader"


def test_it_stays_open_after_the_end_of_its_agreement(city, desk):
    city.agreement(end=date(2026, 11, 30))
    one = desk.report(partner="7")
    desk.until(date(2027, 1, 8))
    assert desk.get(one).is_open
    assert any(one.subject == line.subject for line in due_of(city))


def due_of(city, aad="officer"):
    from tests.bot.records.conftest import RECORDS

    person = city.person(aad)
    return city.read(lambda tx: RECORDS.due_for(tx, person, city.today))


def test_what_waits_is_in_todays_list_of_who_leads(city, desk):
    one = desk.report()
    (line,) = due_of(city)
    assert (line.day, line.what) == (date(2026, 11, 30), "records.incidents.what.first")
    assert line.urgent and line.show == verbs.ShowIncident(incident_id=one.id)
    assert due_of(city, "kakari") == ()
    desk.settle_all(one)
    assert due_of(city)[0].what == "records.incidents.what.closing"
    desk.close(one)
    assert due_of(city) == ()


def test_the_list_has_numbers_and_days_and_no_words(city, desk):
    one = desk.report()
    card = said(city.say("officer", "事故一覧"))
    assert f"第{one.id}号" in card and "速報" in card
    assert "名簿" not in card
    assert "最初に気づいた日" in said(city.say("other", "事故"))  # who may not read may report
    assert city.say("pupil", "事故") is None
    verb = verbs.Incidents()
    assert city.refused("pupil", verb) == "records.incidents.refused.not_reader"


def test_who_reported_a_case_finds_it_again_and_how_far_it_is(city, desk):
    one = desk.report()
    card = said(city.say("other", "事故一覧"))
    assert "あなたが報告した事故" in card and f"第{one.id}号" in card
    assert "対応しています" in card
    assert "名簿" not in card and "速報" not in card
    assert f"第{one.id}号" in said(city.say("other", "事故"))  # below the form
    assert "あなたが報告した事故はありません" in said(city.say("shusa", "事故一覧"))
    assert "第" not in said(city.press("board", verbs.Incidents()))
    desk.settle_all(one)
    desk.close(one)
    assert "対応が終わりました" in said(city.say("other", "事故一覧"))


def test_a_case_that_cant_be_closed_comes_back_with_the_open_steps_by_name(city, desk):
    one = desk.report()
    desk.settle(one, "first")
    card = city.mistyped("officer", verbs.OpenIncidentClosing(incident_id=one.id))
    said_why = next(line for line in card.splitlines() if "閉じられません" in line)
    assert "確報" in said_why and "本人への通知" in said_why and "速報" not in said_why
    assert "期限と対応" in card and "事実を直す" in card  # the case itself, with its buttons
    closing = verbs.CloseIncident(incident_id=one.id, version=2, reason="済んだ")
    assert "期限と対応" in city.mistyped("officer", closing)


def test_what_a_closed_case_refuses_comes_back_on_the_case(city, desk):
    one = desk.report()
    desk.settle_all(one)
    desk.close(one)
    for verb in (
        verbs.OpenIncidentFacts(incident_id=one.id),
        verbs.OpenIncidentAccount(incident_id=one.id),
        verbs.OpenIncidentStep(incident_id=one.id, step="first"),
    ):
        card = city.mistyped("officer", verb)
        assert "この事故は閉じられています" in card and "もう一度開く" in card


@pytest.mark.parametrize(
    "words", ["協定番号 7", "協定番号７、ひのでロジ", "協定番号 7、見守り活動に関する協定"]
)
def test_an_agreement_is_found_by_its_number_in_words(city, desk, words):
    agreement = city.agreement()
    assert desk.report(partner=words).agreement == agreement.id


@pytest.mark.parametrize("words", ["協定番号 8", "協定番号 7、べつの会社", "ひのでロジ株式会社"])
def test_what_names_no_agreement_for_certain_stays_as_it_was_written(city, desk, words):
    city.agreement()
    one = desk.report(partner=words)
    assert (one.agreement, one.account.partner) == (None, words)


def test_looking_at_a_case_stands_in_the_ledger(city, desk):
    one = desk.report()
    show(city, one, "auditor")
    (entry,) = city.ledger("records.show_incident")
    assert entry.subject == one.subject


def test_it_is_called_by_its_number(city, desk):
    from tests.bot.records.conftest import RECORDS

    one = desk.report()
    assert city.read(lambda tx: RECORDS.title_of(tx, one.subject)) == f"事故 第{one.id}号"
    assert city.read(lambda tx: RECORDS.title_of(tx, "incident:99")) == ""
