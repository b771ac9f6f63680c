"""The duty to teach (教育義務) of an agreement that a course is evidence for: bound, and met."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.duties import store as duties
from bot.duties.model import EDUCATION, Duty
from bot.errors import Refused
from bot.storage.tx import Tx
from bot.training import counting
from bot.training.managing import Deed, keep, note, seen, showing
from bot.training.model import Course
from bot.training.rules import courses as rules
from bot.training.store import courses
from cards.lang import SOURCE, Lang
from cards.training.verbs import BindPromise, Manage, MeetPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationDuty:
    """See cards.training.matter.EducationDuty."""

    duty_id: int
    title: str
    text: str
    due_on: date | None
    bound: bool


def choices(tx: Tx, course: Course) -> tuple[EducationDuty, ...]:
    """The open duties to teach, of which this course may be evidence for one."""
    return tuple(
        EducationDuty(
            duty_id=duty.id,
            title=duty.title,
            text="　".join(filter(None, (duty.article, "、".join(duty.items)))),
            due_on=duty.due_on,
            bound=duty.line == course.promise,
        )
        for duty in duties.of_kind(tx, EDUCATION)
    )


def bind(tx: Tx, course_id: int, deed: Deed, *, duty_id: int) -> Course:
    """協定の教育義務と結ぶ; pressed twice it is bound once. Raises Refused for no open duty."""
    return _bound(tx, courses.get(tx, course_id), deed, _duty(tx, duty_id).line, duty_id)


def untie(tx: Tx, course_id: int, deed: Deed) -> Course:
    """結び付けを外す: the course is evidence for no duty any more."""
    return _bound(tx, courses.get(tx, course_id), deed, 0, 0)


def _bound(tx: Tx, course: Course, deed: Deed, line: int, duty_id: int) -> Course:
    if line == course.promise:
        return course
    with showing(Manage(course_id=course.id)):
        after = rules.bound(course, version=seen(deed, course.version), promise=line)
    return keep(tx, after, deed, BindPromise.name, duty=duty_id)


def _duty(tx: Tx, duty_id: int) -> Duty:
    found = {duty.id: duty for duty in duties.of_kind(tx, EDUCATION)}
    if duty_id not in found:
        raise Refused("training.refused.no_duty")
    return found[duty_id]


def owed(tx: Tx, course: Course) -> Duty | None:
    """The duty that the course is evidence for, where it is still owed."""
    found = (duty for duty in duties.of_kind(tx, EDUCATION) if duty.line == course.promise)
    return next(found, None) if course.promise else None


def meet(tx: Tx, course_id: int, deed: Deed) -> Duty:
    """教育義務の履行として記録: today's numbers are the duty's evidence; a yearly one comes back.

    Returns the duty that was met.
    """
    course = courses.get(tx, course_id)
    with showing(Manage(course_id=course.id)):
        rules.check(course, seen(deed, course.version))
    if (duty := owed(tx, course)) is None:
        raise Refused("training.refused.no_promise")
    said = evidence(tx, course, deed.now)
    duties.complete(tx, duty, evidence=said, on=deed.now.date())
    note(tx, deed, MeetPromise.name, course.subject, duty=duty.id)
    return duty


def evidence(tx: Tx, course: Course, now: datetime) -> str:
    """How far the course is, in words, as it stands in the city's own books."""
    (found,) = counting.counted(tx, (course,), now.date())
    total = found.total()
    if not total.finished:
        raise Refused("training.refused.nobody_finished")
    lang = Lang(SOURCE)
    return lang.t(
        "training.desk.evidence",
        title=course.title,
        year=course.year,
        audience=total.audience,
        finished=total.finished,
        day=lang.day(now.date()),
    )
