"""What the slice keeps of people and for how long: evidence, disclosure, erasure, disposal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot import retention
from bot.delivery import outbox
from bot.duties import store as duties
from bot.duties.model import Duty
from bot.errors import NotFound
from bot.retention import Expired, Kind, Wanted
from bot.storage.tx import Tx
from bot.training import disposal, notices, seats
from bot.training.model import Course, CourseState, Enrolment
from bot.training.rules.years import first_day
from bot.training.secondments import keeping as secondment_keeping
from bot.training.self_check import store as self_check_store
from bot.training.store import (
    announcements,
    completions,
    courses,
    enrolments,
    erasing,
    steps,
    tries,
)

KEEPS = (Kind.TRAINING, Kind.TRAINING_PROMISED, Kind.SECONDMENTS)


def evidence(tx: Tx, article: str) -> tuple[Any, ...]:
    """The courses that are evidence for an education duty under an article of any matter: how many
    have finished, from which day to which."""
    return tuple(
        _finished(tx, course, duty)
        for course in courses.every(tx)
        if course.promise
        and (duty := _duty(tx, course)) is not None
        and duty.article == article
        and completions.count(tx, course.id)
    )


def _duty(tx: Tx, course: Course) -> Duty | None:
    """The first of the duty's line: what came back of it has its article too."""
    try:
        return duties.get(tx, course.promise)
    except NotFound:
        return None


def _finished(tx: Tx, course: Course, duty: Duty) -> dict[str, Any]:
    days = completions.days(tx, course.id)
    return {
        "subject": course.subject,
        "source": duty.source,
        "title": course.title,
        "kind": "training",
        "article": duty.article,
        "on": days[-1][0],
        "since": days[0][0],
        "finished": completions.count(tx, course.id),
        "evidence": course.topics or course.title,
    }


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """Everything that a person booked, asked for and finished, each step of it, and what they alone
    may see: their self check."""
    return (
        *(_enrolled(tx, one) for one in enrolments.by(tx, person)),
        *_steps(tx, person),
        *_finished_by(tx, person),
        *self_check_store.personal_data(tx, person),
        *secondment_keeping.personal_data(tx, person),
    )


def _enrolled(tx: Tx, one: Enrolment) -> dict[str, Any]:
    course = courses.find_one(tx, one.course)
    return {
        "subject": one.subject,
        "title": course.title if course else "",
        "state": one.state.value,
        "since": one.since,
        "municipality": one.municipality,
        "department": one.department,
        "cause": one.cause,
        "minutes": one.minutes,
        "tries": tries.count(tx, one.course, one.person),
    }


def _steps(tx: Tx, person: int) -> Iterator[dict[str, Any]]:
    for one in enrolments.by(tx, person):
        for step in steps.of(tx, one.id):
            yield {"at": step.at, "act": step.act, "subject": one.subject}


def _finished_by(tx: Tx, person: int) -> Iterator[dict[str, Any]]:
    for one in completions.by(tx, person):
        yield {"finished": f"course:{one.course}", "on": one.on, "how": one.how.value}


def erase(tx: Tx, person: int, now: datetime) -> int:
    """Take a person out, their seats given back first; how many rows named them."""
    outbox.turnstile(tx)  # before any other row: what comes free is offered to others
    for outcome in seats.leave(tx, person, now):
        notices.tell(tx, outcome, now)
    gone = erasing.person(tx, person) + self_check_store.erase(tx, person)
    return gone + secondment_keeping.erase(tx, person)


def expired(tx: Tx, now: datetime, wanted: Wanted) -> tuple[Expired, ...]:
    """Courses whose year lies longer back than records are kept; secondments likewise."""
    if wanted.kind is Kind.SECONDMENTS:
        return secondment_keeping.expired(tx, now, wanted)
    if wanted.kind not in KEEPS:
        return ()
    found = (
        retention.expired(one.subject, one.id, ended=first_day(one.year), years=wanted.years)
        for one in courses.every(tx)
        if one.state is CourseState.ENDED and _kind(one) is wanted.kind
    )
    return retention.page(found, wanted, now.date())


def _kind(course: Course) -> Kind:
    """What an agreement counts is kept as long as what agreements ask for."""
    return Kind.TRAINING_PROMISED if course.promise else Kind.TRAINING


def around(tx: Tx, subject: str) -> tuple[str, ...]:
    """The courses and terms of a person; the course of an enrolment."""
    kind, _, number = subject.partition(":")
    if kind != "person" or not number.isdecimal():
        return ()
    own = (one.course for one in enrolments.by(tx, int(number)))
    done = (one.course for one in completions.by(tx, int(number)))
    return (
        *(f"course:{course}" for course in {*own, *done}),
        *(one.subject for one in secondment_keeping.of_person(tx, int(number))),
    )


def empty(tx: Tx, id: int, now: datetime) -> bool:
    """Take back what stands in chats of a course; whether nothing is left. A secondment's cards
    are deleted with it."""
    course = courses.find_one(tx, id) if id > 0 else None
    return course is None or disposal.empty(tx, course, now)


def dispose(tx: Tx, ids: tuple[int, ...], now: datetime) -> int:
    """Destroy these courses (or, as negative ids, secondments) and all that hangs on them; how
    many there were."""
    del now
    gone = secondment_keeping.dispose(tx, tuple(-one for one in ids if one < 0))
    disposal.dispose(tx, (one for one in courses.every(tx) if one.id in ids))
    for course in (one for one in ids if one > 0):
        announcements.erase(tx, course)
        gone += erasing.course(tx, course)
    return gone
