"""No card is lost and no silence lasts: superiors, else the agreement desk, are told."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import update

from bot.delivery.rows import DELIVERY
from bot.meetings import audience, notices, step
from bot.meetings.due import due_of
from bot.meetings.model import Meeting, Series, Stage
from bot.meetings.rules.stages import looking
from bot.meetings.store import follow_ups, history, meetings
from bot.meetings.store import series as all_series
from bot.people import store as people
from bot.people.absences import set_away
from bot.storage.tx import Tx

from .conftest import TODAY, City, slot_at
from .test_jobs import booked, follow_up

DESK = ("a5", "a4")


def lose(city: City, notice: int) -> None:
    lost = update(DELIVERY).where(DELIVERY.c.notice_id == notice)
    city.write(lambda tx: tx.run(lost.values(state="unreachable", reason="test")))


def last(city: City) -> tuple[str, frozenset[int]]:
    """Kind and readers of the last notice."""
    notice = city.notices()[-1]
    return notice.kind.removeprefix("meetings."), city.recipients(notice.id)


def test_a_lost_question_for_the_cadence_goes_to_the_superior(city: City) -> None:
    city.promise(every_months=None)
    city.tick()
    lose(city, city.notices()[0].id)
    city.at(TODAY, time(10)).tick()
    assert last(city) == ("cadence", {city.person("a2")})
    assert len(city.notices()) == 2


def test_a_lost_question_for_minutes_goes_to_the_superior(city: City) -> None:
    booked(city, in_calendar=False, event_id="")
    city.run(date(2026, 12, 8))
    assert last(city) == ("after", {city.person("a1")})
    lose(city, city.notices()[-1].id)
    city.at(date(2026, 12, 9)).tick()
    assert last(city) == ("after", {city.person("a2")})


def test_a_lost_question_about_the_event_goes_to_the_superior(city: City) -> None:
    trouble(city)
    lose(city, city.notices()[-1].id)
    city.at(city.today, time(10)).tick()
    assert last(city) == ("trouble", {city.person("a2")})


def test_a_lost_reminder_of_a_follow_up_goes_on_to_the_desk_where_nobody_is_above(
    city: City,
) -> None:
    meeting = booked(city)
    city.write(lambda tx: follow_ups.add(tx, follow_up(city, meeting, date(2026, 11, 16))))
    city.run(date(2026, 11, 9))
    reminder = next(one for one in city.notices() if one.kind == "meetings.follow_up")
    lose(city, reminder.id)
    city.at(date(2026, 11, 10)).tick()
    assert last(city) == ("follow_up", {city.person("a5")})
    lose(city, city.notices()[-1].id)
    city.at(date(2026, 11, 10), time(10)).tick()
    assert last(city) == ("follow_up", {city.person("a5")})


def test_a_lost_card_of_a_period_that_is_over_says_that_it_is_over(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.series()
    city.run(date(2027, 1, 4))
    own = next(one for one in city.notices() if one.kind == "meetings.passed")
    lose(city, own.id)
    drawn: list[Any] = []
    draw = notices.view.passed

    def passed(*given: Any, **more: Any) -> Any:
        drawn.append(more)
        return draw(*given, **more)

    monkeypatch.setattr(notices.view, "passed", passed)
    city.at(date(2027, 1, 4), time(10)).tick()
    assert last(city) == ("passed", {city.person("a2")})
    assert drawn == [{"superior": True}]


def test_where_nobody_stands_above_the_owner_the_desk_is_told(city: City) -> None:
    city.series(post=city.post("企画部 部長"))
    city.run(date(2027, 1, 5))
    above = [one for one in city.notices() if one.source_key.endswith(":above")]
    assert len(above) == 4
    assert {frozenset(city.recipients(one.id)) for one in above} == {frozenset({city.person("a5")})}


def test_who_is_away_from_the_desk_is_told_where_nobody_else_is_there(city: City) -> None:
    desk = city.person("a5")
    city.write(lambda tx: set_away(tx, desk, TODAY, TODAY, None, at=city.now))
    assert city.read(lambda tx: audience.desk(tx, TODAY)) == (desk,)


def test_who_is_away_from_the_desk_is_left_alone_while_others_are_there(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [city.read(lambda tx, one=one: people.get(tx, city.person(one), TODAY)) for one in DESK]
    monkeypatch.setattr(audience.people, "with_role", lambda tx, role, on: whole)
    city.write(lambda tx: set_away(tx, whole[0].id, TODAY, TODAY, None, at=city.now))
    assert city.read(lambda tx: audience.desk(tx, TODAY)) == (whole[1].id,)


def late(city: City) -> tuple[Series, Meeting]:
    """A meeting that was booked in December for the January after its quarter."""
    series = city.series()
    city.at(date(2026, 12, 28)).tick()
    (meeting,) = city.meetings(series)
    slot = slot_at(date(2027, 1, 20), 10)
    return series, city.save(meeting, stage=Stage.BOOKED, slot=slot, in_calendar=False)


def test_a_meeting_that_came_too_late_and_was_never_recorded_reaches_the_superior(
    city: City,
) -> None:
    series, _ = late(city)
    city.run(date(2027, 2, 5))
    key = f"passed:{series.id}:2026-10-01:2026-12-31:met2027-01-20"
    found = [one for one in city.posted() if one[1].startswith("passed")]
    assert found == [("2027-01-27", key), ("2027-01-27", f"{key}:above")]


def test_the_superior_of_a_late_meeting_is_told_though_the_period_was_told_to_be_over(
    city: City,
) -> None:
    series = city.series()
    city.run(date(2027, 1, 4))
    meeting = city.meetings(series)[0]
    before = len(city.notices())
    city.save(meeting, stage=Stage.BOOKED, slot=slot_at(date(2027, 1, 20), 10), in_calendar=False)
    city.write(lambda tx: all_series.look_by(tx, series.id, date(2027, 1, 5)))
    city.run(date(2027, 2, 5))
    passed = [key for _, key in city.posted()[before:] if key.startswith("passed")]
    assert len(passed) == 2


def test_a_fall_back_to_no_day_is_looked_at_the_next_morning(city: City) -> None:
    series, meeting = late(city)
    city.run(date(2027, 1, 12))
    before = len(city.notices())

    def cancel(tx: Tx) -> None:
        kept = meetings.get(tx, meeting.id)
        after = looking(kept)
        step.keep(tx, kept, after, person=None, act="meetings.cancel", at=city.now)

    city.write(cancel)
    city.at(city.today, time(15)).tick()
    assert len(city.notices()) == before
    city.run(date(2027, 1, 15))
    passed = f"passed:{series.id}:2026-10-01:2026-12-31"
    assert [key for _, key in city.posted()[before:]] == [passed, f"{passed}:above"]


def trouble(city: City) -> Meeting:
    """An event that somebody moved by hand; its owner is asked."""
    meeting = booked(city, stage=Stage.CHANGED, seen=slot_at(date(2026, 12, 9), 10))

    def ask(tx: Tx) -> None:
        history.add(tx, meeting, person=None, act="meetings.check", at=city.now)
        notices.trouble(tx, all_series.get(tx, meeting.series), meeting, city.now)

    city.write(ask)
    return meeting


def test_who_says_nothing_of_a_moved_event_is_asked_again_and_then_the_superior_is(
    city: City,
) -> None:
    meeting = trouble(city)
    plan = city.planned(TODAY, date(2026, 11, 30))
    city.run(date(2026, 11, 30))
    key = f"trouble:{meeting.id}:{meeting.version}"
    found = [one for one in city.posted() if one[1].startswith("trouble")]
    assert found == [
        ("2026-11-02", key),
        ("2026-11-05", f"{key}:3"),
        ("2026-11-09", f"{key}:7"),
        ("2026-11-09", f"{key}:7:above"),
    ]
    assert last(city)[0] == "trouble"
    assert city.recipients(city.notices()[-1].id) == {city.person("a2")}
    assert [one.key for one in plan] == [key for _, key in found[1:]]


def test_the_day_of_a_meeting_at_eight_is_that_day(city: City) -> None:
    booked(city, slot=slot_at(date(2026, 12, 8), 8))
    post = city.post("企画課 係長")
    assert city.read(lambda tx: due_of(tx, post, date(2026, 12, 7))) == ()
    (line,) = city.read(lambda tx: due_of(tx, post, date(2026, 12, 8)))
    assert line.day == date(2026, 12, 8)
