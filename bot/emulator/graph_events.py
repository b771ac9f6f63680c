"""Events in Graph's shape, and back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.emulator.calendars import Calendars, Invited, Mailbox, Meeting, id_in
from bot.emulator.graph_answers import Body, GraphError

_TOKYO = ZoneInfo("Asia/Tokyo")
_ZONES: Mapping[str, tzinfo] = {
    "UTC": UTC,
    "Tokyo Standard Time": _TOKYO,
    "Asia/Tokyo": _TOKYO,
}
_ZONE = re.compile(r'outlook\.timezone\s*=\s*"([^"]*)"', re.IGNORECASE)
_CLAUSE = re.compile(r"(start|end)/dateTime (ge|gt|le|lt) '([^']+)'")
_COMPARE: Mapping[str, Callable[[datetime, datetime], bool]] = {
    "ge": lambda left, right: left >= right,
    "gt": lambda left, right: left > right,
    "le": lambda left, right: left <= right,
    "lt": lambda left, right: left < right,
}
_NEVER = "0001-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Zone:
    """The time zone in which times are told."""

    name: str
    zone: tzinfo

    def moment(self, at: datetime) -> dict[str, str]:
        """An instant as Outlook writes it."""
        written = at.astimezone(self.zone).replace(tzinfo=None).isoformat(timespec="microseconds")
        return {"dateTime": written + "0", "timeZone": self.name}


def preferred(header: str) -> Zone:
    """The zone that a request prefers."""
    wish = _ZONE.search(header)
    name = wish.group(1) if wish else "UTC"
    return Zone(name, _zone(name))


def instant(found: Any) -> datetime:
    """A dateTimeTimeZone of a request as an instant in UTC."""
    if not isinstance(found, dict):
        raise bad("ErrorPropertyValidationFailure", "A time is required.")
    try:
        at = datetime.fromisoformat(str(found.get("dateTime")))
    except ValueError as error:
        raise bad("ErrorInvalidArgument", "The value is no date and time.") from error
    zone = _zone(str(found.get("timeZone") or "UTC"))
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _zone(name: str) -> tzinfo:
    if name not in _ZONES:
        raise bad("TimeZoneNotSupportedException", "A valid TimeZone value must be specified.")
    return _ZONES[name]


def filtered(clause: str) -> Callable[[Meeting], bool]:
    """The test that a $filter asks for: times only, as Exchange can search by few properties."""
    tests = []
    for part in clause.split(" and "):
        match = _CLAUSE.fullmatch(part.strip())
        if match is None:
            raise bad("ErrorInvalidUrlQueryFilter", "The query filter contains invalid properties.")
        tests.append(_test(match[1], match[2], instant({"dateTime": match[3]})))
    return lambda meeting: all(test(meeting) for test in tests)


def _test(name: str, operator: str, at: datetime) -> Callable[[Meeting], bool]:
    return lambda meeting: _COMPARE[operator](getattr(meeting, name), at)


def event(calendars: Calendars, mailbox: Mailbox, meeting: Meeting, zone: Zone) -> Body:
    """The whole event as it stands in this calendar."""
    own = meeting.owner == mailbox.aad_object_id
    organizer = calendars.organizer(meeting)
    mine = None if own else calendars.invitation(mailbox, meeting)
    return {
        **_head(mailbox, meeting),
        **_times(meeting, zone),
        "subject": meeting.subject,
        "body": {"contentType": "html", "content": meeting.text},
        "bodyPreview": re.sub(r"<[^>]+>", "", meeting.text)[:255],
        "location": {"displayName": meeting.location, "locationType": "default"},
        "showAs": calendars.shown(mailbox, meeting),
        "isOrganizer": own,
        "responseStatus": _status(mine) if mine else {"response": "organizer", "time": _NEVER},
        "attendees": [_attendee(one) for one in meeting.invited],
        "organizer": {"emailAddress": {"name": organizer.name, "address": organizer.mail}},
        **_online(meeting),
        **({"transactionId": meeting.transaction_id} if own and meeting.transaction_id else {}),
    }


def _head(mailbox: Mailbox, meeting: Meeting) -> Body:
    key = f"{meeting.id[-8:]}{meeting.changed.timestamp():.0f}"
    return {
        "@odata.etag": f'W/"{key}"',
        "id": id_in(mailbox, meeting),
        "changeKey": key,
        "iCalUId": f"040000008200E00074C5B7101A82E008{meeting.id[-32:].upper()}",
        "createdDateTime": _stamp(meeting.created),
        "lastModifiedDateTime": _stamp(meeting.changed),
        "type": "singleInstance",
        "isCancelled": False,
        "isAllDay": False,
        "sensitivity": "normal",
        "importance": "normal",
    }


def _times(meeting: Meeting, zone: Zone) -> Body:
    return {
        "start": zone.moment(meeting.start),
        "end": zone.moment(meeting.end),
        "originalStartTimeZone": "UTC",
        "originalEndTimeZone": "UTC",
    }


def _online(meeting: Meeting) -> Body:
    online = bool(meeting.join_url)
    return {
        "isOnlineMeeting": online,
        "onlineMeetingProvider": "teamsForBusiness" if online else "unknown",
        "onlineMeeting": {"joinUrl": meeting.join_url} if online else None,
    }


def _attendee(one: Invited) -> Body:
    return {
        "type": one.kind,
        "status": _status(one),
        "emailAddress": {"name": one.name, "address": one.mail},
    }


def _status(one: Invited) -> Body:
    return {"response": one.response, "time": _stamp(one.at) if one.at else _NEVER}


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def invited(body: Body) -> list[Invited]:
    """The attendees that a request names."""
    found = []
    for one in body.get("attendees") or ():
        address = one.get("emailAddress") or {}
        if not address.get("address"):
            raise bad("ErrorInvalidRecipients", "At least one recipient is not valid.")
        mail, kind = str(address["address"]), str(one.get("type") or "required")
        found.append(Invited(mail=mail, name=str(address.get("name") or mail), kind=kind))
    return found


def text(body: Body, join_url: str) -> str:
    """The event's body as Outlook keeps it; Teams adds how to join."""
    wish = body.get("body") or {}
    content = str(wish.get("content") or "")
    if str(wish.get("contentType") or "html").lower() == "text":
        content = content.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<html><head></head><body>{content}{_blob(join_url)}</body></html>"


def _blob(join_url: str) -> str:
    if not join_url:
        return ""
    line = "_" * 80
    return (
        f'<br><div style="width:100%"><span>{line}</span></div><div class="me-email-text">'
        f'<a class="me-email-headline" href="{join_url}">会議に参加する</a></div>'
    )


def join_url(tenant: str, owner: str, id: str) -> str:
    """The address by which Teams lets people in."""
    thread = quote(f"19:meeting_{id[-24:]}@thread.v2", safe="").lower()
    context = quote(f'{{"Tid":"{tenant}","Oid":"{owner}"}}', safe="").lower()
    return f"https://teams.microsoft.com/l/meetup-join/{thread}/0?context={context}"


def bad(code: str, message: str) -> GraphError:
    """Exchange's refusal of a request."""
    return GraphError(400, code, message)
