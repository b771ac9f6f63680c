"""What is posted about a meeting follows it: every copy shows how it stands."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.delivery.rows import NOTICE
from bot.meetings import notices, shown
from bot.meetings.model import Answer, Doubt, Reply, SeriesState, Stage, Trouble
from bot.meetings.rules.periods import cadence_of
from bot.meetings.store import answers, follow_ups
from bot.meetings.store import series as all_series

from .conftest import City
from .test_jobs import BOOKED, booked, follow_up


def revision(city: City, nth: int = 0) -> int:
    return int(city.notices()[nth].revision)


def says(city: City, nth: int = 0) -> str:
    """The card of a notice, as it is kept."""
    row = city.notices()[nth]
    key = f"{row.kind}:{row.source_key}"
    return city.read(lambda tx: tx.unseal("notice", "payload", key, row.payload))


def test_every_copy_shows_the_meeting_after_a_change(city: City) -> None:
    series = city.series()
    city.at(date(2026, 11, 16)).tick()
    (meeting,) = city.meetings(series)
    before = says(city)
    taken = city.save(meeting, **{**BOOKED, "organiser": city.person("a1")})
    city.write(lambda tx: notices.revise(tx, series, taken, city.now))
    assert revision(city) == 2
    assert says(city) != before
    assert "2026-12-08T10:00:00" not in before
    assert "meetings.attend" in says(city)


def test_a_meeting_that_nobody_was_told_of_has_nothing_to_revise(city: City) -> None:
    series = city.series()
    city.tick()
    (meeting,) = city.meetings(series)
    city.write(lambda tx: notices.revise(tx, series, meeting, city.now))
    assert city.notices() == []


@pytest.mark.parametrize("stage", [Stage.LOST, Stage.CHANGED])
def test_what_was_changed_by_hand_is_asked_of_the_owner_once(city: City, stage: Stage) -> None:
    meeting = city.save(booked(city), stage=stage, seen=BOOKED["slot"])
    series = city.read(lambda tx: all_series.get(tx, meeting.series))
    for _ in range(2):
        city.write(lambda tx: notices.trouble(tx, series, meeting, city.now))
    (row,) = city.notices()
    assert (row.kind, row.source_key) == (
        "meetings.trouble",
        f"trouble:{meeting.id}:{meeting.version}",
    )
    assert city.recipients(row.id) == {city.person("a1")}
    assert "meetings.restore" in says(city)
    city.write(lambda tx: notices.revise(tx, series, meeting, city.now))
    assert revision(city) == 2


def test_an_answered_question_for_the_cadence_shows_the_series(city: City) -> None:
    series = city.series(cadence=None, state=SeriesState.ASKING)
    city.tick()
    assert "meetings.set_cadence" in says(city)
    answered = replace(series, cadence=cadence_of("quarter"), state=SeriesState.RUNNING, version=2)

    def answer(tx: Any) -> None:
        all_series.save(tx, answered)
        notices.series_changed(tx, answered, city.now)

    city.write(answer)
    assert "meetings.set_cadence" not in says(city)
    again = replace(series, version=3)

    def take_back(tx: Any) -> None:
        all_series.save(tx, again)
        notices.series_changed(tx, again, city.now)

    city.write(take_back)
    assert "meetings.set_cadence" in says(city)


def test_the_reminder_of_a_finished_follow_up_says_so(city: City) -> None:
    meeting = booked(city)
    left = city.write(lambda tx: follow_ups.add(tx, follow_up(city, meeting, date(2026, 11, 10))))
    city.at(date(2026, 11, 9)).tick()
    assert "meetings.finish" in says(city)
    done = replace(left, done_on=date(2026, 11, 9), version=2)

    def finish(tx: Any) -> None:
        follow_ups.save(tx, done)
        notices.follow_up_changed(tx, done, city.now)

    city.write(finish)
    assert "meetings.finish" not in says(city)


def test_a_closed_meeting_is_emptied_when_all_is_shown(city: City) -> None:
    series = city.series()
    city.at(date(2026, 11, 16)).tick()
    (meeting,) = city.meetings(series)
    city.write(lambda tx: notices.close(tx, meeting, city.now))
    row = city.read(lambda tx: tx.first(NOTICE.select()))
    assert row.close_at is not None


def test_a_card_names_who_comes_and_what_they_answered(city: City) -> None:
    meeting = booked(city, doubts=(Doubt(trouble=Trouble.NO_MAILBOX, person=city.person("a4")),))
    at = city.now
    guest = city.person("a4")
    yes = Answer(meeting=meeting.id, person=guest, reply=Reply.YES, at=at)
    city.write(lambda tx: answers.keep(tx, yes))
    seen = city.read(lambda tx: shown.shown(tx, meeting, at))
    assert [(one.name, one.post, one.reply) for one in seen.attendees] == [
        ("青木 係長", "企画課 係長", ""),
        ("大野 主査", "防災課 主査", "yes"),
    ]
    assert seen.organiser == "青木 係長"
    assert [one.name for one in seen.troubles] == ["大野 主査"]
    assert seen.slot is not None and seen.slot.start.hour == 10
    assert (seen.over, seen.undoable) == (False, False)


def test_a_series_shows_its_quarters(city: City) -> None:
    meeting = booked(city)
    series = city.read(lambda tx: all_series.get(tx, meeting.series))
    seen = city.read(lambda tx: shown.shown_series(tx, series, city.now))
    states = {one.first: one.state for one in seen.quarters}
    assert states[date(2026, 10, 1)] == "booked"
    assert states[date(2026, 7, 1)] == "free"
    assert states[date(2027, 1, 1)] == "ahead"
    assert (seen.owner, seen.posts) == ("企画課 係長", ("防災課 主査",))
