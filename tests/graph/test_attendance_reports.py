"""Who was in an online meeting."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.emulator.graph_attendance import Presence
from bot.emulator.server import Emulator
from graph import Graph
from graph.attendance_reports import Attended
from graph.calendar import Attendee, Event, NewEvent
from graph.errors import Missing, NotConsented
from tests.graph.conftest import CLERK, HEAD

START = datetime(2026, 12, 8, 5, tzinfo=UTC)
ME = HEAD.aad_object_id


def minutes(number: int) -> datetime:
    return START + timedelta(minutes=number)


@pytest.fixture
async def event(graph: Graph) -> Event:
    new = NewEvent(
        subject="研修",
        text="",
        start=START,
        end=minutes(60),
        attendees=(Attendee(mail=CLERK.mail, name=CLERK.name),),
        online=True,
    )
    return await graph.calendar.create(ME, new, "renkei-session-1")


@pytest.fixture
def presences() -> tuple[Presence, ...]:
    twice = ((minutes(0), minutes(20)), (minutes(30), minutes(60)))
    known = Presence(
        name=CLERK.name, aad_object_id=CLERK.aad_object_id, mail=CLERK.mail, joins=twice
    )
    return known, Presence(name="電話", joins=((minutes(5), minutes(50)),))


async def test_a_meeting_is_found_by_how_one_joins_it(graph: Graph, event: Event) -> None:
    meeting = await graph.attendance_reports.meeting(ME, event.join_url)
    assert await graph.attendance_reports.of(ME, meeting) == ()
    with pytest.raises(Missing):
        await graph.attendance_reports.meeting(ME, event.join_url + "'x")
    with pytest.raises(Missing):
        await graph.attendance_reports.meeting(CLERK.aad_object_id, event.join_url)


async def test_reports_tell_who_was_there_and_how_long(
    graph: Graph, emulator: Emulator, event: Event, presences: tuple[Presence, ...]
) -> None:
    emulator.attendance.held(event.join_url, presences)
    meeting = await graph.attendance_reports.meeting(ME, event.join_url)
    (report,) = await graph.attendance_reports.of(ME, meeting)
    assert (report.start, report.end) == (START, minutes(60))
    assert await graph.attendance_reports.records(ME, meeting, report.id) == (
        Attended(
            aad_object_id=CLERK.aad_object_id,
            mail=CLERK.mail,
            seconds=50 * 60,
            joins=((START, minutes(20)), (minutes(30), minutes(60))),
        ),
        Attended(aad_object_id="", mail="", seconds=45 * 60, joins=((minutes(5), minutes(50)),)),
    )


async def test_each_gathering_has_its_report_the_earliest_first(
    graph: Graph, emulator: Emulator, event: Event, presences: tuple[Presence, ...]
) -> None:
    late = replace(presences[0], joins=((minutes(90), minutes(95)),))
    emulator.attendance.held(event.join_url, (late,))
    emulator.attendance.held(event.join_url, presences)
    meeting = await graph.attendance_reports.meeting(ME, event.join_url)
    reports = await graph.attendance_reports.of(ME, meeting)
    assert [one.start for one in reports] == [START, minutes(90)]


async def test_a_large_meeting_is_read_to_its_end(
    graph: Graph, emulator: Emulator, event: Event
) -> None:
    many = [Presence(name=f"{number}", joins=((START, minutes(60)),)) for number in range(250)]
    report = emulator.attendance.held(event.join_url, many)
    meeting = await graph.attendance_reports.meeting(ME, event.join_url)
    assert len(await graph.attendance_reports.records(ME, meeting, report.id)) == 250


async def test_what_is_unknown_is_missing(graph: Graph, event: Event) -> None:
    meeting = await graph.attendance_reports.meeting(ME, event.join_url)
    for ask in (
        graph.attendance_reports.of(ME, "MSp"),
        graph.attendance_reports.records(ME, meeting, "another"),
        graph.attendance_reports.meeting("22222222-2222-4222-8222-000000000099", event.join_url),
    ):
        with pytest.raises(Missing):
            await ask


@pytest.mark.parametrize("lacking", ["OnlineMeetings.Read.All", "OnlineMeetingArtifact.Read.All"])
async def test_each_consent_is_asked_for_by_its_name(
    graph: Graph, emulator: Emulator, event: Event, lacking: str
) -> None:
    meeting = await graph.attendance_reports.meeting(ME, event.join_url)
    emulator.granted.discard(lacking)
    with pytest.raises(NotConsented, match=lacking):
        await graph.attendance_reports.meeting(ME, event.join_url)
        await graph.attendance_reports.of(ME, meeting)
