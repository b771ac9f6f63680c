"""Takes what a home tells of its course into the copy here: its people are told what changes."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.ledger.model import Actor
from bot.storage.tx import Tx
from bot.training import letter, managing, notices, shown, whom
from bot.training.letter import ToldCourse, ToldSession
from bot.training.managing import Deed
from bot.training.model import Course, CourseState, Session, SessionState
from bot.training.plan import item
from bot.training.plan.item import Item
from bot.training.rules.sessions import takes_place
from bot.training.sheets import sessions as entering
from bot.training.store import courses, sessions
from bot.workdays import add_months
from cards import training as view

TAKEN = "training.take_over_course"
EVERYBODY = ("role:staff",)  # whom a copy is for, until the desk here names others
_UNOPENED = (CourseState.DRAFT, CourseState.ENDED)


def take(tx: Tx, home: str, number: int, body: Any, now: datetime) -> None:
    """Have the copy of a course say what its home says; raises Unreadable where it can't.

    What is decided here stays: whom it is for, the head's part, the duty that it is evidence for,
    and that it is open at all. A copy is a draft until the desk here opens it.
    """
    told = letter.course(body)
    deed = Deed(by=0, actor=Actor.job("exchange"), now=now, from_home=True)
    before = courses.of_home(tx, home, number)
    if before is not None:
        course = _renew(tx, before, told, deed)
    elif told.state is CourseState.OPEN:
        course = _add(tx, home, number, told, deed)
    else:
        return  # there was none, and nobody may book any more
    _take_sessions(tx, course, told, deed)
    if course.state is CourseState.DRAFT and (before is None or before.state is not course.state):
        _tell_desk(tx, course, now)


def _add(tx: Tx, home: str, number: int, told: ToldCourse, deed: Deed) -> Course:
    new = Course(id=0, to=EVERYBODY, home=home, home_course=number, **told.fields)
    added = courses.add(tx, new)
    managing.note(tx, deed, TAKEN, added.subject)
    return added


def _renew(tx: Tx, before: Course, told: ToldCourse, deed: Deed) -> Course:
    after = replace(before, **told.fields)
    after = replace(after, state=_state(after, told.state, deed.now.date()))
    if after == before:
        return before
    return managing.keep(tx, replace(after, version=before.version + 1), deed, TAKEN)


def _state(course: Course, at_home: CourseState, today: date) -> CourseState:
    """It closes and opens with its home, once the desk here has opened it; a draft that closes
    there is over here, and is a draft anew when it opens there again."""
    if at_home is not CourseState.OPEN:
        return CourseState.ENDED if course.state in _UNOPENED else at_home
    if course.state is CourseState.ENDED and course.finish_by < today:
        return CourseState.ENDED
    return CourseState.DRAFT if course.state in _UNOPENED else CourseState.OPEN


def _tell_desk(tx: Tx, course: Course, now: datetime) -> None:
    """The desk here hears once that there is something to open."""
    today = now.date()
    one = Item(
        on=today,
        kind=item.ARRIVED,
        key=f"arrived:{course.id}:{course.version}",
        subject=course.subject,
        title=course.title,
        day=today,
        to=whom.desk(tx, today),
        expires=add_months(today, 1),
    )
    seen = shown.course(tx, course, now)
    notices.post(tx, one, lambda lang: view.arrived(lang, seen), now)


def _take_sessions(tx: Tx, course: Course, told: ToldCourse, deed: Deed) -> None:
    for before in sorted(one.id for one in sessions.of_course(tx, course.id)):
        sessions.lock(tx, before)  # all before the first changes: in the order of all
    for given in told.sessions:
        _take_session(tx, course, given, told.seats, deed)


def _take_session(tx: Tx, course: Course, given: ToldSession, seats: int, deed: Deed) -> None:
    before = sessions.find(tx, course.id, given.number)
    if before is None:
        _add_session(tx, course, given, seats)
        return
    if not takes_place(before) or before.starts_at <= deed.now:
        return  # what has begun or was cancelled changes no more
    if given.state is SessionState.CANCELLED:
        managing.cancel_session(tx, before.id, deed, reason=given.fields["reason"])
        return
    after = replace(before, **given.fields, seats=max(seats, before.held))
    if after.starts_at > deed.now and after != before:
        entering.change(tx, before, after, deed)
    _follow(tx, before.id, given.state, deed)


def _add_session(tx: Tx, course: Course, given: ToldSession, seats: int) -> None:
    if given.state in (SessionState.OPEN, SessionState.CLOSED) and seats:
        plain = Session(
            id=0,
            course=course.id,
            number=given.number,
            state=given.state,
            seats=seats,
            **{"place": "", **given.fields},
        )
        sessions.add(tx, plain)


def _follow(tx: Tx, session: int, state: SessionState, deed: Deed) -> None:
    """Applications are taken as long as its home takes them."""
    now = sessions.get(tx, session)
    if state is SessionState.CLOSED and now.state is SessionState.OPEN:
        managing.close_session(tx, now.id, deed)
    elif (
        state is SessionState.OPEN and now.state is SessionState.CLOSED and deed.now < now.deadline
    ):
        managing.open_session(tx, now.id, deed)
