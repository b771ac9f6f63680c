"""Cards to many of a course's audience: who needs one, or the desk where they are too many."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot import policy
from bot.storage.tx import Tx
from bot.training import whom
from bot.training.model import Course, CourseState, Session
from bot.training.plan import announced, item, meant
from bot.training.plan.item import Item
from bot.training.plan.moments import Span
from bot.training.rules import reminders
from bot.training.rules import sessions as session_rules
from bot.training.store import sessions
from bot.training.store.announcements import Purpose
from bot.workdays import ONE_DAY, Hours

KINDS = {
    Purpose.APPLY: item.APPLY,
    Purpose.UNFINISHED: item.UNFINISHED,
    Purpose.NEWCOMER: item.ENROL,
}
AT_ONCE = 500  # a draft is made for more than these however many may go without an approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A card of the clock's to many of a course. `draft`: its people are too many, so that somebody
    lets it go and the desk is told: `item` is for the desk then."""

    course: Course
    purpose: Purpose
    key: str
    wave: int
    item: Item
    draft: bool


def due(tx: Tx, course: Course, hours: Hours, zone: ZoneInfo, span: Span) -> Iterator[Reminder]:
    """Reminders to apply, wave by wave, and to finish, if nobody presses anything.

    Nobody is reminded of what they were never told.
    """
    told = announced.waves(tx, course)
    if course.state is CourseState.OPEN:
        for wave in told:
            yield from _to_apply(tx, course, wave, hours, zone, span)
    if told:
        yield from _to_finish(tx, course, hours, zone, span)


def _to_apply(
    tx: Tx, course: Course, wave: int, hours: Hours, zone: ZoneInfo, span: Span
) -> Iterator[Reminder]:
    found = [one for one in sessions.of_course(tx, course.id) if _is_open_to(one, wave)]
    last = reminders.last_deadline(found)
    if last is None:
        return
    like = last.astimezone(zone)
    for on, ahead in span.chosen(reminders.to_apply(course, found, hours, like)):
        if on <= like.date():
            key = f"apply:{course.id}:{wave}:{like.date()}:{ahead}"
            yield from _reminder(tx, course, Purpose.APPLY, key, wave, on, like.date())


def _is_open_to(session: Session, wave: int) -> bool:
    return session_rules.takes_place(session) and session.wave in (0, wave)


def _to_finish(
    tx: Tx, course: Course, hours: Hours, zone: ZoneInfo, span: Span
) -> Iterator[Reminder]:
    like = datetime.combine(course.finish_by, time.min, zone)
    for on, ahead in span.chosen(reminders.to_finish(course, hours, like)):
        if on <= course.finish_by:
            key = f"unfinished:{course.id}:{course.finish_by}:{ahead}"
            yield from _reminder(tx, course, Purpose.UNFINISHED, key, 0, on, course.finish_by)


def _reminder(
    tx: Tx, course: Course, purpose: Purpose, key: str, wave: int, on: date, day: date
) -> Iterator[Reminder]:
    most = min(policy.of(tx).approval_size, AT_ONCE)
    people = meant.few(tx, course, purpose, wave, on, most)
    draft = people is None
    if people == ():
        return
    about = Item(
        on=on,
        kind=KINDS[purpose],
        key=f"desk:{key}" if draft else key,
        subject=course.subject,
        title=course.title,
        day=day,
        to=whom.desk(tx, on) if people is None else people,
        expires=day + ONE_DAY,
    )
    yield Reminder(course=course, purpose=purpose, key=key, wave=wave, item=about, draft=draft)


def newcomers(tx: Tx, course: Course, on: date) -> Iterator[Reminder]:
    """The enrolment card to who came after it had gone out; nobody while the one to those who came
    before waits for somebody to let it go."""
    if not announced.waves(tx, course) or announced.newcomers_wait(tx, course):
        return
    key = f"newcomer:{course.id}:{on}"
    yield from _reminder(tx, course, Purpose.NEWCOMER, key, 0, on, course.finish_by)
