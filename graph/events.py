"""Events as Outlook writes them, and as our own records."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from graph import event_text
from graph.errors import Broken

PAGE = 250  # events of one answer
MOST = 500  # attendees that one event takes
FIELDS = (
    *("id", "subject", "start", "end", "isCancelled", "onlineMeeting", "transactionId"),
    *("organizer", "attendees"),
)
_NEAR = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Who is invited."""

    mail: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event to be made. `text` is plain; `room` is the mail address of a room, "" for none."""

    subject: str
    text: str
    start: datetime
    end: datetime
    attendees: tuple[Attendee, ...] = ()
    room: str = ""
    room_name: str = ""
    online: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as it stands in its organiser's calendar.

    `join_url` is "" where it isn't online (or Teams has not answered yet). `responses` are the
    mail addresses of attendees and room with what they answered: none, notResponded, accepted,
    tentativelyAccepted or declined. `room_names` are mail address and name of each room that is
    invited, where the directory knows its name.
    """

    id: str
    subject: str
    start: datetime
    end: datetime
    cancelled: bool
    join_url: str
    transaction_id: str
    organizer_mail: str
    responses: tuple[tuple[str, str], ...]
    room_names: tuple[tuple[str, str], ...] = ()


def body(event: NewEvent, transaction_id: str) -> dict[str, Any]:
    """The event as Graph wants it. Raises ValueError for too many attendees."""
    invited = [_invited(one.mail, one.name, "required") for one in event.attendees]
    found: dict[str, Any] = {
        "subject": event.subject,
        "body": event_text.html(event.text),
        "start": moment(event.start),
        "end": moment(event.end),
        "isOnlineMeeting": event.online,
        "allowNewTimeProposals": False,
        "transactionId": transaction_id,
    }
    if event.online:
        found["onlineMeetingProvider"] = "teamsForBusiness"
    if event.room:
        name = event.room_name or event.room
        invited.append(_invited(event.room, name, "resource"))
        found["location"] = {
            "displayName": name,
            "locationType": "conferenceRoom",
            "locationEmailAddress": event.room,
        }
    if len(invited) > MOST:
        raise ValueError(f"an event takes {MOST} attendees at most")
    return found | {"attendees": invited}


def moment(at: datetime) -> dict[str, str]:
    """An aware instant as Graph writes it."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone")
    written = at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return {"dateTime": written, "timeZone": "UTC"}


def instant(found: object) -> datetime:
    """An instant as Graph writes it when asked for UTC; raises Broken for anything else."""
    if not isinstance(found, dict) or found.get("timeZone") not in ("UTC", "Etc/UTC"):
        raise Broken(200)
    try:
        return datetime.fromisoformat(str(found.get("dateTime"))).replace(tzinfo=UTC)
    except ValueError:
        raise Broken(200) from None


def beginning(start: datetime, end: datetime) -> str:
    """The filter for events that begin in [start, end)."""
    first, last = moment(start)["dateTime"], moment(end)["dateTime"]
    return f"start/dateTime ge '{first}' and start/dateTime lt '{last}'"


def near(event: NewEvent) -> tuple[datetime, datetime]:
    """Where the event is looked for, should it have been moved a little since it was made."""
    return event.start - _NEAR, event.start + _NEAR


def read(found: Mapping[str, Any]) -> Event:
    """The event that Graph tells; raises Broken where it isn't one."""
    if not isinstance(found.get("id"), str):
        raise Broken(200)
    return Event(
        id=found["id"],
        subject=str(found.get("subject") or ""),
        start=instant(found.get("start")),
        end=instant(found.get("end")),
        cancelled=found.get("isCancelled") is True,
        join_url=str(_object(found, "onlineMeeting").get("joinUrl") or ""),
        transaction_id=str(found.get("transactionId") or ""),
        organizer_mail=_mail(_object(found, "organizer")),
        responses=tuple(_response(one) for one in found.get("attendees") or ()),
        room_names=tuple(_room_names(found.get("attendees") or ())),
    )


def _invited(mail: str, name: str, kind: str) -> dict[str, Any]:
    return {"emailAddress": {"address": mail, "name": name}, "type": kind}


def _response(attendee: Mapping[str, Any]) -> tuple[str, str]:
    return _mail(attendee), str(_object(attendee, "status").get("response") or "none")


def _room_names(attendees: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """What is called by its address has no name that anybody knows."""
    for one in attendees:
        mail, name = _mail(one), str(_object(one, "emailAddress").get("name") or "")
        if one.get("type") == "resource" and name and name.lower() != mail.lower():
            yield mail, name


def _mail(found: Mapping[str, Any]) -> str:
    return str(_object(found, "emailAddress").get("address") or "")


def _object(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = found.get(name)
    return value if isinstance(value, dict) else {}
