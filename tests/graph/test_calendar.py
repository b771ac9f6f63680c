"""Calendars as the errands see them: free times, events made once, moved, withdrawn."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.emulator.calendars import Meeting
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.tenant import Engagement, Person, Room, TenantSpec
from graph import Graph, events
from graph.calendar import Attendee, Busy, Event, NewEvent, WorkingDay
from graph.client import Client
from graph.errors import Broken, Missing, NoMailbox, NotConsented, Refused, Throttled
from tests.graph.conftest import CLERK, GUEST, HAS_APP, HEAD, PEOPLE, Issued, person

TOKYO = ZoneInfo("Asia/Tokyo")
DAY = datetime(2026, 12, 8, tzinfo=TOKYO)
TEN, ELEVEN = DAY.replace(hour=10), DAY.replace(hour=11)
ROOM = Room(aad_object_id="66666666-0001", name="第1会議室", mail="room1@akatsuki.example")
POSTLESS = person(8, has_mailbox=False)
ME = HEAD.aad_object_id
ONCE = "renkei-meeting-7-1"


@pytest.fixture
def spec(spec: TenantSpec) -> TenantSpec:
    taken = Engagement(owner=CLERK.aad_object_id, subject="係会議", start=TEN, end=ELEVEN)
    free = replace(taken, subject="出張", start=ELEVEN, end=DAY.replace(hour=12), shows="oof")
    return replace(spec, people=(*PEOPLE, POSTLESS), rooms=(ROOM,), engagements=(taken, free))


def at(hour: int, *, days: int = 0) -> datetime:
    return DAY.replace(hour=hour) + timedelta(days=days)


def invited(*people: Person) -> tuple[Attendee, ...]:
    return tuple(Attendee(mail=one.mail, name=one.name) for one in people)


def new(hour: int = 14, *, days: int = 0, room: str = ROOM.mail) -> NewEvent:
    return NewEvent(
        subject="四半期協議",
        text="議題\n1 <進捗> & 課題",
        start=at(hour, days=days),
        end=at(hour + 1, days=days),
        attendees=invited(CLERK, HAS_APP),
        room=room,
        room_name=ROOM.name if room else "",
        online=True,
    )


async def made(graph: Graph, event: NewEvent | None = None, once: str = ONCE) -> Event:
    return await graph.calendar.create(ME, event or new(), once)


def calls(emulator: Emulator, method: str = "POST", word: str = "events") -> int:
    return len([one for one in emulator.history if one.method == method and word in one.path])


# free and busy


async def test_each_mailbox_tells_when_it_is_taken(graph: Graph) -> None:
    mails = (CLERK.mail, HAS_APP.mail, ROOM.mail)
    found = await graph.calendar.schedules(ME, mails, DAY, DAY + timedelta(days=7))
    assert list(found) == list(mails)
    assert found[CLERK.mail].busy == (
        Busy(start=TEN, end=ELEVEN, status="busy"),
        Busy(start=ELEVEN, end=at(12), status="oof"),
    )
    assert found[CLERK.mail].busy[0].start.tzinfo is UTC
    assert found[HAS_APP.mail].busy == found[ROOM.mail].busy == ()
    assert {one.fault for one in found.values()} == {""}


async def test_working_hours_are_told_by_the_day(graph: Graph) -> None:
    found = await graph.calendar.schedules(ME, (CLERK.mail,), DAY, ELEVEN)
    assert found[CLERK.mail].works == tuple(
        WorkingDay(weekday=day, start=time(8, 30), end=time(17, 15), zone="Asia/Tokyo")
        for day in range(5)
    )


async def test_who_cannot_be_seen_is_told_why_beside_the_others(graph: Graph) -> None:
    mails = ("stranger@partner.example", POSTLESS.mail, GUEST.mail, CLERK.mail)
    found = await graph.calendar.schedules(ME, mails, DAY, at(12))
    assert [found[mail].fault for mail in mails] == ["missing", "no_mailbox", "no_mailbox", ""]
    assert len(found[CLERK.mail].busy) == 2
    assert found[POSTLESS.mail].works is None


async def test_many_mailboxes_over_a_long_time_take_several_calls(
    graph: Graph, emulator: Emulator
) -> None:
    crowd = [person(number) for number in range(100, 141)]
    emulator.enlist(crowd)
    mails = [one.mail for one in crowd]
    end = DAY + timedelta(days=130)
    found = await graph.calendar.schedules(ME, [*mails, mails[0].upper()], DAY, end)
    assert len(found) == 42
    assert {one.fault for one in found.values()} == {""}
    bodies = [one.body for one in emulator.history]
    assert len(bodies) == 3 * 3
    assert max(len(body["schedules"]) for body in bodies) == 20


async def test_what_lies_on_the_border_of_two_calls_is_told_once(
    graph: Graph, emulator: Emulator
) -> None:
    start = TEN - timedelta(days=61) + timedelta(minutes=30)
    found = await graph.calendar.schedules(ME, (CLERK.mail,), start, at(12))
    assert [one.start for one in found[CLERK.mail].busy] == [TEN, ELEVEN]
    assert len(emulator.history) == 2


async def test_free_and_elsewhere_are_not_taken(graph: Graph, emulator: Emulator) -> None:
    for shows in ("free", "workingElsewhere"):
        block(emulator, HAS_APP, shows=shows)
    block(emulator, HAS_APP, hour=15, shows="tentative")
    found = await graph.calendar.schedules(ME, (HAS_APP.mail,), DAY, at(18))
    assert [one.status for one in found[HAS_APP.mail].busy] == ["tentative"]


def block(emulator: Emulator, who: Person | Room, *, hour: int = 9, shows: str = "busy") -> Meeting:
    one = Meeting(
        id=f"{who.mail}/{hour}/{shows}",
        owner=who.aad_object_id,
        subject="別件",
        start=at(hour),
        end=at(hour + 1),
        created=DAY,
        changed=DAY,
        shows=shows,
    )
    return emulator.calendars.add(one)


# events


async def test_an_event_stands_in_every_calendar(graph: Graph, emulator: Emulator) -> None:
    event = await made(graph)
    assert (event.subject, event.start, event.end) == ("四半期協議", at(14), at(15))
    assert event.organizer_mail == HEAD.mail
    assert event.join_url.startswith("https://teams.microsoft.com/l/meetup-join/")
    assert event.transaction_id == ONCE
    assert not event.cancelled
    assert event.responses == (
        (CLERK.mail, "none"),
        (HAS_APP.mail, "none"),
        (ROOM.mail, "accepted"),
    )
    assert event.room_names == ((ROOM.mail, ROOM.name),)
    mails = (HEAD.mail, CLERK.mail, HAS_APP.mail, ROOM.mail)
    found = await graph.calendar.schedules(ME, mails, at(13), at(16))
    assert [found[mail].busy[0].status for mail in mails] == [
        *("busy", "tentative", "tentative", "busy"),
    ]
    assert await graph.calendar.event(ME, event.id) == event


async def test_a_taken_room_declines(graph: Graph, emulator: Emulator) -> None:
    block(emulator, ROOM, hour=14)
    event = await made(graph)
    assert dict(event.responses)[ROOM.mail] == "declined"


async def test_one_transaction_makes_one_event(graph: Graph, emulator: Emulator) -> None:
    first = await made(graph)
    assert await made(graph) == first
    assert await graph.calendar.create(ME, new(), ONCE, fresh=True) == first
    assert len(emulator.calendars.meetings) == 3
    assert (await made(graph, once="another")).id != first.id


async def test_two_at_once_make_one_event(graph: Graph, emulator: Emulator) -> None:
    both = await asyncio.gather(made(graph), made(graph))
    assert both[0] == both[1]
    assert len(emulator.calendars.meetings) == 3


async def test_a_lost_answer_is_read_back(graph: Graph, emulator: Emulator) -> None:
    emulator.faults.add(kind="reset_after", match="POST")
    with pytest.raises(Broken):
        await graph.calendar.create(ME, new(), ONCE, fresh=True)
    found = await graph.calendar.find(ME, ONCE, at(0), at(0, days=1))
    assert found is not None
    assert await made(graph) == found
    assert len(emulator.calendars.meetings) == 3


async def test_what_was_moved_a_little_is_not_made_again(graph: Graph) -> None:
    event = await made(graph)
    moved = await graph.calendar.move(ME, event.id, at(14, days=9), at(15, days=9))
    assert await made(graph) == moved


async def test_nothing_is_found_where_nothing_was_made(graph: Graph) -> None:
    await made(graph, new(days=2))
    assert await graph.calendar.find(ME, ONCE, at(0), at(0, days=2)) is None
    assert await graph.calendar.find(ME, "another", at(0), at(0, days=9)) is None


async def test_reading_back_goes_through_all_pages(
    graph: Graph, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "PAGE", 100)
    for minute in range(230):
        start = at(9) + timedelta(minutes=minute)
        emulator.calendars.add(
            Meeting(
                id=f"other-{minute}",
                owner=ME,
                subject="別件",
                start=start,
                end=start + timedelta(minutes=1),
                created=start,
                changed=start,
            )
        )
    event = await made(graph)
    emulator.history.clear()
    assert await graph.calendar.find(ME, ONCE, at(0), at(0, days=1)) == event
    assert len(emulator.history) == 3


async def test_moving_asks_the_room_anew(graph: Graph, emulator: Emulator) -> None:
    event = await made(graph)
    block(emulator, ROOM, hour=16)
    moved = await graph.calendar.move(ME, event.id, at(16), at(17))
    assert (moved.start, moved.end) == (at(16), at(17))
    assert dict(moved.responses)[ROOM.mail] == "declined"
    again = await graph.calendar.move(ME, event.id, at(17), at(18))
    assert dict(again.responses)[ROOM.mail] == "accepted"
    assert again.join_url == event.join_url


async def test_another_text_keeps_the_way_to_join(graph: Graph, emulator: Emulator) -> None:
    event = await made(graph)
    for text in ("議題\n2 <予算>", "変更後"):
        await graph.calendar.rewrite(ME, event.id, text)
        kept = emulator.calendars.meetings[event.id].text
        assert kept.count(event.join_url) == 1
        assert kept.count("_" * 80) == 1
        assert (await graph.calendar.event(ME, event.id)).join_url == event.join_url
    assert "予算" not in kept
    assert kept.startswith("<html><head></head><body><div>変更後</div><br>")


async def test_text_is_escaped(graph: Graph, emulator: Emulator) -> None:
    event = await made(graph)
    assert "議題<br>1 &lt;進捗&gt; &amp; 課題" in emulator.calendars.meetings[event.id].text


async def test_a_withdrawn_meeting_is_gone_everywhere(graph: Graph) -> None:
    event = await made(graph)
    await graph.calendar.cancel(ME, event.id, "先方の都合により")
    await graph.calendar.cancel(ME, event.id, "先方の都合により")
    mails = (HEAD.mail, CLERK.mail, ROOM.mail)
    found = await graph.calendar.schedules(ME, mails, at(13), at(18))
    assert [one.busy for one in found.values()] == [(), (), ()]


async def test_what_was_deleted_by_hand_is_missing(graph: Graph, emulator: Emulator) -> None:
    event = await made(graph)
    emulator.calendars.remove(emulator.calendars.meetings[event.id])
    for ask in (
        graph.calendar.event(ME, event.id),
        graph.calendar.move(ME, event.id, at(16), at(17)),
        graph.calendar.rewrite(ME, event.id, "別の議題"),
    ):
        with pytest.raises(Missing) as missing:
            await ask
        assert type(missing.value) is Missing


async def test_an_event_without_attendees_is_removed(graph: Graph, emulator: Emulator) -> None:
    alone = replace(new(room=""), attendees=(), online=False)
    event = await made(graph, alone)
    assert (event.join_url, event.responses) == ("", ())
    with pytest.raises(Refused):
        await graph.calendar.cancel(ME, event.id, "中止")
    await graph.calendar.remove(ME, event.id)
    await graph.calendar.remove(ME, event.id)
    assert event.id not in emulator.calendars.meetings


async def test_an_event_takes_no_more_than_five_hundred(graph: Graph) -> None:
    many = tuple(Attendee(mail=f"a{number}@x.example", name="") for number in range(501))
    with pytest.raises(ValueError, match="500"):
        await made(graph, replace(new(), attendees=many))


async def test_an_instant_without_a_zone_is_refused(graph: Graph) -> None:
    with pytest.raises(ValueError, match="zone"):
        await graph.calendar.find(ME, ONCE, datetime(2026, 12, 8), at(9))


# trouble


@pytest.mark.parametrize("who", [POSTLESS.aad_object_id, person(99).aad_object_id])
async def test_who_has_no_mailbox_has_no_calendar(graph: Graph, who: str) -> None:
    for ask in (
        graph.calendar.schedules(who, (CLERK.mail,), DAY, at(12)),
        graph.calendar.create(who, new(), ONCE),
        graph.calendar.event(who, "AAMkAG1"),
        graph.calendar.cancel(who, "AAMkAG1", "中止"),
    ):
        with pytest.raises(NoMailbox):
            await ask


async def test_an_organiser_who_left_takes_the_calendar_along(
    graph: Graph, emulator: Emulator
) -> None:
    event = await made(graph)
    emulator.tenant.remove(HEAD)
    with pytest.raises(NoMailbox):
        await graph.calendar.event(ME, event.id)


async def test_each_call_names_the_consent_that_it_lacks(graph: Graph, emulator: Emulator) -> None:
    event = await made(graph)
    emulator.granted.discard("Calendars.ReadWrite")
    await graph.calendar.event(ME, event.id)
    with pytest.raises(NotConsented, match=r"Calendars\.ReadWrite"):
        await graph.calendar.move(ME, event.id, at(16), at(17))
    with pytest.raises(NotConsented, match=r"Calendars\.ReadWrite"):
        await graph.calendar.cancel(ME, event.id, "中止")
    emulator.granted.discard("Calendars.ReadBasic")
    with pytest.raises(NotConsented, match=r"Calendars\.ReadBasic"):
        await graph.calendar.schedules(ME, (CLERK.mail,), DAY, at(12))


async def test_graph_may_be_down_or_busy(graph: Graph, emulator: Emulator) -> None:
    emulator.faults.add(kind="502", match="/events")
    with pytest.raises(Broken):
        await made(graph)
    emulator.faults.add(kind="429", match="/calendar", retry_after=7.0)
    with pytest.raises(Throttled) as throttled:
        await graph.calendar.schedules(ME, (CLERK.mail,), DAY, at(12))
    assert throttled.value.retry_after == 7


@pytest.mark.parametrize("limits", [replace(Limits.none(), enabled=True)])
async def test_one_mailbox_is_never_asked_by_more_than_four_at_once(graph: Graph) -> None:
    await graph.warm()
    asks = (graph.calendar.find(ME, ONCE, at(0), at(9)) for _ in range(20))
    assert await asyncio.gather(*asks) == [None] * 20


@pytest.mark.parametrize("limits", [replace(Limits.none(), enabled=True)])
async def test_a_fifth_from_elsewhere_has_to_wait(
    graph: Graph, other: Graph, emulator: Emulator
) -> None:
    await asyncio.gather(graph.warm(), other.warm())
    asks = (one.calendar.find(ME, ONCE, at(0), at(9)) for one in (graph, other) for _ in range(4))
    ended = await asyncio.gather(*asks, return_exceptions=True)
    assert any(isinstance(one, Throttled) and one.retry_after == 1 for one in ended)
    assert ended.count(None) >= 4


@pytest.fixture
async def other(emulator: Emulator) -> AsyncIterator[Graph]:
    """A second process of the bot."""
    hosts = (emulator.url.removeprefix("http://"),)
    credential: Any = Issued(emulator)
    opened = Graph(Client(credential, base_url=emulator.graph_url, hosts=hosts))
    yield opened
    await opened.close()
