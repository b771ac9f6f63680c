"""What meetings ask of calendars: the errands' names, and what each is about.

Errands run outside any transaction, so a job holds all that the calendars must be told.
"""

from dataclasses import dataclass
from datetime import datetime

LOOK = "meetings.look"
BOOK = "meetings.book"
MOVE = "meetings.move"
CANCEL = "meetings.cancel"
CHECK = "meetings.check"
CLEAR = "meetings.clear"
GATHER = "meetings.gather"
REWRITE = "meetings.rewrite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Whose calendars are looked at for slots, and the room's, from `start` until `end`.

    `people` and `mails` go together; `askers` are their directory ids, the owner's first: in whose
    name calendars may be asked. `version`
    is the meeting's when it was asked: an answer for an older one is of no use.
    """

    meeting: int
    version: int
    people: tuple[int, ...]
    askers: tuple[str, ...]
    mails: tuple[str, ...]
    room: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An event for the organiser's calendar (`account`: their directory id); attendees as in
    `Look`, with their names. `was_start`, `was_end`: where the earlier event of a meeting that is
    booked anew may still take up everybody's time."""

    meeting: int
    version: int
    organiser: int
    account: str
    people: tuple[int, ...]
    mails: tuple[str, ...]
    names: tuple[str, ...]
    room: str
    subject: str
    text: str
    start: datetime
    end: datetime
    online: bool
    transaction_id: str
    was_start: datetime | None = None
    was_end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Another time for the event; `was_start`, `was_end`: where it stands, so that it doesn't
    count against itself."""

    meeting: int
    version: int
    account: str
    event_id: str
    people: tuple[int, ...]
    mails: tuple[str, ...]
    room: str
    start: datetime
    end: datetime
    was_start: datetime
    was_end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """The event that is withdrawn, and what its attendees are told."""

    meeting: int
    version: int
    account: str
    event_id: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The event that should stand where the meeting says."""

    meeting: int
    version: int
    account: str
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    """An event that an attempt of which nobody knows may have left behind, to be withdrawn; it
    would begin between `start` and `end`."""

    account: str
    transaction_id: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    """A booked meeting whose agenda changed: what it has become is written some minutes later."""

    meeting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """The text of an invitation that has been sent, as it shall be."""

    account: str
    event_id: str
    text: str
