"""A course in another tenant: a published copy with seats of its own; only counts come back."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.errors import Refused, Unreadable
from bot.slice import Letter
from bot.storage.tx import Tx
from bot.training import copying
from bot.training import letter as reading
from bot.training.model import Course, CourseState, Offer, Question, Session
from bot.training.rules.bounds import OFFERED_SEATS
from bot.training.store import copies, courses, offers, progress, sessions
from bot.training.store.progress import BOOKED, FINISHED, Counts

_COURSE, _COUNTS = "course:", "counts:"
_KEY = re.compile(r"(course|counts):([1-9][0-9]{0,8})")
_PLAIN = ("code", "year", "title", "text", "minutes", "threshold", "recording", "topics")


def offer(tx: Tx, course_id: int, tenant: str, seats: int) -> Offer:
    """Offer a course to another tenant, with so many seats of each session; 0 takes it back.

    Nobody there enrols any more then; what is booked takes place. Raises Refused for a course that
    is itself a copy, and for an impossible number.
    """
    course = courses.get(tx, course_id)
    if course.home or tenant == tx.tenant:
        raise Refused("training.refused.from_elsewhere")
    if not 0 <= seats <= OFFERED_SEATS:
        raise Refused("training.refused.seats", most=OFFERED_SEATS)
    before = offers.find(tx, course.id, tenant)
    made = Offer(course=course.id, tenant=tenant, seats=seats)
    after = made if before is None else replace(before, seats=seats)
    offers.put(tx, after)
    return after


def tells(tx: Tx) -> tuple[Letter, ...]:
    """Our courses to those whom they are offered, and counts to the homes of our copies."""
    return (*_offered(tx), *_counted(tx))


def _offered(tx: Tx) -> Iterator[Letter]:
    for one in offers.every(tx):
        course = courses.get(tx, one.course)
        if course.state is not CourseState.DRAFT:
            body = _published(course, one.seats, sessions.of_course(tx, course.id))
            yield Letter(to=one.tenant, key=f"{_COURSE}{course.id}", body=body)


def _published(course: Course, seats: int, of: tuple[Session, ...]) -> dict[str, Any]:
    """All that another tenant's staff may see of a course: neither audience nor promise."""
    state = course.state if seats else CourseState.CLOSED
    return {
        **{name: getattr(course, name) for name in _PLAIN},
        "duty": course.duty.value,
        "questions": [_question(one) for one in course.questions],
        "opens_at": course.opens_at.isoformat() if course.opens_at else None,
        "finish_by": course.finish_by.isoformat(),
        "state": state.value,
        "seats": seats,
        "sessions": [_session(one) for one in of],
    }


def _question(one: Question) -> dict[str, Any]:
    return {"text": one.text, "choices": list(one.choices), "right": one.right}


def _session(one: Session) -> dict[str, Any]:
    return {
        "number": one.number,
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "deadline": one.deadline.isoformat(),
        "place": one.place,
        "link": one.link,
        "state": one.state.value,
        "reason": one.reason,
    }


def _counted(tx: Tx) -> Iterator[Letter]:
    found = copies.every(tx)
    counts = progress.counts(tx, [one.course for one in found])
    for one in found:
        body = {
            "booked": _sum(counts[one.course], BOOKED),
            "finished": _sum(counts[one.course], FINISHED),
        }
        yield Letter(to=one.home, key=f"{_COUNTS}{one.home_course}", body=body)


def _sum(counts: Counts, stage: str) -> int:
    return sum(counts[stage].values())


def hears(tx: Tx, sender: str, letter: Letter, now: datetime) -> None:
    """A course that is offered to us, or how far ours is at the sender's.

    Raises Unreadable for what no release may tell.
    """
    found = _KEY.fullmatch(letter.key)
    if found is None:
        raise Unreadable("a letter's key", "isn't what any release may tell; update both sides")
    kind, number = found[1], int(found[2])
    if kind == "course":
        copying.take(tx, sender, number, letter.body, now)
        return
    told = reading.counts(letter.body)
    offers.told(tx, number, sender, booked=told.booked, finished=told.finished, at=now)
