"""Everything that the release can ask of Graph, once each."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from bot.emulator.graph_attendance import Presence
from bot.emulator.server import Emulator
from graph import Graph
from graph.calendar import Attendee, NewEvent
from tests.graph.conftest import (
    CHAT,
    CLASS_OF_NOW,
    CLERK,
    HAS_APP,
    HEAD,
    MANIFEST,
    PRIMARY,
    PUPIL,
    STAFF,
    STAFF_ROOM,
)

START = datetime(2026, 12, 8, 5, tzinfo=UTC)
MEETING = NewEvent(
    subject="四半期協議",
    text="議題\n1 進捗",
    start=START,
    end=START + timedelta(hours=1),
    attendees=(Attendee(mail=CLERK.mail, name=CLERK.name),),
    room="room1@akatsuki.example",
    room_name="第1会議室",
    online=True,
)
LINK = "https://teams.microsoft.com/l/entity/1/home"


async def ask_everything(graph: Graph, emulator: Emulator, app: str) -> None:
    """Each call of each part, in an order in which they all succeed."""
    emulator.installs_tell = False
    await graph.check()
    await _ask_people(graph)
    await graph.installs.find_app(MANIFEST)
    await graph.installs.add(CLERK.aad_object_id, app)
    await graph.installs.chat(CLERK.aad_object_id, app)
    await _ring(graph)
    await _ask_calendars(graph, emulator)
    await _ask_schools(graph)
    await _ask_places(graph)


async def _ask_people(graph: Graph) -> None:
    await graph.directory.user(HEAD.aad_object_id)
    await graph.directory.manager(HEAD.aad_object_id)
    await _read(graph.directory.changes())
    await graph.groups.page(STAFF)
    for transitive in (True, False):
        await _read(graph.groups.members(STAFF, transitive=transitive))


async def _ring(graph: Graph) -> None:
    words = {"topic": "緊急", "web_url": LINK, "preview": "開いて確認してください。"}
    office = {"office": "防災課"}
    who = HAS_APP.aad_object_id
    feed = graph.activity_feed
    await feed.send((who,), "urgentNotice", **words, parameters=office, chain=1)
    await feed.send_one(who, "urgentNotice", **words, parameters=office, chain=1)


async def _ask_calendars(graph: Graph, emulator: Emulator) -> None:
    me, end = HEAD.aad_object_id, START + timedelta(hours=1)
    await graph.calendar.schedules(me, (CLERK.mail, HEAD.mail), START, end)
    event = await graph.calendar.create(me, MEETING, "renkei-1")
    await graph.calendar.event(me, event.id)
    await graph.calendar.move(me, event.id, end, end + timedelta(hours=1))
    await graph.calendar.rewrite(me, event.id, "議題")
    emulator.attendance.held(event.join_url, (Presence(name="x", joins=((START, end),)),))
    meeting = await graph.attendance_reports.meeting(me, event.join_url)
    (report,) = await graph.attendance_reports.of(me, meeting)
    await graph.attendance_reports.records(me, meeting, report.id)
    await graph.calendar.find(me, "renkei-1", START, end)
    await graph.calendar.cancel(me, event.id, "中止")
    await graph.calendar.remove(me, event.id)


async def _ask_schools(graph: Graph) -> None:
    await _read(graph.education.schools())
    await _read(graph.education.classes(PRIMARY.id))
    await _read(graph.education.members(CLASS_OF_NOW.id))
    await graph.education.contacts(PUPIL.aad_object_id)


async def _ask_places(graph: Graph) -> None:
    team, channel = STAFF_ROOM.id, STAFF_ROOM.channels[0].id
    await graph.teams.team(team)
    await graph.teams.channel(team, channel)
    await _read(graph.teams.members(team))
    await _read(graph.teams.channel_members(team, channel))
    await _read(graph.teams.chat_members(CHAT.id))


async def _read(pages: AsyncIterator[object]) -> None:
    _ = [page async for page in pages]
