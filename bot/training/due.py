"""What one person has to see to about training: for 「今日やること」, 「期限」 and 引継ぎ."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.people import heads, staff
from bot.people import store as people
from bot.people.model import Person, Role
from bot.slice import Due
from bot.storage.tx import Tx
from bot.training.model import Course, Enrolment, State
from bot.training.plan import announced, item
from bot.training.plan import courses as of_courses
from bot.training.plan.item import WHAT
from bot.training.readers import is_meant
from bot.training.rules import reminders
from bot.training.secondments import keeping as secondment_keeping
from bot.training.store import completions, courses, enrolments, sessions, waves
from bot.zone import zone
from cards.training.verbs import OpenWave, Show, ShowAsked, ToApprove

SOON = timedelta(days=14)
IN_SIGHT = timedelta(days=max(reminders.FINISH_BEFORE.values()))


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """Everything with a day that waits for this person, the earliest first."""
    here = zone(tx)
    own = {one.course: one for one in enrolments.by(tx, person.id)}
    posts = [holder.post for holder in people.holders_of(tx, person.id, today).of]
    found = [
        *_seats(tx, own.values(), today, here),
        *_asked(tx, person, today, here),
        *_unfinished(tx, person, own, today),
        *_requests(tx, posts, today, here, but=person.id),
        *_choices(tx, person, today),
        *secondment_keeping.due_for(tx, person, today),
    ]
    return tuple(sorted(found, key=lambda due: (due.day, due.subject)))


def due_of(tx: Tx, post: int, today: date) -> tuple[Due, ...]:
    """Everything with a day that the post itself owns; for 引継ぎ."""
    return tuple(_requests(tx, [post], today, zone(tx), but=0))


def _seats(tx: Tx, own: Iterable[Enrolment], today: date, here: ZoneInfo) -> Iterator[Due]:
    """Offers that have to be answered, and sessions that come."""
    for one in own:
        if one.state is State.OFFERED and one.until is not None:
            yield _line(tx, one, one.until.astimezone(here).date(), item.OFFERED, urgent=True)
        elif one.state is State.BOOKED:
            day = _begins(tx, one, here).date()
            if today <= day <= today + SOON:
                yield _line(tx, one, day, item.REMIND, urgent=False)


def _begins(tx: Tx, one: Enrolment, here: ZoneInfo) -> datetime:
    return sessions.get(tx, one.session).starts_at.astimezone(here)


def _asked(tx: Tx, person: Person, today: date, here: ZoneInfo) -> Iterator[Due]:
    """Colleagues whose seat they are asked to take, while its session is ahead."""
    for one in enrolments.asking(tx, person.id):
        day = _begins(tx, one, here).date()
        if day >= today:
            due = _line(tx, one, day, item.SUBSTITUTE, urgent=True)
            yield replace(due, show=ShowAsked(enrolment_id=one.id))


def _unfinished(tx: Tx, person: Person, own: dict[int, Enrolment], today: date) -> Iterator[Due]:
    """What they must finish, and have neither finished nor a seat for."""
    for course in of_courses.running(tx):
        mine = own.get(course.id)
        if not course.mandatory or not today <= course.finish_by <= today + IN_SIGHT:
            continue
        if mine is not None and mine.state in (State.BOOKED, State.REQUESTED, State.OFFERED):
            continue
        if completions.of(tx, course.id, person.id) is None and _is_told(tx, course, person, today):
            yield Due(
                day=course.finish_by,
                title=course.title,
                what=WHAT[item.UNFINISHED],
                subject=course.subject,
                urgent=course.finish_by - today <= SOON,
                show=Show(course_id=course.id),
            )


def _is_told(tx: Tx, course: Course, person: Person, today: date) -> bool:
    """Whether the enrolment card went out to people like them."""
    sent = announced.waves(tx, course)
    if not sent or not is_meant(tx, course, person, today):
        return False
    return 0 in sent or waves.chosen(tx, course.id, person.municipality) in sent


def _requests(tx: Tx, posts: list[int], today: date, here: ZoneInfo, *, but: int) -> Iterator[Due]:
    """Applications that wait for a head's word, those of one day and course once."""
    near = staff.near(tx, frozenset(posts), today) if posts else ()
    found: dict[tuple[int, date], Enrolment] = {}
    for one in enrolments.undecided_of(tx, near) if near else ():
        mine = not frozenset(posts).isdisjoint(heads.head_posts(tx, one.person, today))
        if mine and one.person != but:
            found.setdefault((one.course, _begins(tx, one, here).date()), one)
    for (course, day), one in found.items():
        yield Due(
            day=day,
            title=courses.get(tx, course).title,
            what=WHAT[item.REQUEST],
            subject=one.subject,
            urgent=True,
            show=ToApprove(),
        )


def _choices(tx: Tx, person: Person, today: date) -> Iterator[Due]:
    """The waves that a coordinator has still to choose."""
    if Role.TRAINING_COORDINATOR not in person.roles or not person.municipality:
        return
    for course in of_courses.running(tx):
        by = course.choose_by
        if by is None or by < today or not waves.of_course(tx, course.id):
            continue
        if not waves.chosen(tx, course.id, person.municipality):
            yield Due(
                day=by,
                title=course.title,
                what=WHAT[item.WAVE],
                subject=course.subject,
                urgent=by - today <= SOON,
                show=OpenWave(course_id=course.id),
            )


def _line(tx: Tx, one: Enrolment, day: date, kind: str, *, urgent: bool) -> Due:
    return Due(
        day=day,
        title=courses.get(tx, one.course).title,
        what=WHAT[kind],
        subject=one.subject,
        urgent=urgent,
        show=Show(course_id=one.course),
    )
