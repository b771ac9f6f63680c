"""What waits for whom, what matters are called, and what is kept of people."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.meetings.model import (
    AgendaItem,
    Answer,
    Doubt,
    Meeting,
    Reply,
    SeriesState,
    Stage,
    Trouble,
)
from bot.meetings.rules import promises
from bot.meetings.slice import SLICE
from bot.meetings.store import agenda, answers, follow_ups, history, meetings
from bot.meetings.store import series as all_series
from bot.people import store as people
from bot.retention import Kind, Wanted

from .conftest import TODAY, TOKYO, City, slot_at
from .test_jobs import BOOKED, booked, follow_up


def lines(city: City, aad: str, today: date) -> list[tuple[str, str, bool]]:
    def read(tx: Any) -> Any:
        person = people.find_by_aad(tx, aad, today)
        assert person is not None
        return SLICE.due_for(tx, person, today)

    return [(str(one.day), one.what.rpartition(".")[2], one.urgent) for one in city.read(read)]


def test_an_unplanned_meeting_waits_for_its_owner_when_its_time_comes(city: City) -> None:
    city.series()
    city.tick()
    assert lines(city, "a1", TODAY) == []
    assert lines(city, "a1", date(2026, 11, 13)) == []
    assert lines(city, "a1", date(2026, 11, 16)) == [("2026-12-31", "plan", True)]
    assert lines(city, "a1", date(2026, 12, 20)) == [("2026-12-31", "plan", True)]
    assert lines(city, "a1", date(2027, 1, 10)) == [("2026-12-31", "minutes", True)]
    assert lines(city, "a4", date(2026, 11, 20)) == []


def test_a_booked_meeting_waits_for_its_minutes_once_it_was_held(city: City) -> None:
    booked(city)
    assert lines(city, "a1", date(2026, 12, 7)) == []
    assert lines(city, "a1", date(2026, 12, 8)) == [("2026-12-08", "minutes", True)]


def test_of_an_ended_series_only_a_booked_meeting_waits_for_its_record(city: City) -> None:
    booked(city)
    city.series(title="別の会議")
    city.tick()
    near = date(2026, 12, 20)
    assert [what for _, what, _ in lines(city, "a1", near)] == ["minutes", "plan"]
    for series in city.read(lambda tx: list(all_series.every(tx))):
        city.write(lambda tx, one=series: all_series.save(tx, promises.ended(one)))
    assert [what for _, what, _ in lines(city, "a1", near)] == ["minutes"]


def test_an_open_cadence_waits_for_its_owner(city: City) -> None:
    city.series(cadence=None, state=SeriesState.ASKING)
    assert lines(city, "a1", TODAY) == [(str(TODAY), "cadence", False)]


def test_a_follow_up_waits_for_its_post(city: City) -> None:
    meeting = booked(city)
    city.write(lambda tx: follow_ups.add(tx, follow_up(city, meeting, date(2026, 11, 10))))
    assert lines(city, "a4", TODAY) == [("2026-11-10", "follow_up", True)]
    post = city.post("防災課 主査")
    owned = city.read(lambda tx: SLICE.due_of(tx, post, TODAY))
    assert [one.title for one in owned] == ["地域連携の会"]


def test_matters_are_called_after_their_series(city: City) -> None:
    meeting = booked(city)
    left = city.write(lambda tx: follow_ups.add(tx, follow_up(city, meeting, TODAY)))
    subjects = (f"series:{meeting.series}", meeting.subject, f"follow_up:{left.id}")
    titles = [city.read(lambda tx, one=one: SLICE.title_of(tx, one)) for one in subjects]
    assert titles == ["地域連携の会"] * 3
    for other in ("agreement:7", "meeting:999999", "meeting:x", "series"):
        assert city.read(lambda tx, one=other: SLICE.title_of(tx, one)) == ""


@pytest.fixture
def known(city: City) -> Meeting:
    """A meeting that a person booked, answered and has an item for."""
    meeting = booked(city)
    person = city.person("a1")

    def write(tx: Any) -> None:
        history.add(tx, meeting, person=person, act="meetings.book", at=city.now)
        item = AgendaItem(id=0, meeting=meeting.id, text="計画", by=person, at=city.now)
        agenda.add(tx, item)
        answers.keep(tx, Answer(meeting=meeting.id, person=person, reply=Reply.YES, at=city.now))

    city.write(write)
    return meeting


def test_a_person_reads_what_is_kept_of_them_and_can_be_taken_out(
    city: City, known: Meeting
) -> None:
    person = city.person("a1")
    found = city.read(lambda tx: SLICE.personal_data(tx, person))
    assert [set(one) for one in found] == [
        {"at", "act", "subject"},
        {"at", "item", "subject"},
        {"at", "reply", "subject"},
        {"organises"},
    ]
    assert city.write(lambda tx: SLICE.erase(tx, person, city.now)) == 4
    assert city.read(lambda tx: SLICE.personal_data(tx, person)) == ()
    assert len(city.read(lambda tx: agenda.of(tx, known.id))) == 1


def test_who_is_taken_out_is_named_by_no_doubt_and_no_earlier_state(city: City) -> None:
    person, other = city.person("a1"), city.person("a4")
    doubts = tuple(Doubt(trouble=Trouble.NO_MAILBOX, person=one) for one in (person, other))
    before = booked(city, doubts=doubts)
    after = city.save(before, organiser=other)
    city.write(lambda tx: history.add(tx, after, person=None, act="x", at=city.now, before=before))
    assert city.write(lambda tx: SLICE.erase(tx, person, city.now)) == 2
    now = city.read(lambda tx: meetings.get(tx, after.id))
    assert [one.person for one in now.doubts] == [0, other]
    (change,) = city.read(lambda tx: history.of(tx, after.id))
    assert change.before is not None
    assert change.before.organiser is None
    assert [one.person for one in change.before.doubts] == [0, other]
    assert city.write(lambda tx: SLICE.erase(tx, person, city.now)) == 0


def test_a_meeting_that_was_held_is_evidence_of_its_article(city: City) -> None:
    city.promise()
    city.tick()
    (meeting,) = city.meetings(city.of_source())
    assert city.read(lambda tx: SLICE.evidence(tx, "第6条")) == ()
    city.save(meeting, stage=Stage.HELD, held_on=TODAY, minutes_url="https://docs.example/1")
    (found,) = city.read(lambda tx: SLICE.evidence(tx, "第6条"))
    assert (found["kind"], found["on"], found["article"]) == ("meeting", TODAY, "第6条")
    assert "https://docs.example/1" in found["evidence"]
    assert city.read(lambda tx: SLICE.evidence(tx, "第9条")) == ()


def test_an_ended_series_is_kept_for_ten_years_and_then_destroyed(
    city: City, known: Meeting
) -> None:
    ended = {"state": SeriesState.ENDED}
    city.series(title="続いている会")
    series = city.read(lambda tx: all_series.get(tx, known.series))
    city.write(lambda tx: all_series.save(tx, replace(series, version=series.version + 1, **ended)))
    wanted = Wanted(kind=Kind.MEETINGS, years=10)
    for day, ids in ((date(2037, 3, 31), []), (date(2037, 4, 1), [series.id])):
        at = datetime(day.year, day.month, day.day, 9, tzinfo=TOKYO)
        found = city.read(lambda tx, at=at: SLICE.expired(tx, at, wanted))
        assert [one.id for one in found] == ids
    assert city.write(lambda tx: SLICE.dispose(tx, (series.id,), city.now)) == 1
    assert city.read(lambda tx: all_series.find(tx, series.id)) is None
    assert city.read(lambda tx: meetings.find_one(tx, known.id)) is None
    assert city.read(lambda tx: answers.of(tx, known.id)) == ()


def test_the_instants_of_a_booked_meeting_are_asked_for(city: City) -> None:
    meeting = booked(city)
    city.tick()
    now = city.now
    until = slot_at(date(2026, 12, 9), 9).start
    (first,) = city.read(lambda tx: SLICE.instants(tx, now, until))
    assert first == datetime(2026, 11, 4, 8, 30, tzinfo=TOKYO)  # the 3rd is a holiday
    assert BOOKED["slot"] == meeting.slot
