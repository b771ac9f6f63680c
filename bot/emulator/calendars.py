"""The calendars of everybody and of the rooms: who is where when, and how invitations are answered.

A meeting stands once, with its organiser; in the calendars of those who are invited stands that
it does. An engagement without attendees is a meeting of one.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.emulator.tenant import Engagement, Person, Room, Tenant

Mailbox = Person | Room
NONE, ACCEPTED, DECLINED = "none", "accepted", "declined"
_SHOWN = {ACCEPTED: "busy", "tentativelyAccepted": "tentative", NONE: "tentative"}


@dataclass(slots=True, kw_only=True)
class Invited:
    """One who is invited, and what they answered; `id` "" is nobody of the tenant."""

    id: str = ""
    mail: str
    name: str
    kind: str = "required"  # or optional, resource
    response: str = NONE
    at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Meeting:
    """What stands in calendars; `owner` is the organiser's directory id, `text` is HTML."""

    id: str
    owner: str
    subject: str
    start: datetime
    end: datetime
    created: datetime
    changed: datetime
    shows: str = "busy"
    text: str = ""
    location: str = ""
    invited: list[Invited] = field(default_factory=list)
    transaction_id: str = ""
    join_url: str = ""
    from_start: bool = False  # as the tenant began; nobody has touched it


