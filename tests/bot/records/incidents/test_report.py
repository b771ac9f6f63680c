"""「事故報告」: any member of staff, in a minute; the clock runs from when somebody noticed."""

import json
from datetime import date, datetime, time
from types import SimpleNamespace

import pytest

from bot.people import store as people
from bot.people.model import Role
from bot.records.store.incident_rows import INCIDENT
from cards.records.verbs import incidents as verbs
from tests.bot.records.conftest import TOKYO, said

TYPED = SimpleNamespace(known_on=date(2026, 11, 24))
STAFF = ("kakari", "kacho", "shusa", "desk", "school", "officer", "auditor", "operator", "board")


def test_the_word_brings_the_form(city):
    card = city.say("other", "事故報告")
    assert "事故報告" in said(card)
    assert "最初に気づいた日" in said(card)
    assert "Report an incident" in said(city.say("other", "incident report", "en"))


@pytest.mark.parametrize("aad", STAFF)
def test_any_member_of_staff_may_report(city, desk, aad):
    assert desk.report(aad).reporter == city.person(aad).id


@pytest.mark.parametrize("aad", ["pupil", "guardian"])
def test_families_report_nothing(city, aad):
    verb = verbs.ReportIncident(
        token="f1", what="x", known_on=city.today, known_at="08:00", records="x"
    )
    assert city.refused(aad, verb) == "records.incidents.refused.not_staff"
    assert city.refused(aad, verbs.OpenIncidentReport()) == "records.incidents.refused.not_staff"


def test_the_clock_counts_from_the_time_that_was_typed(city, desk):
    city.at(date(2026, 11, 26), time(16, 0))
    one = desk.report(known_on=date(2026, 11, 24), known_at="17:45")
    assert one.known_at == datetime(2026, 11, 24, 17, 45, tzinfo=TOKYO)
    assert one.known_on == date(2026, 11, 24)
    assert one.opened_on == date(2026, 11, 26)


def test_a_time_to_come_and_no_time_are_refused_on_the_form(city):
    def sent(**more):
        given = {"known_on": city.today, "known_at": "08:00", **more}
        return verbs.ReportIncident(token="f1", what="誤送信", records="氏名", **given)

    assert "いまより後" in city.mistyped("other", sent(known_at="23:59"))
    assert "9:05" in city.mistyped("other", sent(known_at="朝"))
    assert "人数" in city.mistyped("other", sent(people=-1))
    form = city.mistyped("other", sent(known_at="23:59"))
    assert "誤送信" in form  # nothing that was typed is lost


def test_the_same_form_sent_twice_is_one_case(city, desk):
    first = desk.report()
    again = desk.report()
    assert first == again
    assert len(city.notices("records.incident_opened")) == 1
    assert len(city.ledger("records.report_incident")) == 1


def test_the_officer_hears_at_once_and_whole_the_desks_nothing_of_what_happened(city, desk):
    city.at(date(2026, 11, 22), time(2, 30))  # a Sunday night
    one = desk.report(partner="匿名の会社")
    (notice,) = city.notices("records.incident_opened")
    assert city.recipients(notice.id) == {city.person("officer").id}
    assert notice.due_at == city.now
    assert "名簿を別の人に送った" in city.sent("records.incident_opened")[0]
    (above,) = city.notices("records.incident_opened_above")
    desks = {city.person(aad).id for aad in ("desk", "desk2", "school")}
    assert city.recipients(above.id) == desks
    words = city.sent("records.incident_opened_above")[0]
    assert f"第{one.id}号" in words
    for kept in ("名簿", "氏名", "匿名"):
        assert kept not in words


def test_a_preview_says_no_word_of_it(city, desk):
    desk.report()
    (made,) = city.sent("records.incident_opened")
    assert "名簿" not in json.loads(made)["summary"]


def test_an_agreement_is_found_by_number_or_title_else_words_stay(city, desk):
    agreement = city.agreement()
    assert desk.report(partner="7").agreement == agreement.id
    assert desk.report(token="f2", partner=agreement.title).agreement == agreement.id
    other = desk.report(token="f3", partner="ひのでロジ")
    assert (other.agreement, other.account.partner, other.has_partner) == (None, "ひのでロジ", True)
    assert desk.report(token="f4").has_partner is False


def test_the_reporter_sees_how_far_it_is_and_no_more(city, desk):
    one = desk.report()
    shown = said(city.press("other", verbs.ShowIncident(incident_id=one.id)))
    assert "対応しています" in shown
    assert "名簿" not in shown


def test_the_ledger_has_no_word_of_it(city, desk):
    desk.report(partner="匿名の会社")
    entries = str([tuple(entry) for entry in city.ledger()])
    for word in ("名簿", "氏名", "匿名", "瀬川"):
        assert word not in entries
    row = city.read(lambda tx: tx.first(INCIDENT.select()))
    assert "名簿" not in str(tuple(row))


def test_without_an_officer_the_desks_hear_nevertheless(city, desk, monkeypatch):
    found = people.with_role

    def without(tx, role, on):
        return () if role is Role.SECURITY_OFFICER else found(tx, role, on)

    monkeypatch.setattr(people, "with_role", without)
    one = desk.report()
    (above,) = city.notices("records.incident_opened_above")
    assert city.person("desk").id in city.recipients(above.id)
    assert "対応する人をすぐに決め" in city.sent("records.incident_opened_above")[0]
    received = said(city.press("other", again(one)))  # the same form once more
    assert "上司に電話" in received and "責任者に知らせました" not in received
    desk.until(date(2026, 11, 26))
    (due,) = city.notices("records.incident_due")
    assert city.person("desk").id in city.recipients(due.id)


def again(one):
    return verbs.ReportIncident(
        token="f1", what="x", known_on=one.known_on, known_at="08:00", records="x"
    )


def test_without_officer_and_desk_the_operator_hears(city, desk, monkeypatch):
    found = people.with_role

    def operators(tx, role, on):
        return found(tx, role, on) if role is Role.OPERATOR else ()

    monkeypatch.setattr(people, "with_role", operators)
    desk.report()
    (above,) = city.notices("records.incident_opened_above")
    assert city.recipients(above.id) == {city.person("operator").id}


def test_an_officer_away_without_a_deputy_brings_in_those_above(city, desk, monkeypatch):
    officer = city.person("officer").id
    away = people.is_on_leave
    monkeypatch.setattr(
        people, "is_on_leave", lambda tx, one, on: one == officer or away(tx, one, on)
    )
    assert "上司に電話" in said(city.press("other", again(TYPED)))
    assert "対応する人をすぐに決め" in city.sent("records.incident_opened_above")[0]
