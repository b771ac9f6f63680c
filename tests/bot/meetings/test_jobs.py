"""The clock over promised meetings: what is planned is what is posted."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot import policy
from bot.delivery.rows import DELIVERY
from bot.duties import store as duties
from bot.duties.model import DutyState
from bot.meetings import jobs
from bot.meetings.model import Cadence, FollowUp, Meeting, Series, SeriesState, Stage, Unit
from bot.meetings.plan import owed
from bot.meetings.store import agenda, follow_ups, meetings, shown
from bot.meetings.store import series as all_series
from bot.people.absences import set_away
from bot.people.tables import LAST, LISTING
from bot.storage.tx import Tx

from .conftest import TODAY, City, as_told, slot_at

END = date(2026, 12, 31)


def test_a_promise_becomes_a_series_once(city: City) -> None:
    duty = city.promise()
    city.tick()
    city.tick()
    series = city.of_source()
    assert (series.title, series.post, series.state) == (
        duty.title,
        duty.post,
        SeriesState.RUNNING,
    )
    assert series.cadence == Cadence(unit=Unit.MONTHS, count=3)
    kept = city.read(lambda tx: duties.get(tx, duty.id))
    assert kept.due_on == date(2026, 12, 31)


def test_a_draft_promises_nothing_yet(city: City) -> None:
    city.promise(in_force=False)
    city.tick()
    assert city.read(lambda tx: all_series.of_source(tx, "agreement:7")) == ()


def test_a_changed_promise_is_followed_the_next_day(city: City) -> None:
    duty = city.promise()
    city.tick()
    kept = city.read(lambda tx: duties.get(tx, duty.id))
    city.write(lambda tx: duties.save(tx, replace(kept, title="新しい名前の協定")))
    city.tick()
    assert city.of_source().title == duty.title
    city.at(TODAY + timedelta(days=1)).tick()
    assert city.of_source().title == "新しい名前の協定"


def test_a_waived_promise_ends_the_series_and_its_proposals(city: City) -> None:
    duty = city.promise()
    city.at(date(2026, 11, 16)).tick()
    kept = city.read(lambda tx: duties.get(tx, duty.id))
    city.write(lambda tx: duties.save(tx, replace(kept, state=DutyState.WAIVED)))
    before = len(city.notices())
    city.run(date(2027, 1, 15))
    series = city.of_source()
    assert series.state is SeriesState.ENDED
    assert [one.stage for one in city.meetings(series)] == [Stage.SKIPPED]
    assert len(city.notices()) == before


def test_an_open_cadence_is_asked_once_and_the_superior_hears_of_silence(city: City) -> None:
    city.promise(every_months=None)
    city.run(TODAY + timedelta(days=40))
    series = city.of_source()
    keys = [f"cadence:{series.id}", f"cadence:{series.id}:above"]
    assert city.posted() == [(str(TODAY), keys[0]), ("2026-11-30", keys[1])]
    assert city.recipients(city.notices()[1].id) == {city.person("a2")}


def test_a_quarter_without_any_press_is_brought_up_to_its_end_and_beyond(city: City) -> None:
    series = city.series()
    city.run(date(2027, 1, 31))
    of = f"{series.id}:2026-10-01"
    assert city.posted() == [
        ("2026-11-16", f"plan:{of}"),
        ("2026-12-01", f"late:{of}:{END}:T-30"),
        ("2026-12-01", f"late:{of}:{END}:T-30:above"),
        ("2026-12-17", f"late:{of}:{END}:T-14"),
        ("2026-12-17", f"late:{of}:{END}:T-14:above"),
        ("2026-12-24", f"late:{of}:{END}:T-7"),
        ("2026-12-24", f"late:{of}:{END}:T-7:above"),
        ("2027-01-04", f"passed:{of}:{END}"),
        ("2027-01-04", f"passed:{of}:{END}:above"),
    ]
    owner, superior = city.person("a1"), city.person("a2")
    assert [set(city.recipients(n.id)) for n in city.notices()[:3]] == [
        {owner},
        {owner},
        {superior},
    ]


def test_planning_asks_the_calendars(city: City) -> None:
    series = city.series()
    city.at(date(2026, 11, 16)).tick()
    (meeting,) = city.meetings(series)
    assert (meeting.stage, meeting.round) == (Stage.LOOKING, 1)
    assert city.errands() == ["meetings.look"]


def test_the_running_period_has_a_meeting_before_its_planning(city: City) -> None:
    series = city.series()
    city.tick()
    assert [one.stage for one in city.meetings(series)] == [Stage.OPEN]
    assert city.notices() == []


CADENCES = {  # with how many days are played
    Cadence(unit=Unit.MONTHS, count=3): 730,
    Cadence(unit=Unit.MONTHS, count=1): 250,
    Cadence(unit=Unit.MONTHS, count=5): 730,
    Cadence(unit=Unit.WEEKS, count=1): 120,
    Cadence(unit=Unit.WEEKS, count=2): 150,
}


@pytest.mark.parametrize(("cadence", "days"), CADENCES.items(), ids=str)
def test_jobs_post_exactly_what_is_planned(city: City, cadence: Cadence, days: int) -> None:
    until = TODAY + timedelta(days=days)
    ends = until - timedelta(days=40)
    series = city.series(cadence=cadence, since=date(2026, 9, 9), until=ends)
    plan = city.planned(TODAY, until)
    city.run(until)
    assert city.told() == as_told(plan)
    passed = [one for one in plan if one.key.startswith(f"passed:{series.id}")]
    assert len(passed) >= 4


def test_jobs_post_what_is_planned_of_all_that_stands(city: City) -> None:
    city.promise()
    city.promise(source="agreement:8", every_months=None)
    city.tick()
    series = city.of_source()
    (meeting,) = city.meetings(series)
    booked = city.save(meeting, **BOOKED)
    city.write(lambda tx: follow_ups.add(tx, follow_up(city, booked, date(2026, 12, 11))))
    before = city.told()
    until = date(2027, 9, 30)
    plan = city.planned(TODAY, until)
    city.run(until)
    assert city.told() - before == as_told(plan)
    kinds = {one.kind.removeprefix("meetings.") for one in plan}
    assert kinds == {"plan", "late", "passed", "remind", "after", "follow_up", "cadence"}


BOOKED = {
    "stage": Stage.BOOKED,
    "slot": slot_at(date(2026, 12, 8), 10),
    "event_id": "e1",
    "transaction_id": "t1",
}


def follow_up(city: City, meeting: Meeting, due_on: date) -> FollowUp:
    return FollowUp(
        id=0,
        series=meeting.series,
        meeting=meeting.id,
        text="名簿の更新",
        post=city.post("防災課 主査"),
        due_on=due_on,
    )


def booked(city: City, **more: object) -> Meeting:
    series = city.series()
    city.tick()
    (meeting,) = city.meetings(series)
    organised = {"organiser": city.person("a1"), **BOOKED}
    return city.save(meeting, **{**organised, **more})


def test_a_booked_meeting_is_reminded_of_thrice_and_its_minutes_are_asked_for(city: City) -> None:
    meeting = booked(city)
    city.run(date(2026, 12, 30))
    of = f"{meeting.id}:2026-12-08T01:00:00+00:00"
    assert city.posted() == [
        ("2026-12-01", f"remind:{of}:7d"),
        ("2026-12-07", f"remind:{of}:1d"),
        ("2026-12-08", f"remind:{of}:1h"),
        ("2026-12-08", f"after:{of}:0"),
        ("2026-12-11", f"after:{of}:3"),
        ("2026-12-22", f"after:{of}:10"),
    ]
    hour, end = (city.notices()[nth].due_at for nth in (2, 3))
    assert (hour.isoformat()[11:16], end.isoformat()[11:16]) == ("00:00", "02:00")
    both = {city.person("a1"), city.person("a4")}
    assert city.recipients(city.notices()[0].id) == both
    assert city.recipients(city.notices()[3].id) == {city.person("a1")}


def test_the_event_is_looked_at_each_working_morning_until_it_begins(city: City) -> None:
    booked(city)
    city.run(date(2026, 12, 30))
    # 3 November is a holiday, as is the 23rd; the day of the meeting counts.
    assert city.errands().count("meetings.check") == 24


def test_a_day_entered_by_hand_is_looked_up_in_no_calendar(city: City) -> None:
    booked(city, in_calendar=False, event_id="")
    city.run(date(2026, 12, 30))
    assert city.errands() == []
    assert len(city.notices()) == 6


def test_the_reminder_an_hour_before_ignores_quiet_hours(city: City) -> None:
    booked(city, slot=slot_at(date(2026, 12, 8), 8))
    city.run(date(2026, 12, 8))
    keys = [key.rpartition(":")[2] for _, key in city.posted()]
    assert keys == ["7d", "1d", "1h", "0"]
    assert city.notices()[2].due_at.isoformat().startswith("2026-12-07T22:00")


def test_a_reminder_never_comes_after_the_beginning(city: City) -> None:
    booked(city)
    city.at(date(2026, 11, 20)).tick()
    city.at(date(2026, 12, 8), time(10, 30)).tick()
    assert city.posted() == []
    city.at(date(2026, 12, 8), time(11, 5)).tick()
    assert [key.rpartition(":")[2] for _, key in city.posted()] == ["0"]


def test_reminders_missed_in_an_outage_are_one(city: City) -> None:
    booked(city)
    city.at(date(2026, 11, 20)).tick()
    city.at(date(2026, 12, 7), time(9, 30)).tick()
    assert [key.rpartition(":")[2] for _, key in city.posted()] == ["1d"]


def test_who_books_three_days_ahead_needs_no_reminder_of_a_week(city: City) -> None:
    series = city.series()
    city.at(date(2026, 12, 3)).tick()
    (meeting,) = city.meetings(series)
    before = len(city.notices())
    city.save(meeting, **BOOKED)
    city.run(date(2026, 12, 8))
    assert [key.rpartition(":")[2] for _, key in city.posted()[before:]] == ["1d", "1h", "0"]


def test_an_outage_collapses_what_was_missed_of_a_period_to_one_card(city: City) -> None:
    series = city.series()
    city.tick()
    city.at(date(2026, 12, 18)).tick()
    of = f"{series.id}:2026-10-01"
    assert city.posted() == [
        ("2026-12-18", f"late:{of}:{END}:T-14"),
        ("2026-12-18", f"late:{of}:{END}:T-14:above"),
    ]
    assert [one.stage for one in city.meetings(series)] == [Stage.LOOKING]


def test_who_registers_late_is_asked_to_plan_at_once_and_nobody_hears_of_the_past(
    city: City,
) -> None:
    series = city.series(registered_on=date(2026, 12, 10))
    city.at(date(2026, 12, 10)).run(date(2026, 12, 18))
    assert [key for _, key in city.posted()] == [
        f"plan:{series.id}:2026-10-01",
        f"late:{series.id}:2026-10-01:{END}:T-14",
        f"late:{series.id}:2026-10-01:{END}:T-14:above",
    ]


def test_nothing_is_said_at_night_or_on_closed_days(city: City) -> None:
    city.series()
    for day, clock in ((16, time(7, 59)), (16, time(19)), (21, time(10))):
        city.at(date(2026, 11, day), clock).tick()
    assert city.notices() == []


def test_any_number_of_ticks_posts_once(city: City) -> None:
    city.series()
    for hour in (9, 10, 15):
        city.at(date(2026, 11, 16), time(hour)).tick()
    assert len(city.notices()) == 1


def test_a_cancelled_booking_is_warned_of_again(city: City) -> None:
    meeting = booked(city)
    city.run(date(2026, 12, 2))
    kept = city.read(lambda tx: meetings.get(tx, meeting.id))
    city.save(kept, stage=Stage.PROPOSED, slot=None, event_id="", transaction_id="")
    city.run(date(2026, 12, 18))
    late = [key.partition(":T-")[2] for _, key in city.posted() if key.startswith("late")]
    assert late == ["14", "14:above"]


def test_a_card_that_never_arrived_goes_to_the_superior(city: City) -> None:
    city.series()
    city.at(date(2026, 11, 16)).tick()
    city.write(lambda tx: tx.run(update(DELIVERY).values(state="unreachable", reason="test")))
    city.at(date(2026, 11, 16), time(10)).tick()
    assert len(city.notices()) == 2
    assert city.recipients(city.notices()[1].id) == {city.person("a2")}
    city.at(date(2026, 11, 16), time(11)).tick()
    assert len(city.notices()) == 2


def test_who_is_away_is_replaced_by_their_deputy(city: City) -> None:
    city.series()
    owner, deputy = city.person("a1"), city.person("a4")
    city.write(
        lambda tx: set_away(tx, owner, date(2026, 11, 10), date(2026, 11, 30), deputy, at=city.now)
    )
    city.at(date(2026, 11, 16)).tick()
    assert city.recipients(city.notices()[0].id) == {deputy}


def test_follow_ups_come_a_week_and_a_day_before_and_the_day_after(city: City) -> None:
    series = city.series()
    city.tick()
    (meeting,) = city.meetings(series)
    city.save(meeting, stage=Stage.SKIPPED)
    left = city.write(lambda tx: follow_ups.add(tx, follow_up(city, meeting, date(2026, 11, 20))))
    city.run(date(2026, 12, 10))
    of = f"follow_up:{left.id}:2026-11-20"
    assert city.posted() == [
        ("2026-11-13", f"{of}:T-7"),
        ("2026-11-19", f"{of}:T-1"),
        ("2026-11-24", f"{of}:T+1"),
    ]
    assert city.recipients(city.notices()[0].id) == {city.person("a4")}


def test_what_was_left_to_do_stands_on_the_next_agenda(city: City) -> None:
    series = city.series()
    city.tick()
    (meeting,) = city.meetings(series)
    city.save(meeting, stage=Stage.HELD, held_on=TODAY)
    city.write(lambda tx: follow_ups.add(tx, follow_up(city, meeting, date(2027, 5, 31))))
    city.run(date(2027, 2, 15))
    following = city.meetings(series)[-1]
    assert following.stage is Stage.LOOKING
    items = city.read(lambda tx: agenda.of(tx, following.id))
    assert [(item.text, item.carried) for item in items] == [("名簿の更新", True)]


def test_an_agreement_that_ends_early_leaves_no_meeting_owed(city: City) -> None:
    duty = city.promise()
    city.at(date(2026, 11, 16)).tick()
    kept = city.read(lambda tx: duties.get(tx, duty.id))
    city.write(lambda tx: duties.save(tx, replace(kept, until=date(2026, 10, 31))))
    before = len(city.notices())
    city.run(date(2027, 3, 1))
    series = city.of_source()
    assert [one.stage for one in city.meetings(series)] == [Stage.SKIPPED]
    assert len(city.notices()) == before


def test_nothing_is_done_where_nothing_is_due(city: City) -> None:
    city.series()
    city.tick()
    rows = city.read(lambda tx: all_series.due(tx, TODAY, 10))
    assert rows == ()
    assert city.read(lambda tx: all_series.due(tx, date(2026, 11, 15), 10)) == ()
    assert len(city.read(lambda tx: all_series.due(tx, date(2026, 11, 16), 10))) == 1


def test_other_closed_days_are_looked_at_at_once(city: City) -> None:
    series = city.series()
    city.tick()
    city.at(date(2026, 11, 13)).tick()
    closed = {"closed_days": ["2026-11-16"]}
    city.write(lambda tx: policy.change(tx, closed))
    assert city.write(jobs.replan) == 1
    city.at(date(2026, 11, 13), time(10)).tick()
    assert city.posted() == [("2026-11-13", f"plan:{series.id}:2026-10-01")]


def test_a_series_that_breaks_leaves_the_others_alone(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = city.series(), city.series(title="別の会")
    said = owed.said

    def fails(tx: Tx, series: Series, *days: date) -> Any:
        if series.id == bad.id:
            raise ValueError("a series that nobody foresaw")
        return said(tx, series, *days)

    monkeypatch.setattr("bot.meetings.jobs.owed.said", fails)
    city.at(date(2026, 11, 16)).tick()
    assert city.posted() == [("2026-11-16", f"plan:{good.id}:2026-10-01")]


def test_where_nobody_could_be_told_the_next_day_tries_again(city: City) -> None:
    series = city.series()
    gone = LISTING.update().values(left_on=date(2026, 11, 1))
    city.write(lambda tx: tx.run(gone))
    city.at(date(2026, 11, 16)).tick()
    assert city.notices() == []
    city.write(lambda tx: tx.run(LISTING.update().values(left_on=LAST)))
    city.at(date(2026, 11, 17)).tick()
    assert city.posted() == [("2026-11-17", f"plan:{series.id}:2026-10-01")]


def test_what_was_recorded_long_ago_is_looked_at_no_more(city: City) -> None:
    series = city.series()
    city.at(date(2026, 11, 16)).tick()
    (meeting,) = city.meetings(series)
    city.save(meeting, stage=Stage.HELD, held_on=city.today)
    city.run(date(2027, 2, 16))
    assert city.read(lambda tx: shown.of(tx, meeting.id)) != ()
    city.run(date(2027, 5, 20))
    assert city.read(lambda tx: shown.of(tx, meeting.id)) == ()


def test_more_series_than_a_tick_takes_are_planned_by_the_next(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_AT_ONCE", 2)
    for _ in range(3):
        city.series()
    for minute, count in ((1, 2), (2, 3), (3, 3)):
        city.at(date(2026, 11, 16), time(9, minute)).tick()
        assert len(city.notices()) == count