class Calendars:
    """Knows and changes them. Whoever is not in the tenant gets no copy and answers nothing.

    `told` hears the directory id of each person and room whose calendar a change concerns.
    """

    def __init__(
        self,
        tenant: Tenant,
        *,
        now: Callable[[], datetime],
        told: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._tenant = tenant
        self._now = now
        self._told = told
        self._rooms = {room.aad_object_id: room for room in tenant.spec.rooms}
        self._room_names = {room.mail.lower(): room for room in tenant.spec.rooms}
        self.meetings: dict[str, Meeting] = {}
        self._in: dict[str, dict[str, None]] = {}  # ids of meetings by mailbox, in order
        self.gone: set[str] = set()  # what the tenant began with and has no more
        for engagement in tenant.spec.engagements:
            self.enter(_from_start(engagement))

    # looking

    def mailbox(self, name: str) -> Mailbox | None:
        """The person or room with this directory id or mail address; None where it has no mailbox.

        Raises KeyError where there is nobody of that name.
        """
        room = self._rooms.get(name) or self._room_names.get(name.lower())
        if room is not None:
            return room
        person = self._tenant.get(name)
        return person if person.has_mailbox and person.user_type == "Member" else None

    def of(self, mailbox: Mailbox) -> Iterator[Meeting]:
        """Everything in this calendar."""
        return (self.meetings[id] for id in self._in.get(mailbox.aad_object_id, ()))

    def between(self, mailbox: Mailbox, start: datetime, end: datetime) -> list[Meeting]:
        """What lies in [start, end) or reaches into it, in order of time."""
        found = (one for one in self.of(mailbox) if one.start < end and start < one.end)
        return sorted(found, key=lambda one: (one.start, one.end, one.id))

    def find(self, mailbox: Mailbox, id: str) -> Meeting | None:
        """The meeting that has this id in this calendar."""
        return next((one for one in self.of(mailbox) if id_in(mailbox, one) == id), None)

    def shown(self, mailbox: Mailbox, meeting: Meeting) -> str:
        """How the meeting shows in this calendar: busy, tentative, …"""
        if meeting.owner == mailbox.aad_object_id:
            return meeting.shows
        return _SHOWN.get(self.invitation(mailbox, meeting).response, "busy")

    def invitation(self, mailbox: Mailbox, meeting: Meeting) -> Invited:
        """This mailbox among the invited."""
        return next(one for one in meeting.invited if one.id == mailbox.aad_object_id)

    def organizer(self, meeting: Meeting) -> Invited:
        """Whose meeting it is, as invitations name them, though they may have left since."""
        known = self._known(Invited(id=meeting.owner, mail="", name=""))
        return Invited(mail=known.mail, name=known.name) if known else Invited(mail="", name="")

    def made(self, owner: Mailbox, transaction_id: str) -> Meeting | None:
        """What this organiser has made under this transaction id."""
        fits = (one for one in self.of(owner) if one.transaction_id == transaction_id)
        return next(fits, None) if transaction_id else None

    # changing

    def add(self, meeting: Meeting) -> Meeting:
        """Put it into all calendars; rooms answer at once."""
        self.enter(meeting)
        self._answer_for_rooms(meeting)
        self._tell(meeting)
        return meeting

    def move(self, meeting: Meeting, start: datetime, end: datetime) -> None:
        """To another time: everybody is asked anew."""
        meeting.start, meeting.end = start, end
        self._touch(meeting)
        for one in meeting.invited:
            one.response, one.at = NONE, None
        self.enter(meeting)
        self._answer_for_rooms(meeting)
        self._tell(meeting)

    def touch(self, meeting: Meeting) -> None:
        """Somebody has changed something of it, not its time."""
        self._touch(meeting)
        self._tell(meeting)

    def _touch(self, meeting: Meeting) -> None:
        meeting.changed = self._now()
        if meeting.from_start:
            meeting.from_start = False
            self.gone.add(meeting.id)

    def remove(self, meeting: Meeting) -> None:
        """Take it out of all calendars."""
        self._touch(meeting)
        for copies in self._in.values():
            copies.pop(meeting.id, None)
        self.meetings.pop(meeting.id, None)
        self._tell(meeting)

    def take_out(self, mailbox: Mailbox, meeting: Meeting) -> None:
        """Delete it in this calendar: the organiser's withdraws it, an attendee's declines."""
        if meeting.owner == mailbox.aad_object_id:
            self.remove(meeting)
        else:
            self.respond(mailbox, meeting, DECLINED)

    def respond(self, mailbox: Mailbox, meeting: Meeting, response: str) -> None:
        """One of the invited answers; who declines has it no more."""
        self._respond(mailbox, meeting, response)
        self._tell(meeting)

    def _respond(self, mailbox: Mailbox, meeting: Meeting, response: str) -> None:
        one = self.invitation(mailbox, meeting)
        one.response, one.at = response, self._now()
        if response == DECLINED:
            self._in[mailbox.aad_object_id].pop(meeting.id, None)

    def enter(self, meeting: Meeting) -> None:
        """Put it, as it is, into the calendars of its organiser and all who have not declined."""
        self.meetings[meeting.id] = meeting
        self._in.setdefault(meeting.owner, {})[meeting.id] = None
        for one in meeting.invited:
            mailbox = self._known(one)
            if mailbox is None:
                one.id = ""
                continue
            one.id, one.name = mailbox.aad_object_id, mailbox.name  # as the directory has it
            if one.response != DECLINED:
                self._in.setdefault(mailbox.aad_object_id, {})[meeting.id] = None

    def _known(self, one: Invited) -> Mailbox | None:
        try:
            return self.mailbox(one.id or one.mail)
        except KeyError:
            return None

    def _answer_for_rooms(self, meeting: Meeting) -> None:
        for one in meeting.invited:
            if one.id in self._rooms:
                room = self._rooms[one.id]
                at_once = self.between(room, meeting.start, meeting.end)
                free = not any(self._taken(room, other) for other in at_once if other != meeting)
                self._respond(room, meeting, ACCEPTED if free else DECLINED)

    def _tell(self, meeting: Meeting) -> None:
        """Once for each calendar, and for those who have declined: they had it before."""
        for id in dict.fromkeys((meeting.owner, *(one.id for one in meeting.invited if one.id))):
            self._told(id)

    def _taken(self, mailbox: Mailbox, meeting: Meeting) -> bool:
        return self.shown(mailbox, meeting) not in ("free", "workingElsewhere")

    def forget(self, ids: Iterable[str]) -> None:
        """What the tenant began with and had no more when it was kept."""
        for id in ids:
            if id in self.meetings:
                self.remove(self.meetings[id])


def id_in(mailbox: Mailbox, meeting: Meeting) -> str:
    """The meeting's id in this calendar: each copy has its own."""
    own = meeting.owner == mailbox.aad_object_id
    return meeting.id if own else new_id(meeting.id, mailbox.aad_object_id)


def new_id(*parts: str) -> str:
    """An id as Outlook's look."""
    digest = hashlib.sha256("/".join(parts).encode()).hexdigest()
    return f"AAMkAG{digest}"


def _from_start(engagement: Engagement) -> Meeting:
    return Meeting(
        id=new_id(engagement.owner, engagement.start.isoformat(), engagement.subject),
        owner=engagement.owner,
        subject=engagement.subject,
        start=engagement.start,
        end=engagement.end,
        created=engagement.start,
        changed=engagement.start,
        shows=engagement.shows,
        join_url=engagement.join_url,
        from_start=True,
    )
