"""A course as cards show it: names instead of ids, times of the tenant, seats within reach."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.errors import Refused
from bot.training.model import (
    Completion,
    Course,
    Enrolment,
    Entry,
    Offer,
    Progress,
    Session,
    State,
    Wave,
)
from bot.training.rules import seats
from bot.training.rules import sessions as session_rules
from bot.training.rules.matter import (
    ShownCourse,
    ShownLine,
    ShownManaged,
    ShownOwn,
    ShownRequest,
    ShownSession,
    ShownStanding,
    ShownWave,
)
from bot.training.rules.seats import Applicant, Room

__all__ = [
    "ShownCourse",
    "ShownLine",
    "ShownManaged",
    "ShownOwn",
    "ShownRequest",
    "ShownSession",
    "ShownStanding",
    "ShownWave",
    "course",
    "line",
    "managed",
    "own",
    "request",
    "session",
    "standing",
    "wave",
]

SHOWN = 6  # sessions on a card


def session(
    found: Session, *, now: datetime, room: Room | None = None, reader: Applicant | None = None
) -> ShownSession:
    """A session on a card of `now` (in the tenant's zone).

    `room` with its quotas and the `reader` say which seats are left for them; without, all free
    ones are.
    """
    space = room or seats.room_of(found)
    zone = now.tzinfo
    return ShownSession(
        session_id=found.id,
        version=found.version,
        number=found.number,
        starts_at=found.starts_at.astimezone(zone),
        ends_at=found.ends_at.astimezone(zone),
        place=found.place,
        link=found.link,
        deadline=found.deadline.astimezone(zone),
        state=found.state.value,
        seats=found.seats,
        held=found.held,
        left=space.free if reader is None else space.left(reader),
        waiting=found.waiting,
        over=session_rules.has_begun(found, now),
        closed=session_rules.is_closed(found, now),
        wave=found.wave,
        host=found.host,
        reason=found.reason,
    )


def course(
    found: Course,
    *,
    now: datetime,
    sessions: Iterable[Session] = (),
    requires: Mapping[str, str] | None = None,
    promise: str = "",
) -> ShownCourse:
    """A course on a card of `now` (in the tenant's zone).

    `sessions`: those that concern the reader; what is ahead of them gives days and deadline.
    `requires`: titles by code; a code without one says itself. `promise`: the duty in words.
    """
    coming = [one for one in sessions if session_rules.is_coming(one, now)]
    days = [one.starts_at.astimezone(now.tzinfo).date() for one in coming]
    titles = requires or {}
    opens, deadline = found.opens_at, _deadline(coming, now)
    return ShownCourse(
        course_id=found.id,
        version=found.version,
        code=found.code,
        title=found.title,
        text=found.text,
        series=found.series,
        topics=found.topics,
        requires=tuple(titles.get(code, code) for code in found.requires),
        mandatory=found.mandatory,
        head=found.head.value,
        duty=found.duty.value,
        minutes=found.minutes,
        recording=found.recording,
        questions=len(found.questions),
        opens_at=opens.astimezone(now.tzinfo) if opens else None,
        finish_by=found.finish_by,
        state=found.state.value,
        first=min(days, default=None),
        last=max(days, default=None),
        sessions=len(coming),
        deadline=deadline.astimezone(now.tzinfo) if deadline else None,
        from_elsewhere=bool(found.home),
        promise=promise,
    )


def _deadline(coming: Iterable[Session], now: datetime) -> datetime | None:
    """The last instant to enrol in any; None where nobody can any more."""
    taking = [one.deadline for one in coming if not session_rules.is_closed(one, now)]
    return max(taking, default=None)


def standing(
    enrolment: Enrolment | None,
    *,
    now: datetime,
    session: ShownSession | None = None,
    place: int = 0,
    substitute: str = "",
    completion: Completion | None = None,
    head: str = "",
) -> ShownStanding:
    """How a reader stands to a course. `place` counts from 1 for who waits; `head` is the post
    that is asked, shown while it hasn't agreed."""
    done = {
        "finished_on": completion.on if completion else None,
        "how": completion.how.value if completion else "",
    }
    if enrolment is None:
        return ShownStanding(**done)  # type: ignore[arg-type]
    until = enrolment.until
    return ShownStanding(
        enrolment_id=enrolment.id,
        version=enrolment.version,
        state=enrolment.state.value,
        session=session,
        place=place if enrolment.state is State.WAITING else 0,
        until=until.astimezone(now.tzinfo) if until else None,
        calendar=_calendar(enrolment.entry),
        substitute=substitute,
        approved=enrolment.approved,
        head=head if not enrolment.approved else "",
        **done,  # type: ignore[arg-type]
    )


def _calendar(entry: Entry) -> str:
    """How far the calendar is; readers needn't know whether an errand is on its way already."""
    return Entry.WANTED.value if entry is Entry.ASKED else entry.value


def own(
    course: ShownCourse,
    mine: ShownStanding,
    found: Sequence[ShownSession],
    *,
    refused: Refused | None = None,
    most: int = SHOWN,
) -> ShownOwn:
    """A course as one reader sees it; `found`: the sessions that they may take, in any order."""
    ordered = sorted(found, key=lambda one: (one.starts_at, one.number))
    return ShownOwn(
        course=course,
        mine=mine,
        sessions=tuple(ordered[:most]),
        more=max(len(ordered) - most, 0),
        refused=refused.reason if refused else "",
        facts=dict(refused.facts) if refused else {},
    )


def line(course: ShownCourse, mine: ShownStanding) -> ShownLine:
    """One course in 「研修」."""
    return ShownLine(course=course, mine=mine)


def request(
    enrolment: Enrolment, *, name: str, course: ShownCourse, session: ShownSession
) -> ShownRequest:
    """An enrolment that waits for the head."""
    return ShownRequest(
        enrolment_id=enrolment.id,
        version=enrolment.version,
        name=name,
        department=enrolment.department,
        course=course,
        session=session,
        state=enrolment.state.value,
        waiting=enrolment.state is State.WAITING,
    )


def wave(
    found: Wave, *, seats: int, municipalities: Iterable[str] = (), made: bool = False
) -> ShownWave:
    """受講期; `seats`: those of all its sessions together. `made`: no card of it has to be made."""
    return ShownWave(
        number=found.number,
        title=found.title,
        first=found.first,
        last=found.last,
        sent=found.sent_at is not None,
        made=made or found.sent_at is not None,
        seats=seats,
        municipalities=tuple(municipalities),
    )


def managed(
    course: ShownCourse,
    *,
    sessions: Iterable[ShownSession],
    total: Progress,
    waves: Iterable[ShownWave] = (),
    undecided: Iterable[str] = (),
    announced: bool = False,
    may: Iterable[str] = (),
    offers: Iterable[Offer] = (),
) -> ShownManaged:
    """A course as who runs it sees it."""
    return ShownManaged(
        course=course,
        sessions=tuple(sorted(sessions, key=lambda one: (one.starts_at, one.number))),
        waves=tuple(waves),
        undecided=tuple(undecided),
        total=total,
        announced=announced,
        may=frozenset(may),
        offers=tuple(offers),
    )
