"""Slots over random calendars: free for all, at times at which the city meets, well spread."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.model import Slot
from bot.meetings.rules.slots import MOST, WorkingDay, free, propose
from bot.workdays import Calendar, Season, WorkingTimes

TOKYO = ZoneInfo("Asia/Tokyo")
HOURS = WorkingTimes(
    opens=time(9),
    closes=time(17),
    lunch_from=time(12),
    lunch_to=time(13),
    busy=(Season.read("03-20/04-10"),),
)
CALENDAR = Calendar()
HALF = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One search, as `propose` takes it."""

    window: Slot
    busy: tuple[tuple[Slot, ...], ...] = ()
    minutes: int = 60
    hours: WorkingTimes = HOURS
    calendar: Calendar = CALENDAR
    zone: ZoneInfo = TOKYO
    works: tuple[tuple[WorkingDay, ...], ...] = ()
    taken: tuple[Slot, ...] = ()

    def propose(self, most: int = MOST) -> tuple[Slot, ...]:
        return propose(
            self.busy,
            self.window,
            minutes=self.minutes,
            hours=self.hours,
            calendar=self.calendar,
            zone=self.zone,
            works=self.works,
            taken=self.taken,
            most=most,
        )

    def possible(self) -> list[Slot]:
        """Every slot at a full or half hour that `is_fine`, found the slow way."""
        start = self.window.start.astimezone(self.zone).replace(minute=0)
        found: list[Slot] = []
        while start < self.window.end:
            slot = Slot(start=start, end=start + timedelta(minutes=self.minutes))
            if self.is_fine(slot):
                found.append(slot)
            start += HALF
        return found

    def is_fine(self, slot: Slot) -> bool:
        day, hours = slot.start.date(), self.hours
        if not self.calendar.is_working(day) or any(s.covers(day) for s in hours.busy):
            return False
        if slot.end.date() != day or slot.start < self.window.start or slot.end > self.window.end:
            return False
        opens, closes = slot.start.time(), slot.end.time()
        at_lunch = opens < hours.lunch_to and hours.lunch_from < closes
        if opens < hours.opens or closes > hours.closes:
            return False
        if at_lunch and hours.lunch_from < hours.lunch_to:
            return False
        everybody = all(self._works(own, day, opens, closes) for own in self.works)
        return everybody and not any(overlap(slot, one) for own in self.busy for one in own)

    @staticmethod
    def _works(own: tuple[WorkingDay, ...], day: date, opens: time, closes: time) -> bool:
        return any(
            work.weekday == day.weekday() and work.opens <= opens and closes <= work.closes
            for work in own
        )


def overlap(one: Slot, other: Slot) -> bool:
    return one.start < other.end and other.start < one.end


def at(day: date, hour: int, minute: int = 0, *, zone: ZoneInfo = TOKYO) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def week(first: date = date(2026, 11, 30), days: int = 5) -> Slot:
    return Slot(start=at(first, 0), end=at(first, 0) + timedelta(days=days))


zones = st.sampled_from(
    ["Asia/Tokyo", "UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/Phoenix", "Australia/Brisbane"]
).map(ZoneInfo)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    zone = draw(zones)
    first = draw(st.dates(date(2026, 1, 1), date(2028, 12, 31)))
    days = draw(st.integers(1, 20))
    start = datetime.combine(first, time(draw(st.integers(0, 23))), zone)
    window = Slot(start=start, end=start + timedelta(days=days))
    return Case(
        window=window,
        busy=tuple(draw(st.lists(_calendar(start, days), max_size=4))),
        minutes=draw(st.sampled_from([15, 30, 45, 60, 90, 120, 200])),
        hours=draw(_hours()),
        calendar=Calendar(
            frozenset(first + timedelta(days=day) for day in draw(st.sets(st.integers(0, 20))))
        ),
        zone=zone,
        works=tuple(draw(st.lists(_works(), max_size=2))),
    )


@st.composite
def _calendar(draw: st.DrawFn, start: datetime, days: int) -> tuple[Slot, ...]:
    """Events of one person, all-day ones too, in UTC as Graph tells them."""
    found = []
    for minutes, length in draw(
        st.lists(
            st.tuples(st.integers(-600, days * 1440), st.sampled_from([5, 30, 60, 240, 1440])),
            max_size=25,
        )
    ):
        begin = (start + timedelta(minutes=minutes)).astimezone(UTC)
        found.append(Slot(start=begin, end=begin + timedelta(minutes=length)))
    return tuple(found)


@st.composite
def _hours(draw: st.DrawFn) -> WorkingTimes:
    lunch = draw(st.sampled_from([(12, 13), (11, 12), (12, 12), (9, 10), (16, 19)]))
    season = draw(st.dates(date(2026, 1, 1), date(2028, 12, 1)))
    once = Season(season, season + timedelta(days=draw(st.integers(0, 30))))
    return WorkingTimes(
        opens=time(draw(st.integers(7, 11)), draw(st.sampled_from([0, 15, 30]))),
        closes=time(draw(st.integers(12, 20)), draw(st.sampled_from([0, 15, 45]))),
        lunch_from=time(lunch[0]),
        lunch_to=time(lunch[1]),
        busy=draw(st.sampled_from([(), (once,), (Season.read("03-20/04-10"),)])),
    )


