"""Graph's online meetings: found by how one joins them, and who was there.

https://learn.microsoft.com/graph/api/onlinemeeting-get
https://learn.microsoft.com/graph/api/meetingattendancereport-list
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from bot.emulator.calendars import Calendars, Meeting
from bot.emulator.graph_answers import (
    Asked,
    Body,
    GraphError,
    Told,
    between,
    require_in_teams,
    unknown_segment,
)
from bot.emulator.tenant import Tenant

FINDS = ("OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All")
READS = ("OnlineMeetingArtifact.Read.All",)
_JOIN_URL = re.compile(r"joinWebUrl eq '((?:[^']|'')+)'", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Somebody's time in a meeting; who isn't of the tenant has a name only."""

    name: str
    aad_object_id: str = ""
    mail: str = ""
    joins: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """One session of a meeting, from the first who came to the last who left."""

    id: str
    present: tuple[Presence, ...]

    @property
    def start(self) -> datetime:
        return min(joined for one in self.present for joined, _ in one.joins)

    @property
    def end(self) -> datetime:
        return max(left for one in self.present for _, left in one.joins)


class Attendance:
    """Answers below /users/{id}/onlineMeetings, for meetings that this user organised."""

    def __init__(self, tenant: Tenant, calendars: Calendars) -> None:
        self._tenant = tenant
        self._calendars = calendars
        self.gatherings: dict[str, list[Gathering]] = {}  # by join URL

    def held(self, join_url: str, present: Sequence[Presence]) -> Gathering:
        """People have met: from now on there is a report of it."""
        kept = self.gatherings.setdefault(join_url, [])
        id = hashlib.sha256(f"{join_url}/{len(kept)}".encode()).hexdigest()[:32]
        kept.append(Gathering(id=id, present=tuple(present)))
        return kept[-1]

    def answer(self, asked: Asked) -> Told:
        """A meeting by its join URL, its reports, the records of one."""
        if asked.method != "GET":
            raise unknown_segment()
        granted = self._tenant.granted
        organizer = self._organizer(asked.path[1])
        match asked.path[2:]:
            case ["onlineMeetings"]:
                require_in_teams(granted, FINDS)
                return Told(self._found(organizer, asked))
            case ["onlineMeetings", id, "attendanceReports"]:
                require_in_teams(granted, READS)
                rows = [_report(one) for one in self._gatherings(organizer, id)]
                return Told(_page(rows, asked))
            case ["onlineMeetings", id, "attendanceReports", report, "attendanceRecords"]:
                require_in_teams(granted, READS)
                found = self._gathering(organizer, id, report)
                rows = [_record(one, organizer) for one in found.present]
                return Told(_page(rows, asked))
        raise unknown_segment()

    def _found(self, organizer: str, asked: Asked) -> Body:
        match = _JOIN_URL.fullmatch(asked.query.get("$filter", "").strip())
        if match is None:
            message = "A filter by joinWebUrl is required."
            raise GraphError(400, "BadRequest", message)
        join_url = match[1].replace("''", "'")
        rows = [_meeting(one) for one in self._online(organizer) if one.join_url == join_url]
        return {"@odata.context": f"{asked.base}/$metadata#onlineMeetings", "value": rows}

    def _online(self, organizer: str) -> list[Meeting]:
        meetings = self._calendars.meetings.values()
        return [one for one in meetings if one.join_url and one.owner == organizer]

    def _gatherings(self, organizer: str, id: str) -> list[Gathering]:
        for one in self._online(organizer):
            if _meeting_id(one) == id:
                return self.gatherings.get(one.join_url, [])
        raise GraphError(404, "NotFound", "3004: The requested meeting was not found.")

    def _gathering(self, organizer: str, id: str, report: str) -> Gathering:
        for one in self._gatherings(organizer, id):
            if one.id == report:
                return one
        raise GraphError(404, "NotFound", "The requested attendance report was not found.")

    def _organizer(self, name: str) -> str:
        person = self._tenant.find(name)
        if person is None or person.aad_object_id != name:
            raise GraphError(404, "NotFound", "The requested user was not found.")
        return person.aad_object_id


def _meeting(meeting: Meeting) -> Body:
    return {
        "id": _meeting_id(meeting),
        "creationDateTime": _stamp(meeting.created),
        "startDateTime": _stamp(meeting.start),
        "endDateTime": _stamp(meeting.end),
        "joinWebUrl": meeting.join_url,
        "subject": meeting.subject,
    }


def _meeting_id(meeting: Meeting) -> str:
    name = f"1*{meeting.owner}*0**19:meeting_{meeting.id[-24:]}@thread.v2"
    return base64.b64encode(name.encode()).decode().rstrip("=")


def _report(gathering: Gathering) -> Body:
    return {
        "id": gathering.id,
        "totalParticipantCount": len(gathering.present),
        "meetingStartDateTime": _stamp(gathering.start),
        "meetingEndDateTime": _stamp(gathering.end),
        "attendanceRecords": [],
    }


def _record(one: Presence, organizer: str) -> Body:
    spans = [(joined, left, int((left - joined).total_seconds())) for joined, left in one.joins]
    known = {"id": one.aad_object_id or None, "displayName": one.name, "tenantId": None}
    return {
        "emailAddress": one.mail or None,
        "totalAttendanceInSeconds": sum(seconds for _, _, seconds in spans),
        "role": "Organizer" if one.aad_object_id == organizer else "Attendee",
        "identity": known,
        "attendanceIntervals": [
            {
                "joinDateTime": _stamp(joined),
                "leaveDateTime": _stamp(left),
                "durationInSeconds": seconds,
            }
            for joined, left, seconds in spans
        ],
    }


def _page(rows: list[Body], asked: Asked) -> Body:
    size = between(asked.query.get("$top"), 1, 100, otherwise=100)
    start = between(asked.query.get("$skip"), 0, None, otherwise=0)
    body: Body = {"@odata.context": f"{asked.base}/$metadata#{asked.path[-1]}"}
    if start + size < len(rows):
        following = urlencode({**asked.query, "$skip": str(start + size)})
        body["@odata.nextLink"] = f"{asked.base}/{'/'.join(asked.path)}?{following}"
    return body | {"value": rows[start : start + size]}


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")
