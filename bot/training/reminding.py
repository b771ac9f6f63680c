"""What a working morning says of one course: to many of its audience, coordinators, the desk."""

from typing import Literal

from bot import policy
from bot.ledger.record import record
from bot.reminder import Draw
from bot.slice import Tick
from bot.training import announcing, notices, shown, shown_managed
from bot.training.model import Course
from bot.training.plan import courses as of_courses
from bot.training.plan import many
from bot.training.plan.courses import Edition, ToChoose
from bot.training.plan.item import Item
from bot.training.plan.many import Reminder
from bot.training.plan.moments import Span
from bot.training.rules import courses as rules
from bot.training.rules import progress, years
from bot.training.store import courses, sessions
from bot.training.store.announcements import Purpose
from bot.zone import zone_of
from cards import training as view

_END_COURSE, _NEW_YEAR = "training.end_course", "training.new_year"
_WHY: dict[Purpose, Literal["apply", "unfinished", "newcomer"]] = {
    Purpose.APPLY: "apply",
    Purpose.UNFINISHED: "unfinished",
    Purpose.NEWCOMER: "newcomer",
}


def of_course(tick: Tick, course: Course, span: Span) -> int:
    """Everything that is said of it today; where it is over it ends, and nothing is said.

    How many reminders its audience gets.
    """
    if rules.is_over(course, sessions.of_course(tick.tx, course.id), tick.now):
        _end(tick, course)
        return 0
    given = (policy.of(tick.tx).hours, zone_of(tick.now), span)
    reminders = tuple(many.due(tick.tx, course, *given))
    for found in reminders:
        _remind(tick, found)
    for one in of_courses.choices(tick.tx, course, *given):
        _ask_choice(tick, course, one)
    for said in of_courses.sessionless(tick.tx, course, *given):
        _say_sessionless(tick, course, said)
    return len(reminders)


def _post(tick: Tick, one: Item, draw: Draw) -> None:
    notices.post(tick.tx, one, draw, tick.now)


def _say_sessionless(tick: Tick, course: Course, one: Item) -> None:
    seen = shown.course(tick.tx, course, tick.now)
    _post(tick, one, lambda lang: view.sessionless(lang, seen))


def _ask_choice(tick: Tick, course: Course, one: ToChoose) -> None:
    seen = shown.course(tick.tx, course, tick.now)
    by, name, today = one.item.day, one.municipality, tick.today
    _post(tick, one.item, lambda lang: view.choose_wave(lang, seen, name, by, today=today))


def _end(tick: Tick, course: Course) -> None:
    """Its last day has passed: nobody is reminded of it, and its cards say so."""
    ended = courses.save(tick.tx, rules.ended(course))
    announcing.changed(tick.tx, ended, tick.now)
    record(tick.tx, tick.actor, at=tick.now, act=_END_COURSE, subject=course.subject)


def welcome(tick: Tick, course: Course) -> None:
    """Who came after its enrolment card went out gets it too."""
    for found in many.newcomers(tick.tx, course, tick.today):
        _remind(tick, found)


def _remind(tick: Tick, found: Reminder) -> None:
    """Few are told at once; for many a draft is made, which the desk has to let go."""
    if found.draft:
        _draft(tick, found)
        return
    seen = shown.course(tick.tx, found.course, tick.now, wave=found.wave)
    left = (found.item.day - tick.today).days
    if found.purpose is Purpose.NEWCOMER:
        _post(tick, found.item, lambda lang: view.announcement(lang, seen, why="newcomer"))
        return
    card = view.apply_reminder if found.purpose is Purpose.APPLY else view.unfinished
    _post(tick, found.item, lambda lang: card(lang, seen, days_left=left))


def _draft(tick: Tick, found: Reminder) -> None:
    tx, course = tick.tx, found.course
    author = next(iter(found.item.to), 0)
    announcing.remind(
        tx, course, found.purpose, key=found.key, author=author, now=tick.now, wave=found.wave
    )
    # The card names the course and shows no figures: nobody is counted for it.
    nobody = progress.total(())
    seen = shown_managed.managed(
        tx, course, tick.now, may=frozenset(), total=nobody, announced=True
    )
    why = _WHY.get(found.purpose)
    _post(tick, found.item, lambda lang: view.announced(lang, seen, why=why))


def edition(tick: Tick, one: Edition) -> None:
    """It appears as a draft, and the desk is told."""
    made = courses.add(tick.tx, years.next_edition(one.before))
    record(tick.tx, tick.actor, at=tick.now, act=_NEW_YEAR, subject=made.subject)
    seen = shown.course(tick.tx, made, tick.now)
    _post(tick, one.item, lambda lang: view.new_year(lang, seen))
