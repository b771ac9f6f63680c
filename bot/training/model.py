"""Training: courses with their sessions and seats, who booked them, and who finished."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CourseState(StrEnum):
    DRAFT = "draft"  # the desk prepares it; nobody else sees it
    OPEN = "open"
    CLOSED = "closed"  # nobody enrols any more; what is booked takes place
    ENDED = "ended"


class Head(StrEnum):
    """The head's part in an enrolment of their staff."""

    NONE = "none"
    NOTIFIED = "notified"
    APPROVE = "approve"  # 受講命令: nobody attends without it


class Duty(StrEnum):
    """服務の扱い: what the hours of a training count as."""

    WORK = "work"  # 職務
    EXEMPT = "exempt"  # 職務専念義務の免除
    OWN_TIME = "own_time"  # 勤務時間外の自主参加


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the check after a recording; `right` is the index of its answer."""

    text: str
    choices: tuple[str, ...]
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A training course (研修) of one fiscal year; `code` and `year` name it.

    `audience` is written as people's selectors are (`to`, `but`). `requires` are codes of courses
    to be finished first, `series` the name of the series that it belongs to. `minutes` is its
    length; who was there for `threshold` percent of a session has finished. `recording` is an
    https address or "". `topics` says what is taught, in the words of an agreement's education
    duty; `promise` is the line of that duty, 0 for none. `opens_at`: nobody enrols before;
    `finish_by`: the last day to finish. `choose_by`: until when coordinators choose a wave, None
    where there are none. `home`: the tenant that published it, and `home_course` its id there; ""
    and 0 for our own. `year` is the fiscal year (2026: April 2026 to March 2027).
    """

    id: int
    code: str
    year: int
    title: str
    text: str = ""
    series: str = ""
    requires: tuple[str, ...] = ()
    mandatory: bool = False
    repeats: bool = False
    to: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    head: Head = Head.NONE
    duty: Duty = Duty.WORK
    minutes: int = 60
    threshold: int = 80
    recording: str = ""
    questions: tuple[Question, ...] = ()
    topics: str = ""
    promise: int = 0
    opens_at: datetime | None = None
    choose_by: date | None = None
    finish_by: date
    state: CourseState = CourseState.DRAFT
    home: str = ""
    home_course: int = 0
    version: int = 1

    @property
    def subject(self) -> str:
        return f"course:{self.id}"


class SessionState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"  # 受付終了: what is booked takes place
    CANCELLED = "cancelled"  # 中止
    HELD = "held"


class Org(StrEnum):
    """What a quota counts by."""

    MUNICIPALITY = "municipality"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """At most `seats` of a session's seats go to one organisation; `held` of them are taken."""

    org: Org
    name: str
    seats: int
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session (開催回) of a course. Seats are held by who is booked, asked for or offered.

    `number` names it within its course. `place` is where; `link` is the online meeting's join
    address or "". `deadline`: the instant from which nobody enrols. `wave`: for the municipalities
    of this wave only, 0 for all. `host`: the municipality whose coordinator may run it, "" for
    the desk alone. `organizer` is the mail of who holds the online meeting, whose attendance report
    counts, "" for none; where nobody typed a `link`, the meeting is made in their calendar. `held`
    and `waiting` are counted with every change. `reason`: why it was cancelled, or moved last.
    """

    id: int
    course: int
    number: int
    starts_at: datetime
    ends_at: datetime
    place: str
    seats: int
    deadline: datetime
    link: str = ""
    wave: int = 0
    host: str = ""
    organizer: str = ""
    state: SessionState = SessionState.OPEN
    held: int = 0
    waiting: int = 0
    reason: str = ""
    version: int = 1

    @property
    def subject(self) -> str:
        return f"session:{self.id}"


class Trouble(StrEnum):
    """Why a session's online meeting isn't in its organiser's calendar as it ought to be."""

    NONE = ""
    UNKNOWN = "unknown"  # nobody here has the organiser's mail
    MAILBOX = "mailbox"
    CONSENT = "consent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """The online meeting that we make for a session: one event in its organiser's calendar.

    `version`: the session's, for which the calendar was asked last. `organizer` and `account`:
    the mail and the directory id of whose calendar it is, "" where nobody knows them.
    `transaction_id` is what Graph knows the attempt by; `event_id` and `join_url` are "" until
    the event stands.
    """

    session: int
    version: int
    organizer: str
    account: str
    transaction_id: str
    event_id: str = ""
    join_url: str = ""
    trouble: Trouble = Trouble.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """受講期 of a course: its municipalities attend its sessions. `sent_at`: when its enrolment
    card began to go out, None before."""

    course: int
    number: int
    title: str
    first: date
    last: date
    sent_at: datetime | None = None


class State(StrEnum):
    """How one person stands to one course."""

    REQUESTED = "requested"  # 承認待ち: the seat is held, the head is asked
    BOOKED = "booked"
    WAITING = "waiting"
    OFFERED = "offered"  # a seat came free for them; it is held until `until`
    CANCELLED = "cancelled"  # by themselves
    CANNOT = "cannot"  # 受講できない
    LAPSED = "lapsed"  # the offer wasn't answered in time
    REJECTED = "rejected"  # the head said no
    REPLACED = "replaced"  # somebody else took the seat
    DROPPED = "dropped"  # the session was cancelled
    ATTENDED = "attended"
    ABSENT = "absent"


HOLDS = frozenset((State.REQUESTED, State.BOOKED, State.OFFERED))
ACTIVE = HOLDS | {State.WAITING}
SEATED = HOLDS | {State.ATTENDED, State.ABSENT}  # whoever came, or stayed away, had the seat


class Cause(StrEnum):
    """Why somebody can't come; nothing else is asked or kept."""

    WORK = "work"
    LEAVE = "leave"
    ELSEWHERE = "elsewhere"
    OTHER = "other"


class Entry(StrEnum):
    """How far a booking is in the participant's calendar."""

    NONE = "none"
    WANTED = "wanted"
    ASKED = "asked"  # an errand is on its way with it
    STANDS = "stands"
    UNWANTED = "unwanted"
    REFUSED = "refused"  # no mailbox, or not allowed: the card says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One person's way through one course: one row, its history beside it.

    `municipality` and `department` are those of the day of enrolling: quotas count by them.
    `since` orders the waiting list, with `id`. `until`: the instant at which an offer lapses.
    `approved`: the head agreed (or needn't). `asked`: the substitute who was asked, None where
    nobody is. `cause` for CANNOT. `minutes`: how long they attended. `entry`: the calendar's
    side, with `event_id` in whose mailbox the event stands and its `transaction_id`.
    """

    id: int
    course: int
    session: int
    person: int
    municipality: str = ""
    department: str = ""
    state: State
    since: datetime
    until: datetime | None = None
    approved: bool = True
    asked: int | None = None
    cause: str = ""
    minutes: int = 0
    entry: Entry = Entry.NONE
    event_id: str = ""
    transaction_id: str = ""
    version: int = 1

    @property
    def subject(self) -> str:
        return f"enrolment:{self.id}"


class How(StrEnum):
    """What shows that a course was finished."""

    ATTENDANCE = "attendance"
    LMS = "lms"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A person finished a course on a day."""

    course: int
    person: int
    on: date
    how: How
    municipality: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one organisation is: counts of people, never names."""

    org: str
    audience: int
    finished: int
    booked: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Our course in another tenant, with its own seats there; only counts come back."""

    course: int
    tenant: str
    seats: int  # of each session
    booked: int = 0
    finished: int = 0
    told_at: datetime | None = None
