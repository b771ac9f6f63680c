"""Meetings that are promised: a series with its cadence, one meeting for each of its periods."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Unit(StrEnum):
    """What a cadence counts in."""

    MONTHS = "months"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """How often: every `count` months or weeks.

    Months that divide the year follow the fiscal year (3: Apr–Jun first); others are counted from
    the first day of the series, as weeks are.
    """

    unit: Unit
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days in which one meeting is owed, both included."""

    first: date
    last: date


class SeriesState(StrEnum):
    ASKING = "asking"  # the text leaves the cadence open: the owner is asked once
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A promise to meet. `source` is the matter that it comes from (`agreement:7`), "" by hand.

    `article` names the clause, and `promise` the line of duties (`Duty.line`) in which it comes
    back, 0 by hand: one article may promise two things. `soft`: 「目処」, so that an exchange in
    writing serves as well.
    `post` owns it; the holders of `posts` attend besides. `room` is the mail address of a room's
    mailbox, "" for none. `since`/`until`: the days on which it binds. `registered_on`: since when
    we know of it; what fell due before that is nobody's omission, and is never brought up.
    """

    id: int
    source: str
    article: str
    title: str
    partner: str
    post: int
    cadence: Cadence | None
    soft: bool = False
    since: date
    until: date | None = None
    posts: tuple[int, ...] = ()
    room: str = ""
    minutes: int = 60
    online: bool = True
    state: SeriesState = SeriesState.RUNNING
    registered_on: date | None = None
    promise: int = 0
    version: int = 1

    @property
    def subject(self) -> str:
        return f"series:{self.id}"


class Stage(StrEnum):
    """How far the meeting of one period is."""

    OPEN = "open"  # owed; its planning has not begun
    LOOKING = "looking"  # 確認中: the calendars are being asked
    PROPOSED = "proposed"  # slots are shown, or it is said why there are none
    INQUIRED = "inquired"  # 先方に照会中
    BOOKING = "booking"  # 確認中: the calendar is being written
    BOOKED = "booked"
    MOVING = "moving"  # 確認中: another time is being written
    CANCELLING = "cancelling"  # 確認中: the event is being withdrawn
    CHANGED = "changed"  # moved by hand in Outlook: the owner is asked
    LOST = "lost"  # deleted by hand in Outlook: the owner is asked
    HELD = "held"
    WRITTEN = "written"  # 書面で実施: an exchange in writing
    SKIPPED = "skipped"  # 今期は開催しない


ENDED = frozenset((Stage.HELD, Stage.WRITTEN, Stage.SKIPPED))
BUSY = frozenset((Stage.LOOKING, Stage.BOOKING, Stage.MOVING, Stage.CANCELLING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """From when to when; aware."""

    start: datetime
    end: datetime


class Trouble(StrEnum):
    """What the reader must know beside the slots: each has its sentence and its remedy."""

    TAKEN = "taken"  # somebody took the slot meanwhile
    NO_SLOT = "no_slot"  # none is free in this period
    NO_MAILBOX = "no_mailbox"  # of this person: their calendar can't be seen
    UNSEEN = "unseen"  # of this person: their calendar can't be seen now
    LEFT = "left"  # this person, who is invited, is not here any more
    UNINVITED = "uninvited"  # this person comes since the booking, and has no invitation
    VACANT = "vacant"  # nobody holds this post, which must attend
    ROOM_MISSING = "room_missing"
    ROOM_UNSEEN = "room_unseen"  # the room's calendar can't be seen now
    ROOM_DECLINED = "room_declined"  # the room won't have the meeting at this time
    NOT_MOVED = "not_moved"  # somebody is taken at the time that was wanted; it stays where it is
    NOT_CONSENTED = "not_consented"  # the administrator has not allowed the calendars
    ORGANISER_MAILBOX = "organiser_mailbox"  # the owner has no calendar to book in
    ORGANISER_LEFT = "organiser_left"  # the event stands in the calendar of who went
    UNREACHABLE = "unreachable"  # Graph could not be asked; it is asked again the next morning
    UNANSWERED = "unanswered"  # nobody knows whether the calendar was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A trouble and whom, which post or which time it is about; 0 and None where about none."""

    trouble: Trouble
    person: int = 0
    post: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The meeting of one period of a series.

    `slots` are those offered last, `slot` the booked one (also while it is being booked or moved:
    `wanted` is where it shall go). `organiser` is the person in whose calendar the event stands.
    `transaction_id` makes one event of however many attempts at one booking. `seen` is where
    Outlook has an event that was moved by hand; while a meeting is booked anew, where its earlier
    event stands, or stood. `round` counts how often slots were looked for.
    `released`: skipped by no person, but because its promise bound no more; `revivals` counts how
    often its planning began anew after that.
    """

    id: int
    series: int
    period: Period
    stage: Stage = Stage.OPEN
    slots: tuple[Slot, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    slot: Slot | None = None
    wanted: Slot | None = None
    seen: Slot | None = None
    organiser: int | None = None
    event_id: str = ""
    transaction_id: str = ""
    join_url: str = ""
    in_calendar: bool = True  # False: the day was entered by hand, no event stands for it
    reason: str = ""
    held_on: date | None = None
    minutes_url: str = ""
    decisions: str = ""
    round: int = 0
    released: bool = False
    revivals: int = 0
    version: int = 1

    @property
    def subject(self) -> str:
        return f"meeting:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One item for the agenda; `carried` came from an earlier meeting."""

    id: int
    meeting: int
    text: str
    by: int
    at: datetime
    carried: bool = False


class Reply(StrEnum):
    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether a person will attend."""

    meeting: int
    person: int
    reply: Reply
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What a meeting left to do: `post` sees to it until `due_on`."""

    id: int
    series: int
    meeting: int
    text: str
    post: int
    due_on: date
    done_on: date | None = None
    version: int = 1
