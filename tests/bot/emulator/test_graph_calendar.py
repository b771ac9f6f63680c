"""Calendars as Graph tells them, and what people do to them by hand."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from bot.emulator import city
from bot.emulator.calendars import Calendars
from bot.emulator.server import Emulator
from bot.emulator.tenant import Engagement, Room, Tenant, TenantSpec
from tests.bot.emulator.conftest import CLERK, HEAD, TEACHER, Caller, person

TOKYO = ZoneInfo("Asia/Tokyo")
START, END = datetime(2026, 12, 8, 10, tzinfo=TOKYO), datetime(2026, 12, 8, 11, tzinfo=TOKYO)
ROOM = Room(aad_object_id="66666666-0001", name="第1会議室", mail="room1@akatsuki.example")
WITHOUT = person(4, has_mailbox=False)
EVENTS = f"/graph/v1.0/users/{HEAD.aad_object_id}/events"
SCHEDULE = f"/graph/v1.0/users/{HEAD.aad_object_id}/calendar/getSchedule"
MINE = f"/practice/calendar/{HEAD.aad_object_id}"
RANGE = "?from=2026-12-01T00:00:00%2B09:00&to=2027-01-01T00:00:00%2B09:00"


@pytest.fixture
def spec(spec: TenantSpec) -> TenantSpec:
    taken = Engagement(owner=CLERK.aad_object_id, subject="係会議", start=START, end=END)
    return replace(
        spec, people=(HEAD, CLERK, TEACHER, WITHOUT), rooms=(ROOM,), engagements=(taken,)
    )


def utc(at: datetime) -> dict[str, str]:
    written = at.astimezone(ZoneInfo("UTC")).replace(tzinfo=None).isoformat()
    return {"dateTime": written, "timeZone": "UTC"}


def wish(**more: Any) -> dict[str, Any]:
    def invited(mail: str, name: str, kind: str) -> dict[str, Any]:
        return {"emailAddress": {"address": mail, "name": name}, "type": kind}

    return {
        "subject": "協議",
        "body": {"contentType": "html", "content": "<div>議題</div>"},
        "start": utc(START),
        "end": utc(END),
        "attendees": [
            invited(CLERK.mail, CLERK.name, "required"),
            invited("someone@partner.example", "相手方", "required"),
            invited(ROOM.mail, ROOM.name, "resource"),
        ],
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "transactionId": "once",
        **more,
    }


async def ask(graph: Caller, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    status, answer, _ = await graph.ask(method, path, body)
    return status, answer


async def test_an_event_has_outlooks_shape(graph: Caller) -> None:
    status, event = await ask(graph, "POST", EVENTS, wish())
    assert status == 201
    assert event["@odata.context"].endswith(f"#users('{HEAD.aad_object_id}')/events/$entity")
    assert event["start"] == {"dateTime": "2026-12-08T01:00:00.0000000", "timeZone": "UTC"}
    assert event["organizer"]["emailAddress"]["address"] == HEAD.mail
    assert event["isOrganizer"] is True
    assert [one["status"]["response"] for one in event["attendees"]] == [
        *("none", "none", "accepted"),
    ]
    assert event["attendees"][2]["type"] == "resource"
    assert event["onlineMeeting"]["joinUrl"] in event["body"]["content"]
    assert event["transactionId"] == "once"


async def test_only_what_is_selected_is_told(graph: Caller) -> None:
    _, event = await ask(graph, "POST", EVENTS, wish())
    _, told = await ask(graph, "GET", f"{EVENTS}/{event['id']}?$select=subject,isCancelled")
    assert set(told) == {"@odata.context", "@odata.etag", "id", "subject", "isCancelled"}


async def test_basic_reading_leaves_the_body_out(graph: Caller, emulator: Emulator) -> None:
    _, event = await ask(graph, "POST", EVENTS, wish())
    emulator.granted.discard("Calendars.ReadWrite")
    _, told = await ask(graph, "GET", f"{EVENTS}/{event['id']}")
    assert "body" not in told
    assert told["subject"] == "協議"


async def test_the_same_transaction_is_answered_with_what_stands_there(
    graph: Caller, emulator: Emulator
) -> None:
    first = await ask(graph, "POST", EVENTS, wish())
    assert await ask(graph, "POST", EVENTS, wish(subject="別名")) == first
    other = EVENTS.replace(HEAD.aad_object_id, TEACHER.aad_object_id)
    status, event = await ask(graph, "POST", other, wish())
    assert (status, event["id"] != first[1]["id"]) == (201, True)


async def test_an_attendee_has_a_copy_with_an_id_of_its_own(graph: Caller) -> None:
    _, event = await ask(graph, "POST", EVENTS, wish())
    theirs = EVENTS.replace(HEAD.aad_object_id, CLERK.aad_object_id)
    _, listed = await ask(graph, "GET", f"{theirs}?$top=50")
    copy = next(one for one in listed["value"] if one["subject"] == "協議")
    assert copy["id"] != event["id"]
    assert (copy["isOrganizer"], copy["showAs"]) == (False, "tentative")
    assert "transactionId" not in copy
    status, error = await ask(graph, "POST", f"{theirs}/{copy['id']}/cancel", {})
    assert (status, "organizer" in error["error"]["message"]) == (400, True)
    assert (await ask(graph, "DELETE", f"{theirs}/{copy['id']}"))[0] == 204
    _, told = await ask(graph, "GET", f"{EVENTS}/{event['id']}")
    assert told["attendees"][0]["status"]["response"] == "declined"


async def test_a_body_without_teams_part_takes_the_meeting_offline(graph: Caller) -> None:
    _, event = await ask(graph, "POST", EVENTS, wish())
    body = {"body": {"contentType": "html", "content": "<div>議題</div>"}}
    _, changed = await ask(graph, "PATCH", f"{EVENTS}/{event['id']}", body)
    assert (changed["isOnlineMeeting"], changed["onlineMeeting"]) == (False, None)


async def test_free_and_busy_are_told_for_twenty_over_two_months(graph: Caller) -> None:
    asked = {
        "schedules": [CLERK.mail, WITHOUT.mail, "someone@partner.example"],
        "startTime": utc(START),
        "endTime": utc(END + timedelta(hours=1)),
    }
    _, told = await ask(graph, "POST", SCHEDULE, asked)
    clerk, without, stranger = told["value"]
    assert clerk["availabilityView"] == "2200"
    assert clerk["workingHours"]["timeZone"] == {"name": "Tokyo Standard Time"}
    assert without["error"]["responseCode"] == "5016"
    assert stranger["error"]["responseCode"] == "5009"
    for wrong in (
        {"schedules": [CLERK.mail] * 21},
        {"endTime": utc(START + timedelta(days=63))},
        {"endTime": utc(START)},
        {"startTime": {"dateTime": "2026-12-08T10:00:00", "timeZone": "Mars"}},
    ):
        assert (await ask(graph, "POST", SCHEDULE, asked | wrong))[0] == 400


@pytest.mark.parametrize(
    ("who", "code"),
    [(WITHOUT.aad_object_id, "MailboxNotEnabledForRESTAPI"), ("nobody", "ErrorInvalidUser")],
)
async def test_there_are_no_events_without_a_mailbox(graph: Caller, who: str, code: str) -> None:
    status, told = await ask(graph, "GET", EVENTS.replace(HEAD.aad_object_id, who))
    assert (status, told["error"]["code"]) == (404, code)


async def test_outlook_cannot_search_by_transaction(graph: Caller) -> None:
    status, told = await ask(graph, "GET", f"{EVENTS}?$filter=transactionId eq 'once'")
    assert (status, told["error"]["code"]) == (400, "ErrorInvalidUrlQueryFilter")


async def test_calendars_outlive_the_process(
    graph: Caller, emulator: Emulator, spec: TenantSpec
) -> None:
    _, event = await ask(graph, "POST", EVENTS, wish())
    (begun,) = (one for one in emulator.calendars.of(CLERK) if one.subject == "係会議")
    emulator.calendars.remove(begun)
    kept = orjson.loads(orjson.dumps(emulator.saved()))
    later = Emulator(spec)
    later.restore(kept)
    assert later.calendars.meetings == emulator.calendars.meetings
    assert later.calendars.find(HEAD, event["id"]) is not None
    assert [one.subject for one in later.calendars.of(CLERK)] == ["協議"]
    assert later.saved() == emulator.saved()
    Emulator(spec).restore({"conversations": []})


# by hand


async def test_the_page_shows_a_calendar(graph: Caller, caller: Caller) -> None:
    await ask(graph, "POST", EVENTS, wish())
    status, told = await ask(caller, "GET", MINE + RANGE)
    assert status == 200
    assert told["person"]["mailbox"] is True
    (event,) = told["events"]
    assert (event["subject"], event["own"], event["online"]) == ("協議", True, True)
    assert event["room"] == ROOM.name
    _, rooms = await ask(caller, "GET", "/practice/rooms")
    assert rooms["rooms"][0]["name"] == ROOM.name
    _, none = await ask(caller, "GET", f"/practice/calendar/{WITHOUT.mail}{RANGE}")
    assert (none["person"]["mailbox"], none["events"]) == (False, [])


async def test_a_busy_time_is_added_moved_and_deleted_by_hand(
    graph: Caller, caller: Caller
) -> None:
    span = {"start": START.isoformat(), "end": END.isoformat()}
    room = f"/practice/calendar/{ROOM.mail}"
    _, added = await ask(caller, "POST", room, {"subject": "選挙", **span})
    _, event = await ask(graph, "POST", EVENTS, wish())
    assert event["attendees"][2]["status"]["response"] == "declined"
    one = f"{room}/{added['event']['id']}"
    later = {
        name: (at + timedelta(days=1)).isoformat() for name, at in (("start", START), ("end", END))
    }
    _, moved = await ask(caller, "POST", f"{one}/move", later)
    assert moved["event"]["start"] == later["start"]
    assert await ask(caller, "POST", f"{one}/delete", {}) == (200, {"ok": True})
    assert (await ask(caller, "POST", f"{one}/delete", {}))[0] == 404


async def test_what_the_organiser_deletes_by_hand_is_gone_for_graph(
    graph: Caller, caller: Caller
) -> None:
    _, event = await ask(graph, "POST", EVENTS, wish())
    await ask(caller, "POST", f"{MINE}/{event['id']}/delete", {})
    status, told = await ask(graph, "GET", f"{EVENTS}/{event['id']}")
    assert (status, told["error"]["code"]) == (404, "ErrorItemNotFound")


async def test_an_attendee_answers_but_cannot_move(graph: Caller, caller: Caller) -> None:
    _, event = await ask(graph, "POST", EVENTS, wish())
    theirs = f"/practice/calendar/{CLERK.mail}"
    _, told = await ask(caller, "GET", theirs + RANGE)
    copy = next(one for one in told["events"] if one["subject"] == "協議")
    one = f"{theirs}/{copy['id']}"
    assert (await ask(caller, "POST", f"{one}/respond", {"response": "accepted"}))[0] == 200
    span = {"start": START.isoformat(), "end": END.isoformat()}
    assert (await ask(caller, "POST", f"{one}/move", span))[0] == 409
    _, shown = await ask(graph, "GET", f"{EVENTS}/{event['id']}")
    assert shown["attendees"][0]["status"]["response"] == "accepted"


async def test_people_meet_and_a_report_is_there(
    graph: Caller, caller: Caller, emulator: Emulator
) -> None:
    _, event = await ask(graph, "POST", EVENTS, wish())
    held = {"minutes": 55, "present": [CLERK.mail, "相手方"]}
    _, told = await ask(caller, "POST", f"{MINE}/{event['id']}/held", held)
    (gathering,) = emulator.attendance.gatherings[event["onlineMeeting"]["joinUrl"]]
    assert gathering.id == told["report"]
    assert [one.name for one in gathering.present] == [CLERK.name, "相手方"]
    assert Emulator(emulator.spec).attendance.gatherings == {}
    later = Emulator(emulator.spec)
    later.restore(emulator.saved())
    assert later.attendance.gatherings == emulator.attendance.gatherings


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"subject": "会議", "start": START.isoformat(), "end": START.isoformat()},
        {"subject": "会議", "start": "2026-12-08T10:00:00", "end": END.isoformat()},
        {"subject": "会議", "start": START.isoformat(), "end": END.isoformat(), "shows": "x"},
    ],
)
async def test_a_wish_that_makes_no_sense_is_refused(caller: Caller, body: dict[str, Any]) -> None:
    assert (await ask(caller, "POST", MINE, body))[0] == 400


# the sample city


def test_the_citys_calendars_are_believable() -> None:
    spec = city.spec()
    assert [room.name for room in spec.rooms] == ["第1会議室", "第2会議室"]
    calendars = Calendars(Tenant(spec), now=lambda: START)
    first = datetime.combine(city.FIRST_DAY, datetime.min.time(), TOKYO)
    city_hall = (one for one in spec.people if one.mail.endswith("@city.akatsuki.example"))
    for who in (*city_hall, *spec.rooms):
        for month in range(12):
            begin = first + timedelta(days=30 * month)
            taken = calendars.between(who, begin, begin + timedelta(days=30))
            assert 4 <= len(taken) <= 60
            assert all(one.start.astimezone(TOKYO).weekday() < 5 for one in taken)
    assert city.spec().engagements == spec.engagements
