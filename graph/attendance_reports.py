"""Who was in an online meeting, and how long: Teams' attendance reports.

The administrator has to allow it for the organiser by an application access policy besides the
consent. https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.client import Client
from graph.errors import Broken, Missing

FIND = "OnlineMeetings.Read.All"
READ = "OnlineMeetingArtifact.Read.All"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One gathering of a meeting; one that everybody left and came back to has several."""

    id: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """Somebody's presence. `aad_object_id` and `mail` are "" where Teams doesn't know them.

    `joins` are the spans in which they were there, `seconds` all of them together.
    """

    aad_object_id: str
    mail: str
    seconds: int
    joins: tuple[tuple[datetime, datetime], ...]


class AttendanceReports:
    """Reads the reports of meetings by their organiser (an object id).

    Everything raises Throttled, NotConsented, Missing or Broken. A meeting in a channel has none.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def meeting(self, organizer: str, join_url: str) -> str:
        """The id of the online meeting with this join URL; raises Missing.

        https://learn.microsoft.com/graph/api/onlinemeeting-get
        """
        builder = (await self._client.builders()).users.by_user_id(organizer).online_meetings
        quoted = join_url.replace("'", "''")
        wanted = builder.OnlineMeetingsRequestBuilderGetQueryParameters(
            filter=f"JoinWebUrl eq '{quoted}'"
        )
        async for page in self._client.pages(builder, FIND, wanted):
            for row in page:
                return str(row["id"])
        raise Missing

    async def of(self, organizer: str, meeting: str) -> tuple[Report, ...]:
        """The reports of a meeting, the earliest first; none until everybody has left.

        https://learn.microsoft.com/graph/api/meetingattendancereport-list
        """
        users = (await self._client.builders()).users
        meetings = users.by_user_id(organizer).online_meetings
        builder = meetings.by_online_meeting_id(meeting).attendance_reports
        found = [_report(row) async for page in self._client.pages(builder, READ) for row in page]
        return tuple(sorted(found, key=lambda report: report.start))

    async def records(self, organizer: str, meeting: str, report: str) -> tuple[Attended, ...]:
        """Everybody who was there, guests and telephones among them.

        https://learn.microsoft.com/graph/api/attendancerecord-list
        """
        users = (await self._client.builders()).users
        meetings = users.by_user_id(organizer).online_meetings
        reports = meetings.by_online_meeting_id(meeting).attendance_reports
        builder = reports.by_meeting_attendance_report_id(report).attendance_records
        pages = self._client.pages(builder, READ)
        return tuple([_attended(row) async for page in pages for row in page])


def _report(row: Mapping[str, Any]) -> Report:
    return Report(
        id=str(row.get("id") or ""),
        start=_instant(row.get("meetingStartDateTime")),
        end=_instant(row.get("meetingEndDateTime")),
    )


def _attended(row: Mapping[str, Any]) -> Attended:
    spans = row.get("attendanceIntervals") or ()
    return Attended(
        aad_object_id=str((row.get("identity") or {}).get("id") or ""),
        mail=str(row.get("emailAddress") or ""),
        seconds=int(row.get("totalAttendanceInSeconds") or 0),
        joins=tuple(
            (_instant(one.get("joinDateTime")), _instant(one.get("leaveDateTime"))) for one in spans
        ),
    )


def _instant(found: object) -> datetime:
    try:
        at = datetime.fromisoformat(str(found))
    except ValueError:
        raise Broken(200) from None
    if at.tzinfo is None:
        raise Broken(200)
    return at
