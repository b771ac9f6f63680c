"""The day's head goes to the desk's card of the month, and to the binder."""

from datetime import date, time, timedelta

from bot.ledger import anchors
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.records.jobs import anchors as jobs
from tests.bot.records.conftest import City


def act(city: City) -> None:
    city.write(lambda tx: record(tx, Actor.press("p"), at=city.now, act="x", subject="s"))


def day(city: City, on: date, clock: time = time(8, 31)) -> None:
    city.at(on, clock)
    act(city)
    city.tick()


def test_each_day_is_noted_also_at_weekends(city):
    first = date(2026, 11, 27)  # a Friday
    for ahead in range(4):
        day(city, first + timedelta(days=ahead), time(0, 1))
    found = city.read(anchors.unfiled)
    assert [one.day for one in found] == [first + timedelta(days=ahead) for ahead in range(4)]


def test_the_agreement_desk_gets_one_card_a_month(city):
    for on in (date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)):
        day(city, on)
    (notice,) = city.notices(jobs.KIND)
    desk = {city.person(aad).id for aad in ("desk", "desk2")}
    assert city.recipients(notice.id) == desk
    (card,) = city.sent(jobs.KIND)
    for one in city.read(anchors.unfiled):
        assert one.hash in card


def test_the_next_month_has_a_card_of_its_own(city):
    day(city, date(2026, 11, 30))
    day(city, date(2026, 12, 1))
    assert len(city.notices(jobs.KIND)) == 2
    assert city.notices(jobs.KIND)[0].close_at is not None


def test_no_card_goes_out_at_night_or_on_closed_days(city):
    day(city, date(2026, 11, 24), time(0, 1))
    day(city, date(2026, 11, 28), time(10, 0))  # a Saturday
    assert city.notices(jobs.KIND) == []
    day(city, date(2026, 11, 30))
    (card,) = city.sent(jobs.KIND)
    assert "11月28日" in card


def test_a_second_tick_of_the_day_changes_nothing(city):
    day(city, date(2026, 11, 24))
    (before,) = city.notices(jobs.KIND)
    act(city)
    city.tick()
    (after,) = city.notices(jobs.KIND)
    assert after.revision == before.revision


def test_what_is_planned_is_what_is_posted(city):
    city.at(date(2026, 11, 24))
    act(city)
    last = date(2027, 2, 28)
    planned = [one for one in city.planned(city.today, last) if one.kind == jobs.KIND]
    on = city.today
    while on <= last:
        day(city, on)
        on += timedelta(days=1)
    posted = city.notices(jobs.KIND)
    assert [(one.on, one.key) for one in planned] == [
        (one.due_at.astimezone(city.now.tzinfo).date(), one.source_key) for one in posted
    ]
    assert {one.to for one in planned} == {tuple(sorted(city.recipients(posted[0].id)))}


def test_nothing_is_planned_while_the_ledger_is_empty(city):
    city.write(lambda tx: tx.run(jobs.verify.HEAD.delete()))
    found = city.planned(city.today, city.today + timedelta(days=60))
    assert [one for one in found if one.kind == jobs.KIND] == []


def test_the_binder_is_told_until_when_and_what_is_missing(city):
    (missing,) = city.read(lambda tx: jobs.evidence(tx, "ledger"))
    assert missing["gap"]
    day(city, date(2026, 11, 24))
    (found,) = city.read(lambda tx: jobs.evidence(tx, "ledger"))
    assert found["on"] == date(2026, 11, 24)
    assert city.read(lambda tx: jobs.evidence(tx, "10")) == ()
