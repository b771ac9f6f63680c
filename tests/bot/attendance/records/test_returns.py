"""出席停止 until its end: families are asked gently, the school decides the day of return."""

from datetime import date, timedelta

from bot.attendance import health, suspending
from bot.attendance.model import SuspensionState
from cards.attendance.verbs import health as verbs
from tests.bot.attendance.records.conftest import NOW, said

DAY = timedelta(days=1)


def _verb(city, verb, **more):
    one = city.only()
    return verb(suspension_id=one.id, version=one.version, **more)


def test_the_family_is_asked_once_a_day_until_the_end_is_known(city):
    city.confirm("mother")
    city.order()
    key = f"{city.only().id}:2026-11-25:{city.person('mother').id}"
    for _ in range(2):
        city.morning(NOW.date() + DAY)
    assert [one.key for one in city.posted(suspending.ASKED)] == [key]
    city.morning(NOW.date() + 2 * DAY)
    assert len(city.posted(suspending.ASKED)) == 2
    told = verbs.TellEnded(suspension_id=city.only().id, ended_on=city.today)
    city.press("mother", told)
    city.morning(NOW.date() + 3 * DAY)
    assert len(city.posted(suspending.ASKED)) == 2
    (decidable,) = city.posted(suspending.DECIDABLE)
    assert decidable.to == {city.person("nurse").id}


def test_what_is_planned_is_what_is_asked(city):
    city.confirm("mother")
    one = city.order()
    last = NOW.date() + timedelta(days=9)
    planned = city.read(lambda tx: health.planned(tx, NOW.date(), last))
    for ahead in range(1, 10):
        city.morning(NOW.date() + timedelta(days=ahead))
    asked = city.posted(suspending.ASKED)
    assert [(one.key, frozenset(one.to)) for one in planned] == [(p.key, p.to) for p in asked]
    assert all(day.weekday() < 5 for day in (p.due_at for p in asked))
    assert {one.subject for one in planned} == {one.subject}


def test_nobody_is_asked_at_night(city):
    city.confirm("mother")
    city.order()
    city.morning(city.later(1), hour=5)
    assert city.posted(suspending.ASKED) == []
    city.morning(city.today)
    assert len(city.posted(suspending.ASKED)) == 1


def test_a_second_fever_resets_the_day_and_the_return(city):
    city.confirm("mother")
    city.order()
    city.now += 4 * DAY
    city.press("mother", verbs.TellEnded(suspension_id=city.only().id, ended_on=city.today))
    assert city.only().ended_on == city.today
    city.press("mother", verbs.StillIll(suspension_id=city.only().id))
    assert city.only().ended_on is None
    assert city.only().returns_on is None


def test_a_day_to_come_is_no_end(city):
    city.confirm("mother")
    one = city.order()
    later = verbs.TellEnded(suspension_id=one.id, ended_on=city.later(1))
    city.refused("mother", later)
    assert city.only().ended_on is None


def test_the_school_decides_the_return_and_it_ends_by_itself(city):
    """Influenza from the 24th, fever gone on the 26th: max(6, d+3), then the next 授業日."""
    city.confirm("mother")
    city.order()
    city.now += 2 * DAY
    city.press("nurse", _verb(city, verbs.SetSuspensionDays, onset=NOW.date(), ended_on=city.today))
    form = city.press("nurse", verbs.OpenReturn(suspension_id=city.only().id))
    assert "2026年11月30日（月）" in said(form)
    decide = _verb(city, verbs.DecideReturn, returns_on=date(2026, 11, 30))
    city.press("nurse", decide)
    mother = {city.person("mother").id}
    told = [one.key.split(":")[1] for one in city.posted(suspending.TOLD) if one.to == mother]
    assert told == ["order", "return"]
    city.morning(date(2026, 11, 27))
    assert city.only().state is SuspensionState.ORDERED
    city.morning(date(2026, 11, 30))
    assert city.only().state is SuspensionState.ENDED
    for kind in (*suspending.OF_STAFF, *suspending.OF_FAMILY):
        for one in city.posted(kind):
            assert "suspension_id" not in str(one.cards)


def test_a_return_before_the_laws_day_is_refused(city):
    city.order()
    city.now += 2 * DAY
    city.press("nurse", _verb(city, verbs.SetSuspensionDays, onset=NOW.date(), ended_on=city.today))
    city.refused("nurse", _verb(city, verbs.DecideReturn, returns_on=date(2026, 11, 27)))
    assert city.only().returns_on is None


def test_a_doctor_may_shorten_influenza_but_not_covid(city):
    city.order(disease="covid_19")
    city.now += 2 * DAY
    known = {"onset": NOW.date(), "ended_on": city.today, "cleared_on": city.today}
    city.press("nurse", _verb(city, verbs.SetSuspensionDays, **known))
    city.refused("nurse", _verb(city, verbs.DecideReturn, returns_on=date(2026, 11, 27)))
    assert city.only().returns_on is None