@st.composite
def _works(draw: st.DrawFn) -> tuple[WorkingDay, ...]:
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    opens, closes = time(draw(st.integers(7, 12))), time(draw(st.integers(13, 20)))
    return tuple(WorkingDay(weekday=day, opens=opens, closes=closes) for day in days)


@given(cases())
def test_every_slot_is_free_for_all_at_a_time_at_which_the_city_meets(case: Case) -> None:
    found = case.propose()
    assert len(found) <= MOST
    assert list(found) == sorted(found, key=lambda slot: slot.start)
    for slot in found:
        assert case.is_fine(slot)
        assert free(slot, case.busy)
        assert slot.start.minute in (0, 30)
        assert slot.start >= case.window.start  # which never lies in the past
        assert slot.start.tzinfo == case.zone
        assert slot.end - slot.start == timedelta(minutes=case.minutes)


@given(cases())
def test_nothing_that_could_be_offered_is_withheld(case: Case) -> None:
    found, possible = case.propose(), case.possible()
    assert bool(found) is bool(possible)
    if len(found) < MOST:
        assert all(any(overlap(slot, one) for one in found) for slot in possible)
    for slot in found:
        assert not any(overlap(slot, one) for one in found if one != slot)


@given(cases())
def test_slots_lie_on_as_many_days_as_there_are(case: Case) -> None:
    days = {slot.start.date() for slot in case.possible()}
    found = case.propose()
    assert len({slot.start.date() for slot in found}) == min(MOST, len(days))


@given(cases(), st.integers(0, 3))
def test_a_slot_comes_again_only_where_nothing_else_is_free(case: Case, times: int) -> None:
    for _ in range(times + 1):
        case = replace(case, taken=(*case.taken, *case.propose()))
    found = case.propose()
    new = [slot for slot in case.possible() if slot not in case.taken]
    if any(slot in case.taken for slot in found):
        assert all(any(overlap(slot, one) for one in found) for slot in new)
    assert bool(found) is bool(case.possible())


@given(cases())
def test_the_same_calendars_bring_the_same_slots(case: Case) -> None:
    again = replace(case, busy=tuple(tuple(reversed(own)) for own in reversed(case.busy)))
    assert again.propose() == case.propose()


def test_a_free_week_has_one_slot_on_each_day_in_both_halves() -> None:
    found = Case(window=week()).propose()
    assert [slot.start.weekday() for slot in found] == [0, 1, 2, 3, 4]
    assert {slot.start.hour < 12 for slot in found} == {True, False}


def test_over_six_weeks_slots_are_spread_and_fall_on_each_weekday() -> None:
    found = Case(window=week(days=42)).propose()
    gaps = [b.start.date() - a.start.date() for a, b in pairwise(found)]
    assert min(gaps) >= timedelta(days=2)
    assert found[-1].start.date() - found[0].start.date() >= timedelta(days=20)
    assert sorted(slot.start.weekday() for slot in found) == [0, 1, 2, 3, 4]


def test_others_are_offered_on_other_days() -> None:
    first = Case(window=week(days=14)).propose()
    second = Case(window=week(days=14), taken=first).propose()
    assert not {slot.start.date() for slot in first} & {slot.start.date() for slot in second}


def test_one_long_event_of_one_person_leaves_only_what_is_beside_it() -> None:
    monday = date(2026, 11, 30)
    event = Slot(start=at(monday, 9).astimezone(UTC), end=at(monday, 16).astimezone(UTC))
    found = Case(window=week(days=1), busy=((), (event,))).propose()
    assert found == (Slot(start=at(monday, 16), end=at(monday, 17)),)


def test_what_ends_as_the_slot_begins_is_no_overlap() -> None:
    monday = date(2026, 11, 30)
    slot = Slot(start=at(monday, 10), end=at(monday, 11))
    before = Slot(start=at(monday, 9), end=at(monday, 10))
    after = Slot(start=at(monday, 11), end=at(monday, 12))
    assert free(slot, [[before], [after]])
    assert not free(slot, [[before], [Slot(start=at(monday, 10, 59), end=at(monday, 12))]])


@pytest.mark.parametrize(
    ("first", "days"), [(date(2027, 3, 20), 14), (date(2026, 12, 29), 6), (date(2026, 11, 28), 2)]
)
def test_no_slot_in_a_busy_season_at_the_turn_of_the_year_or_on_a_weekend(
    first: date, days: int
) -> None:
    assert Case(window=week(first, days)).propose() == ()


def test_who_never_works_on_a_day_finds_no_slot_on_it() -> None:
    tuesday = WorkingDay(weekday=1, opens=time(10), closes=time(11))
    found = Case(window=week(), works=((tuesday,),)).propose()
    assert found == (Slot(start=at(date(2026, 12, 1), 10), end=at(date(2026, 12, 1), 11)),)


def test_a_meeting_longer_than_half_a_day_finds_no_slot_around_lunch() -> None:
    assert Case(window=week(), minutes=300).propose() == ()
    all_day = replace(HOURS, lunch_to=HOURS.lunch_from)
    assert Case(window=week(), minutes=300, hours=all_day).propose() != ()
