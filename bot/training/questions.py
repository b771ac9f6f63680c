"""What training asks of Graph: the errands' names, and what each is about.

Errands run outside any transaction, so a job holds all that Graph must be told.
"""

from dataclasses import dataclass
from datetime import datetime

ENTRY = "training.entry"
ENTRY_MOVE = "training.entry_move"
ENTRY_GONE = "training.entry_gone"
GATHERING = "training.gathering"
GATHERING_GONE = "training.gathering_gone"
REPORT = "training.report"
TELL = "training.tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """An event for the calendar of whoever booked (`account`: their directory id). It invites
    nobody. `booking` is the enrolment's transaction id, `transaction_id` what Graph knows it by."""

    enrolment: int
    account: str
    booking: str
    transaction_id: str
    subject: str
    text: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """The session stands at another time or place: the event of this booking follows."""

    enrolment: int
    account: str
    booking: str
    event_id: str
    text: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """An event that nobody wants any more. `event_id` "": an attempt of which nobody knows may
    have left one behind under `transaction_id`, beginning near `start`."""

    enrolment: int
    account: str
    booking: str
    transaction_id: str
    event_id: str
    start: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The online meeting of a session, in its organiser's calendar (`account`): it invites nobody.

    `event_id`: the event that stands already and is to follow the session, "" for none; where its
    owner took it out, another is made under `transaction_id`. `round` counts the looks for the
    join address, which Teams may give late.
    """

    session: int
    account: str
    transaction_id: str
    event_id: str
    subject: str
    text: str
    start: datetime
    end: datetime
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The online meeting of a session isn't wanted any more. `event_id` "": an attempt of which
    nobody knows may have left one behind under `transaction_id`, beginning near `start`."""

    session: int
    account: str
    transaction_id: str
    event_id: str
    start: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Who was in a session's online meeting, and how long. `organizer`: the directory id of who
    held it, "" where nobody knows them; `start` and `end`: of the session, for one meeting may
    serve several. `round` counts the looks."""

    session: int
    organizer: str
    join_url: str
    start: datetime
    end: datetime
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """One of many people to be told of a session: each in a short transaction of its own. Nothing
    is asked. `session`: of which they had a place; `what`: that it was cancelled or moved, or that
    their wave was changed, and `at` when; `was`: when it began before that."""

    enrolment: int
    session: int
    what: str
    at: datetime
    was: datetime | None = None
