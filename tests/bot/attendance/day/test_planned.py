"""What the plan shows is what the clock posts, over school days on which nobody presses."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.attendance.model import DayKind
from bot.attendance.slice import SLICE
from bot.settings import Settings
from bot.storage.store import open_storage
from cards.attendance.verbs import day as verbs
from tests.bot.attendance.day.conftest import ONE_DAY, Day, as_told
from tests.bot.attendance.staff.conftest import TENANT

WED = date(2026, 11, 25)


def followed(day: Day, last: date) -> set[str]:
    """From tomorrow on nothing is pressed: all that comes was planned. Which kinds came."""
    day.run_to(23, 0)
    before = day.last_notice()
    planned = as_told(day.planned(day.today + ONE_DAY, last))
    day.over(last)
    assert day.told(before) == planned
    return {one[1] for one in planned}


def test_a_week_of_mornings(day: Day) -> None:
    kinds = followed(day, WED + timedelta(days=7))
    assert {"attendance.roster", "attendance.morning", "attendance.summary"} <= kinds
    assert "attendance.night_list" in kinds


def test_holidays_closures_and_late_starts(day: Day) -> None:
    line = {"school": day.school().id}
    day.line(WED + timedelta(days=1), DayKind.HOLIDAY, school=0)
    day.line(WED + timedelta(days=2), DayKind.GRADE_CLOSED, grade=3, **line)
    day.line(WED + timedelta(days=3), DayKind.EVENT, **line)  # a Saturday
    followed(day, WED + timedelta(days=8))


def test_absences_that_are_known_already_grow_long(day: Day) -> None:
    day.run_to(7, 30)
    for key, days in (("P1", 30), ("P2", 4)):
        day.report(key, since=day.today, until=day.today + timedelta(days=days))
    kinds = followed(day, WED + timedelta(days=14))
    assert {"attendance.long_absence", "attendance.absence_duty"} <= kinds


def test_who_is_not_seen_as_agreed(day: Day) -> None:
    day.run_to(7, 30)
    day.report("P1", since=day.today, until=day.today + timedelta(days=30))
    day.run_to(9, 30, WED + timedelta(days=2))
    watch = day.watch()
    assert watch is not None
    day.press(
        "vice",
        verbs.SetRhythm(pupil_id=watch.pupil, version=watch.version, weekdays="0", seen_every=4),
    )
    assert "attendance.unseen" in followed(day, WED + timedelta(days=16))


def test_the_steps_of_an_open_search(day: Day) -> None:
    day.run_to(8, 30)
    day.missing("P1")
    day.tick()
    before = day.last_notice()
    planned = {one for one in as_told(day.planned(WED, WED)) if one[1] == "attendance.case"}
    day.over(WED)
    told = {one for one in day.told(before) if one[1] == "attendance.case"}
    assert told == planned
    assert len(told) == 4


@pytest.mark.parametrize("first", [date(2026, 12, 18), date(2027, 3, 24)])
def test_over_the_turn_of_the_year_and_of_the_school_year(day: Day, first: date) -> None:
    day.now = day.now.replace(year=first.year, month=first.month, day=first.day)
    day.tick()
    followed(day, first + timedelta(days=16))


def test_days_go_by_the_operators_zone_where_the_tenant_has_set_none(day: Day) -> None:
    """Ticks tell `now` in it: what is planned and when the clock stops must not differ."""
    london = ZoneInfo("Europe/London")
    url = f"sqlite:///{day.file}"
    storage = open_storage(Settings(database_url=url, timezone=london.key))
    since = datetime.combine(day.today, time(6, 0), london)
    found = storage.read_now(
        TENANT, lambda tx: SLICE.instants(tx, since, since + timedelta(hours=2))
    )
    assert {one.astimezone(london).time() for one in found} == {time(7, 0)}
    storage.close()
