"""Outlook's part of Graph: events of one mailbox, and when many mailboxes are free.

https://learn.microsoft.com/graph/api/resources/event
https://learn.microsoft.com/graph/api/calendar-getschedule
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from bot.emulator import graph_events
from bot.emulator.calendars import Calendars, Mailbox, Meeting, new_id
from bot.emulator.graph_answers import (
    Asked,
    Body,
    GraphError,
    Told,
    between,
    require_in_outlook,
    unknown_segment,
)
from bot.emulator.graph_events import bad, preferred
from bot.emulator.graph_query import listed
from bot.emulator.graph_schedule import Schedules
from bot.emulator.tenant import Tenant

# The directory calls the least of them .All, the documentation of each call does not.
READS = ("Calendars.ReadBasic", "Calendars.ReadBasic.All", "Calendars.Read", "Calendars.ReadWrite")
READS_ALL = READS[2:]
WRITES = ("Calendars.ReadWrite",)
_MOST = 500
_NEEDS_ALL = ("body", "bodyPreview")


class Outlook:
    """Answers below /users/{id}/events and /users/{id}/calendar."""

    def __init__(
        self, tenant: Tenant, calendars: Calendars, *, now: Callable[[], datetime]
    ) -> None:
        self._tenant = tenant
        self._calendars = calendars
        self._schedules = Schedules(calendars)
        self._now = now

    def answer(self, asked: Asked) -> Told:
        """One event, many, a new one, a change; free and busy times."""
        granted = self._tenant.granted
        match (asked.method, asked.path[2:]):
            case "POST", ["calendar", "getSchedule"]:
                require_in_outlook(granted, READS)
                self._mailbox(asked.path[1])
                return Told(self._schedules.answer(asked))
            case "GET", ["events"]:
                require_in_outlook(granted, READS)
                return Told(self._list(self._mailbox(asked.path[1]), asked))
            case "GET", ["events", id]:
                require_in_outlook(granted, READS)
                mailbox = self._mailbox(asked.path[1])
                return Told(self._shown(mailbox, self._get(mailbox, id), asked, entity=True))
        require_in_outlook(granted, WRITES)
        return self._write(self._mailbox(asked.path[1]), asked)

    def _write(self, mailbox: Mailbox, asked: Asked) -> Told:
        match (asked.method, asked.path[2:]):
            case "POST", ["events"]:
                return self._create(mailbox, asked)
            case "PATCH", ["events", id]:
                return self._change(mailbox, self._get(mailbox, id), asked)
            case "POST", ["events", id, "cancel"]:
                return self._cancel(mailbox, self._get(mailbox, id))
            case "DELETE", ["events", id]:
                return self._delete(mailbox, self._get(mailbox, id))
        raise unknown_segment()

    # reading

    def _list(self, mailbox: Mailbox, asked: Asked) -> Body:
        test = (
            graph_events.filtered(asked.query.get("$filter", ""))
            if "$filter" in asked.query
            else None
        )
        found = [one for one in self._calendars.of(mailbox) if test is None or test(one)]
        size = between(asked.query.get("$top"), 1, 1000, otherwise=10)
        start = between(asked.query.get("$skip"), 0, None, otherwise=0)
        body: Body = {"@odata.context": self._context(mailbox, asked)}
        if start + size < len(found):
            following = urlencode({**asked.query, "$skip": str(start + size)})
            body["@odata.nextLink"] = f"{asked.base}/{'/'.join(asked.path)}?{following}"
        rows = found[start : start + size]
        return body | {"value": [self._shown(mailbox, one, asked) for one in rows]}

    def _shown(
        self, mailbox: Mailbox, meeting: Meeting, asked: Asked, *, entity: bool = False
    ) -> Body:
        zone = preferred(asked.prefer)
        whole = graph_events.event(self._calendars, mailbox, meeting, zone)
        if not set(READS_ALL) & self._tenant.granted:
            whole = {name: value for name, value in whole.items() if name not in _NEEDS_ALL}
        names = listed(asked.query.get("$select", ""))
        if names:
            kept = {"@odata.etag", "id", *names}
            whole = {name: value for name, value in whole.items() if name in kept}
        context = {"@odata.context": self._context(mailbox, asked) + "/$entity"}
        return context | whole if entity else whole

    def _context(self, mailbox: Mailbox, asked: Asked) -> str:
        return f"{asked.base}/$metadata#users('{mailbox.aad_object_id}')/events"

    # writing

    def _create(self, mailbox: Mailbox, asked: Asked) -> Told:
        body = _object(asked.body)
        made = self._calendars.made(mailbox, str(body.get("transactionId") or ""))
        if made is None:
            made = self._calendars.add(self._new(mailbox, body))
        return Told(self._shown(mailbox, made, asked, entity=True), 201)

    def _new(self, mailbox: Mailbox, body: Body) -> Meeting:
        id = new_id(str(uuid4()), mailbox.aad_object_id)
        online = body.get("isOnlineMeeting") is True
        tenant = self._tenant.spec.tenant_id
        join_url = graph_events.join_url(tenant, mailbox.aad_object_id, id) if online else ""
        start, end = _span(body)
        meeting = Meeting(
            id=id,
            owner=mailbox.aad_object_id,
            subject=str(body.get("subject") or ""),
            start=start,
            end=end,
            created=self._now(),
            changed=self._now(),
            shows=str(body.get("showAs") or "busy"),
            text=graph_events.text(body, join_url),
            location=str(_object(body.get("location")).get("displayName") or ""),
            invited=graph_events.invited(body),
            transaction_id=str(body.get("transactionId") or ""),
            join_url=join_url,
        )
        if len(meeting.invited) > _MOST:
            raise bad("ErrorExceededMaxRecipientLimit", "The number of attendees is too large.")
        return meeting

    def _change(self, mailbox: Mailbox, meeting: Meeting, asked: Asked) -> Told:
        body = _object(asked.body)
        if meeting.owner != mailbox.aad_object_id:
            raise bad("ErrorInvalidRequest", "Only the organizer can change this property.")
        if "transactionId" in body:
            raise bad("ErrorInvalidRequest", "The transactionId can't be changed.")
        if "body" in body:
            _rewrite(meeting, body)
        meeting.subject = str(body.get("subject") or meeting.subject)
        start, end = _span({"start": _moment(meeting.start), "end": _moment(meeting.end)} | body)
        if (start, end) != (meeting.start, meeting.end):
            self._calendars.move(meeting, start, end)
        else:
            self._calendars.touch(meeting)
        return Told(self._shown(mailbox, meeting, asked, entity=True))

    def _cancel(self, mailbox: Mailbox, meeting: Meeting) -> Told:
        if meeting.owner != mailbox.aad_object_id or not meeting.invited:
            message = (
                "Your request can't be completed. You need to be an organizer to cancel a meeting."
            )
            raise bad("ErrorInvalidRequest", message)
        self._calendars.remove(meeting)
        return Told(None, 202)

    def _delete(self, mailbox: Mailbox, meeting: Meeting) -> Told:
        self._calendars.take_out(mailbox, meeting)
        return Told(None, 204)

    # what is asked about

    def _mailbox(self, name: str) -> Mailbox:
        try:
            mailbox = self._calendars.mailbox(name)
        except KeyError as error:
            message = f"The requested user '{name}' is invalid."
            raise GraphError(404, "ErrorInvalidUser", message) from error
        if mailbox is None:
            message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
            raise GraphError(404, "MailboxNotEnabledForRESTAPI", message)
        return mailbox

    def _get(self, mailbox: Mailbox, id: str) -> Meeting:
        meeting = self._calendars.find(mailbox, id)
        if meeting is None:
            message = "The specified object was not found in the store."
            raise GraphError(404, "ErrorItemNotFound", message)
        return meeting


def _rewrite(meeting: Meeting, body: Body) -> None:
    """Another body; where Teams' part went missing, the meeting is online no more."""
    meeting.text = graph_events.text(body, "")
    if meeting.join_url and meeting.join_url not in meeting.text:
        meeting.join_url = ""


def _span(body: Body) -> tuple[datetime, datetime]:
    start, end = (graph_events.instant(body.get(name)) for name in ("start", "end"))
    if end < start:
        raise bad("ErrorPropertyValidationFailure", "End time must be after start time.")
    return start, end


def _moment(at: datetime) -> dict[str, str]:
    return preferred("").moment(at)


def _object(found: Any) -> Body:
    return found if isinstance(found, dict) else {}
