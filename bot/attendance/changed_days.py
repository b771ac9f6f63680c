"""What follows when a school's day is changed: rolls, searches, cards and the clock, at once."""

from datetime import date, datetime, time

from bot.attendance import casework, mornings, posting, shown_days, telling, whom
from bot.attendance.model import Class, Function, Roll, RollState, School, SchoolDay
from bot.attendance.plan import clockwork, moments
from bot.attendance.rules import days as rules
from bot.attendance.rules import rolls as roll_rules
from bot.attendance.rules import times as of_times
from bot.attendance.store import classes, days, posts, rolls
from bot.delivery.outbox import Lane
from bot.storage.tx import Tx
from cards.attendance import calendar as view

KIND = "attendance.day_set"
JOB = "attendance.day"  # goes on with what was begun for every school
# Whom a changed day concerns: whoever works with children there. Meals as well: they cook.
TOLD = tuple(Function)


def follow(tx: Tx, school: School, day: date, line: SchoolDay, now: datetime) -> None:
    """A line was set for a day of a school: everything there follows it, and its staff are told."""
    if day == now.date():
        follow_today(tx, school, day, now, by=line.set_by)
    tell(tx, school, line, now)


def follow_today(tx: Tx, school: School, day: date, now: datetime, *, by: int) -> None:
    """Rolls, searches, roster cards and the clock of a running day become what the day now is."""
    opened = {roll.class_id: roll for roll in rolls.of_school(tx, school.id, day)}
    for class_ in classes.current(tx, school.id, day):
        roll = opened.get(class_.id)
        if roll is not None:
            _class(tx, school, class_, roll, now, by=by)
    clockwork.reset(tx, school, now)
    mornings.changed(tx, school.id, day, now)


def _class(tx: Tx, school: School, class_: Class, roll: Roll, now: datetime, *, by: int) -> None:
    today = days.today(tx, school, class_, roll.day)
    if rules.keeps_roll(today):
        times = days.times(tx, school, class_, roll.day)
        awaited = roll_rules.reopened(roll)
        look_at = of_times.at(roll.day, times.missing_from, now.tzinfo)
        waits = awaited.state is RollState.OPEN
        _save(tx, roll, awaited, look_at if waits else None)
    else:
        if roll.state is not RollState.SILENT:
            _save(tx, roll, roll_rules.silent(roll), None)
        casework.no_school(tx, school.id, class_.id, roll.day, now, by=by)
    telling.roster(tx, class_.id, roll.day, now, create=False)


def _save(tx: Tx, before: Roll, after: Roll, look_at: datetime | None) -> None:
    if after is before:
        rolls.look(tx, before, look_at)
    else:
        rolls.save(tx, after, look_at=look_at)


def tell(tx: Tx, school: School, line: SchoolDay, now: datetime) -> None:
    """To the staff of the school: what the day is now; from half past five on."""
    seen = shown_days.line(tx, line, school, now)
    due_at = moments.dawn(now)
    posting.post(
        tx,
        kind=KIND,
        key=f"{school.id}:{line.day}:{line.id}",
        to=staff(tx, school.id, line, now.date()),
        draw=lambda lang: view.day_told(lang, seen),
        due_at=due_at,
        expires_at=max(due_at, datetime.combine(line.day, time.max, now.tzinfo)),
        school=school.id,
        day=max(line.day, now.date()),
        lane=Lane.SAFETY,
    )


def staff(tx: Tx, school: int, line: SchoolDay, on: date) -> tuple[int, ...]:
    """Who works at the school, whoever set the line left out."""
    found = (post.post for post in posts.of_school(tx, school) if post.function in TOLD)
    return tuple(one for one in whom.present(tx, found, on) if one != line.set_by)
