"""Article 15 of the binder: an incident is never passed over for want of its agreement's number."""

import pytest

from bot.agreements.model import Kind
from bot.records.binder.collect import Sources, collect
from bot.records.model.binder import Standing
from bot.records.model.incidents import Account, Certainty, Facts, Incident
from bot.records.rules import incident_places
from bot.records.rules.incident_clocks import open_clocks
from bot.records.store import incidents
from cards.records.verbs import incidents as verbs
from tests.bot.records.conftest import AGREEMENT, TODAY

TITLE = "見守り活動に係る個人情報の取扱いに関する覚書"


@pytest.fixture
def memorandum(city):
    return city.agreement(title=TITLE, number="9", kind=Kind.MEMORANDUM)


def report(city, partner, **more):
    given = {"token": partner, "what": "名簿を別の人に送った", "records": "氏名", **more}
    known = {"known_on": TODAY, "known_at": "08:00"}
    city.press("other", verbs.ReportIncident(partner=partner, **known, **given))


def finding(city, number="9"):
    binder = city.read(lambda tx: collect(tx, Sources(slices=(), today=city.today)))
    chapter = next(one for one in binder.chapters if one.number == number)
    return next(one for one in chapter.findings if one.requirement.key == "incidents")


def whats(found):
    return [one.what for one in (*found.lacks, *found.proofs, *found.notes)]


def test_nothing_was_reported(city, memorandum):
    found = finding(city)
    assert (whats(found), found.standing) == (["no_incident"], Standing.NO_CASE)


def test_an_incident_of_the_agreement_is_its_own(city, memorandum):
    report(city, "協定番号 9")
    assert whats(finding(city)) == ["incident_open"]


@pytest.mark.parametrize("partner", ["ひのでロジ株式会社", "ひのでロジ", "ひのでロジの三宅さん"])
def test_an_open_incident_that_names_the_other_side_may_be_its_own(city, memorandum, partner):
    report(city, partner)
    found = finding(city)
    assert (whats(found), found.standing) == (["incident_named"], Standing.MISSING)


def test_an_incident_that_nobody_has_placed_stands_at_every_agreement_until_it_is_closed(
    city, memorandum
):
    report(city, "どこかの会社")
    found = finding(city)
    assert (whats(found), found.standing) == (["incident_loose"], Standing.MISSING)
    assert found.lacks[0].facts == {"count": 1}
    close(city)
    assert whats(finding(city)) == ["no_incident"]


def close(city):
    (one,) = city.read(incidents.every)
    shown = {"incident_id": one.id}
    for version, clock in enumerate(open_clocks(one), one.version):
        settle = {"step": clock.step.value, "on": TODAY}
        city.press("officer", verbs.SettleIncidentStep(version=version, **shown, **settle))
    version = one.version + len(open_clocks(one))
    city.press("officer", verbs.CloseIncident(version=version, reason="済んだ", **shown))


def test_a_closed_incident_that_names_the_other_side_is_shown_with_its_end(city, memorandum):
    report(city, "ひのでロジ")
    close(city)
    found = finding(city)
    assert (whats(found), found.standing) == (["incident_named_closed"], Standing.PROVED)


def test_an_agreement_of_an_incident_has_a_page_whatever_it_is_called(city):
    city.agreement(number="12")
    report(city, "12")
    assert whats(finding(city, "12")) == ["incident_open"]


def _case(**words):
    return Incident(
        id=1,
        known_at=None,
        known_on=TODAY,
        opened_at=None,
        opened_on=TODAY,
        facts=Facts(certainty=Certainty.HAPPENED),
        account=Account(**words),
        said_on=TODAY,
    )


@pytest.mark.parametrize(
    ("words", "is_it"),
    [
        ("協定番号７", True),
        ("agreement 7", True),
        ("協定 第7号", True),
        ("協定番号 77", False),
        ("7人分", False),
        ("見守り活動に関する 協定で起きた", True),
        ("株式会社", False),
        ("あかつき市", False),
    ],
)
def test_an_agreement_is_named_by_number_title_or_other_side(words, is_it):
    assert incident_places.may_mean(_case(told=words), AGREEMENT) is is_it
