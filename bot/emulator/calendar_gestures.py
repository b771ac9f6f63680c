"""What people do by hand in Outlook, for the practice page.

`person` is a directory id or mail address, of a room too; times are ISO 8601 with an offset.

- `GET /practice/calendar/{person}?from=…&to=…` answers `{"person": {"id", "name", "mail",
  "mailbox": true}, "events": [event, …]}`; `mailbox` is false, and there are no events, where the
  person has no mailbox. An event is `{"id", "subject", "start", "end", "shows": "busy", "own":
  true, "organizer", "online": true, "room", "attendees": [{"name", "mail", "kind": "required" or
  "resource", "response"}]}`. `own` events may be moved; all may be deleted.
- `GET /practice/rooms` answers `{"rooms": [{"id", "name", "mail"}, …]}`.
- `POST /practice/calendar/{person}` with `{"subject", "start", "end"}` (and `"shows"`, if it isn't
  "busy") adds a busy time; answers `{"event": event}`.
- `POST /practice/calendar/{person}/{event}/move` with `{"start", "end"}` moves an own event for
  everybody; answers `{"event": event}`, or 409 for somebody else's.
- `POST /practice/calendar/{person}/{event}/delete` with `{}` deletes it: an own one for everybody,
  one of somebody else's is declined; answers `{"ok": true}`.
- `POST /practice/calendar/{person}/{event}/respond` with `{"response": "accepted"}` (or
  "tentativelyAccepted", "declined") answers an invitation; answers `{"ok": true}`.
- `POST /practice/calendar/{person}/{event}/held` with `{"minutes": 55, "present": [person, …]}`:
  those met online from the event's start on; answers `{"report": id}`, or 409 if it isn't online.

Each change, by hand or through Graph, is told to the page as the event `calendar` with
`{"person": id}`, once for each calendar that it changed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from aiohttp import web

from bot.emulator.asking import answered, guarded, instant_of, text_of, wish_of, wrong
from bot.emulator.calendars import Calendars, Mailbox, Meeting, id_in, new_id
from bot.emulator.graph_attendance import Attendance, Presence
from bot.emulator.tenant import Tenant

_SHOWS = ("busy", "tentative", "oof", "workingElsewhere", "free")
_RESPONSES = ("accepted", "tentativelyAccepted", "declined")


class CalendarGestures:
    """The addresses."""

    def __init__(
        self,
        tenant: Tenant,
        calendars: Calendars,
        attendance: Attendance,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._tenant = tenant
        self._calendars = calendars
        self._attendance = attendance
        self._now = now

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        event = "/practice/calendar/{person}/{event}"
        return [
            web.get("/practice/rooms", guarded(self.rooms)),
            web.get("/practice/calendar/{person}", guarded(self.shown)),
            web.post("/practice/calendar/{person}", guarded(self.add)),
            web.post(f"{event}/move", guarded(self.move)),
            web.post(f"{event}/delete", guarded(self.delete)),
            web.post(f"{event}/respond", guarded(self.respond)),
            web.post(f"{event}/held", guarded(self.held)),
        ]

    async def rooms(self, _request: web.Request) -> web.Response:
        """The rooms that have calendars."""
        rooms = self._tenant.spec.rooms
        return answered(
            {
                "rooms": [
                    {"id": one.aad_object_id, "name": one.name, "mail": one.mail} for one in rooms
                ]
            }
        )

    async def shown(self, request: web.Request) -> web.Response:
        """What stands in somebody's calendar."""
        start, end = (instant_of(request.query, name) for name in ("from", "to"))
        name = request.match_info["person"]
        mailbox = self._mailbox(name)
        if mailbox is None:
            person = self._tenant.get(name)
            return answered({"person": _person(person, mailbox=False), "events": []})
        found = self._calendars.between(mailbox, start, end)
        events = [self._event(mailbox, one) for one in found]
        return answered({"person": _person(mailbox, mailbox=True), "events": events})

    async def add(self, request: web.Request) -> web.Response:
        """Somebody is busy then."""
        mailbox, wish = self._owner(request), await wish_of(request)
        start, end = _span(wish)
        shows = wish.get("shows", "busy")
        if shows not in _SHOWS:
            raise wrong("shows")
        made = Meeting(
            id=new_id(str(uuid4()), mailbox.aad_object_id),
            owner=mailbox.aad_object_id,
            subject=text_of(wish, "subject"),
            start=start,
            end=end,
            created=self._now(),
            changed=self._now(),
            shows=shows,
        )
        self._calendars.add(made)
        return answered({"event": self._event(mailbox, made)})

    async def move(self, request: web.Request) -> web.Response:
        """The organiser drags it to another time."""
        mailbox, meeting = self._meeting(request)
        start, end = _span(await wish_of(request))
        if meeting.owner != mailbox.aad_object_id:
            return answered({"error": "主催者だけが日時を変更できます。"}, status=409)
        self._calendars.move(meeting, start, end)
        return answered({"event": self._event(mailbox, meeting)})

    async def delete(self, request: web.Request) -> web.Response:
        """Somebody deletes it."""
        mailbox, meeting = self._meeting(request)
        self._calendars.take_out(mailbox, meeting)
        return answered({"ok": True})

    async def respond(self, request: web.Request) -> web.Response:
        """Somebody answers an invitation."""
        mailbox, meeting = self._meeting(request)
        response = text_of(await wish_of(request), "response")
        if response not in _RESPONSES or meeting.owner == mailbox.aad_object_id:
            raise wrong("response")
        self._calendars.respond(mailbox, meeting, response)
        return answered({"ok": True})

    async def held(self, request: web.Request) -> web.Response:
        """People have met online."""
        _, meeting = self._meeting(request)
        wish = await wish_of(request)
        minutes, names = wish.get("minutes"), wish.get("present")
        if not isinstance(minutes, int) or minutes < 1:
            raise wrong("minutes")
        if not isinstance(names, list) or not names:
            raise wrong("present")
        if not meeting.join_url:
            return answered({"error": "オンライン会議ではありません。"}, status=409)
        until = meeting.start + timedelta(minutes=minutes)
        present = [self._presence(str(name), meeting.start, until) for name in names]
        return answered({"report": self._attendance.held(meeting.join_url, present).id})

    def _presence(self, name: str, start: datetime, end: datetime) -> Presence:
        person = self._tenant.find(name)
        if person is None:
            return Presence(name=name, joins=((start, end),))
        return Presence(
            name=person.name,
            aad_object_id=person.aad_object_id,
            mail=person.mail,
            joins=((start, end),),
        )

    def _mailbox(self, name: str) -> Mailbox | None:
        try:
            return self._calendars.mailbox(name)
        except KeyError as error:
            raise _unknown("person") from error

    def _owner(self, request: web.Request) -> Mailbox:
        mailbox = self._mailbox(request.match_info["person"])
        if mailbox is None:
            raise _unknown("mailbox")
        return mailbox

    def _meeting(self, request: web.Request) -> tuple[Mailbox, Meeting]:
        mailbox = self._owner(request)
        meeting = self._calendars.find(mailbox, request.match_info["event"])
        if meeting is None:
            raise _unknown("event")
        return mailbox, meeting

    def _event(self, mailbox: Mailbox, meeting: Meeting) -> dict[str, Any]:
        organizer = self._tenant.find(meeting.owner)
        rooms = (one.name for one in meeting.invited if one.kind == "resource")
        return {
            "id": id_in(mailbox, meeting),
            "subject": meeting.subject,
            "start": meeting.start.isoformat(),
            "end": meeting.end.isoformat(),
            "shows": self._calendars.shown(mailbox, meeting),
            "own": meeting.owner == mailbox.aad_object_id,
            "organizer": organizer.name if organizer else "",
            "online": bool(meeting.join_url),
            "room": next(rooms, ""),
            "attendees": [
                {"name": one.name, "mail": one.mail, "kind": one.kind, "response": one.response}
                for one in meeting.invited
            ],
        }


def _person(one: Mailbox, *, mailbox: bool) -> dict[str, Any]:
    return {"id": one.aad_object_id, "name": one.name, "mail": one.mail, "mailbox": mailbox}


def _span(wish: dict[str, Any]) -> tuple[datetime, datetime]:
    start, end = instant_of(wish, "start"), instant_of(wish, "end")
    if end <= start:
        raise wrong("end")
    return start, end


def _unknown(name: str) -> web.HTTPNotFound:
    return web.HTTPNotFound(text=f'{{"error":"{name}"}}', content_type="application/json")
