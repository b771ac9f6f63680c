"""A hint to the nurse when the share of absent children passes the school's threshold."""

from datetime import date, datetime, timedelta

from bot.attendance import posting, whom
from bot.attendance.model import Class, Kind, School
from bot.attendance.rules import hints, suspension
from bot.attendance.rules.shown.classes import shown_class
from bot.attendance.store import classes, days, enrolments, reports, suspensions
from bot.storage.tx import Tx
from cards.attendance import health_told as view

KIND = "attendance.closure_hint"
KEPT = timedelta(days=1)


def hint(tx: Tx, school: School, day: date, now: datetime) -> int:
    """Tell the nurse, once a class and day (学校保健安全法20条: closing is the principal's to
    decide); of how many classes the share is too large."""
    found = 0
    for class_ in classes.current(tx, school.id, day):
        absent, enrolled = absent_in(tx, class_, day)
        if not hints.closure(absent, enrolled, school.closure_percent):
            continue
        if days.is_in_session(tx, school, class_, day):
            found += 1
            _tell(tx, school, class_, day, (absent, enrolled), now)
    return found


def absent_in(tx: Tx, class_: Class, day: date) -> tuple[int, int]:
    """How many of a class are absent or at home by order on a day, and how many are in it."""
    children = tuple(one.pupil for one in enrolments.of_class(tx, class_.id, day) if one.main)
    said = reports.of_pupils(tx, children, day, day)
    away = {one.pupil for one in said if one.counts and one.kind is Kind.ABSENT}
    ordered = suspensions.covering(tx, children, day, day)
    away |= {one.pupil for one in ordered if suspension.covers(one, day)}
    return len(away), len(children)


def _tell(
    tx: Tx, school: School, class_: Class, day: date, share: tuple[int, int], now: datetime
) -> None:
    absent, enrolled = share
    counts = {"absent": absent, "enrolled": enrolled, "percent": school.closure_percent}
    shown = shown_class(class_, school)
    posting.post(
        tx,
        kind=KIND,
        key=f"{class_.id}:{day}",
        to=whom.nurses(tx, school.id, day) or whom.heads(tx, school.id, day),
        draw=lambda lang: view.closure_hint(lang, shown, **counts),
        due_at=now,
        expires_at=now + KEPT,
        school=school.id,
        day=day,
    )
