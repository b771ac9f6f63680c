"""What is kept of incidents, for how long, and what of it is one person's."""

from datetime import date, datetime

import pytest

from bot.records.jobs import incident_keeping as keeping
from bot.retention import Kind, Wanted
from tests.bot.records.conftest import TOKYO


@pytest.fixture
def closed(desk):
    one = desk.report()
    desk.settle_all(one)
    desk.close(one)
    return desk.get(one)


def at(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=TOKYO)


WANTED = Wanted(kind=Kind.INCIDENTS, years=10)


def expired(city, day, wanted=WANTED):
    return city.read(lambda tx: keeping.expired(tx, at(day), wanted))


def test_a_closed_case_is_kept_ten_years_from_april(city, closed):
    assert expired(city, date(2037, 3, 31)) == ()
    (found,) = expired(city, date(2037, 4, 1))
    assert (found.subject, found.id, found.until) == (closed.subject, closed.id, date(2037, 3, 31))


def test_an_open_case_is_never_over(city, desk):
    desk.report()
    assert expired(city, date(2099, 1, 1)) == ()


def test_what_belongs_to_an_agreement_or_a_person_is_found(city, desk):
    agreement = city.agreement()
    one = desk.report(partner="7")
    person = city.person("other").id
    for subject in (agreement.subject, f"person:{person}"):
        assert city.read(lambda tx, s=subject: keeping.around(tx, s)) == (one.subject,)
    assert city.read(lambda tx: keeping.around(tx, "course:1")) == ()


def test_what_is_disposed_of_is_gone_with_its_cards(city, desk, closed):
    other = desk.report(token="f2")
    assert city.write(lambda tx: keeping.dispose(tx, (closed.id, other.id), city.now)) == 1
    assert [one.id for one in desk.every()] == [other.id]
    states = {row.source_key: row.state for row in city.notices()}
    assert states[f"{closed.id}:"] == "withdrawn"
    assert states[f"{other.id}:"] == "open"


def test_what_one_reported_is_ones_own(city, desk):
    one = desk.report()
    (own,) = city.read(lambda tx: keeping.personal_data(tx, city.person("other").id))
    assert (own["subject"], own["what"]) == (one.subject, "名簿を別の人に送った")
    assert city.read(lambda tx: keeping.personal_data(tx, city.person("officer").id)) == ()


def test_a_person_is_taken_out_and_the_case_goes_on(city, desk, closed):
    officer, other = city.person("officer").id, city.person("other").id
    assert city.write(lambda tx: keeping.erase(tx, officer, city.now)) > 0
    assert city.write(lambda tx: keeping.erase(tx, other, city.now)) == 1
    kept = desk.get(closed)
    assert (kept.reporter, kept.closed_by) == (None, None)
    assert {step.by for step in kept.steps} == {0}
