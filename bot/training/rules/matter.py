"""What the cards of training read, as frozen records; `shown` makes them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.training.model import Offer, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSession:
    """See cards.training.matter.Session."""

    session_id: int
    version: int
    number: int
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    deadline: datetime
    state: str
    seats: int
    held: int
    left: int
    waiting: int
    over: bool
    closed: bool
    wave: int
    host: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCourse:
    """See cards.training.matter.Course."""

    course_id: int
    version: int
    code: str
    title: str
    text: str
    series: str
    topics: str
    requires: tuple[str, ...]
    mandatory: bool
    head: str
    duty: str
    minutes: int
    recording: str
    questions: int
    opens_at: datetime | None
    finish_by: date
    state: str
    first: date | None
    last: date | None
    sessions: int
    deadline: datetime | None
    from_elsewhere: bool
    promise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStanding:
    """See cards.training.matter.Standing."""

    enrolment_id: int = 0
    version: int = 0
    state: str = ""
    session: ShownSession | None = None
    place: int = 0
    until: datetime | None = None
    calendar: str = "none"
    substitute: str = ""
    finished_on: date | None = None
    how: str = ""
    approved: bool = True
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOwn:
    """See cards.training.matter.Own."""

    course: ShownCourse
    mine: ShownStanding
    sessions: tuple[ShownSession, ...] = ()
    more: int = 0
    refused: str = ""
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """See cards.training.matter.Line."""

    course: ShownCourse
    mine: ShownStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRequest:
    """See cards.training.matter.Request."""

    enrolment_id: int
    version: int
    name: str
    department: str
    course: ShownCourse
    session: ShownSession
    state: str
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWave:
    """See cards.training.matter.Wave."""

    number: int
    title: str
    first: date
    last: date
    sent: bool
    made: bool
    seats: int
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownManaged:
    """See cards.training.matter.Managed; a bar is a model.Progress, an offer a model.Offer."""

    course: ShownCourse
    sessions: tuple[ShownSession, ...]
    waves: tuple[ShownWave, ...]
    undecided: tuple[str, ...]
    total: Progress
    announced: bool
    may: frozenset[str]
    offers: tuple[Offer, ...] = ()
