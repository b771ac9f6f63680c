"""Reports as their readers see them: with the child's seat, who answered, and whether they differ.

A list never names a 特別支援学級: a child of one is shown at the seat in the 交流学級.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.attendance.model import Ack, Class, Pupil, Report, Stream
from bot.attendance.rules import contradictions
from bot.attendance.rules.shown import reports as shown
from bot.attendance.rules.shown.classes import ShownClass, shown_class
from bot.attendance.rules.shown.reports import ShownTold
from bot.attendance.store import classes, enrolments, pupils, reports, schools
from bot.errors import NotFound
from bot.people import store as people
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a child sits, as others are shown it."""

    class_: Class
    number: int

    @property
    def nameable(self) -> bool:
        """Whether a list may name the class."""
        return self.class_.stream is not Stream.SUPPORT


def told(
    tx: Tx,
    found: Sequence[Report],
    now: datetime,
    *,
    can_answer: bool = True,
    can_return: bool = True,
) -> tuple[ShownTold, ...]:
    """These reports for the staff who get them; of children who are gone from here, none.

    `can_answer`, `can_return`: what the readers of this card may press.
    """
    children = pupils.many(tx, {one.pupil for one in found})
    differing = _differing(tx, found)
    rights = {"can_answer": can_answer, "can_return": can_return}
    seen = (
        _told(tx, one, children[one.pupil], now, differs=one.id in differing, **rights)
        for one in found
        if one.pupil in children
    )
    return tuple(one for one in seen if one is not None)


def _told(
    tx: Tx, report: Report, pupil: Pupil, now: datetime, *, differs: bool, **rights: bool
) -> ShownTold | None:
    seat = seat_of(tx, report.pupil, day_of(report, now.date()))
    if seat is None or now.tzinfo is None:
        return None
    return shown.told(
        report,
        pupil,
        seat.number,
        named(tx, seat.class_),
        zone=now.tzinfo,
        answered_by=answered_by(tx, report, now.date()),
        differs=differs,
        **rights,
    )


def named(tx: Tx, class_: Class) -> ShownClass:
    """A class by its name, as cards write it."""
    return shown_class(class_, schools.get(tx, class_.school))


def day_of(report: Report, today: date) -> date:
    """The day of a report that concerns its readers now: today, or its nearest."""
    return min(max(today, report.since), report.until)


def seat_of(tx: Tx, pupil: int, day: date) -> Seat | None:
    """Where a child is shown to sit on a day; None where they aren't enrolled then."""
    seats = enrolments.on(tx, pupil, day)
    found = [Seat(class_=classes.get(tx, one.class_id), number=one.number) for one in seats]
    ordinary = [one for one in found if one.nameable]
    return next(iter((*ordinary, *found)), None)


def classes_of(tx: Tx, pupil: int, day: date) -> tuple[Class, ...]:
    """Every class that a child sits in on a day, their own first."""
    return tuple(classes.get(tx, one.class_id) for one in enrolments.on(tx, pupil, day))


def answered_by(tx: Tx, report: Report, on: date) -> str:
    """The post that answered; of a call back the person, who stands for it by name."""
    if report.ack is Ack.NONE:
        return ""
    return post_name(tx, report.ack_post, on) if _is_posts(report) else person(tx, report, on)


def _is_posts(report: Report) -> bool:
    return report.ack is not Ack.RETURNED and report.ack_post > 0


def post_name(tx: Tx, post: int, on: date) -> str:
    """The name of a post, "" where there is none any more."""
    try:
        return people.get_post(tx, post, on).name
    except NotFound:
        return ""


def person(tx: Tx, report: Report, on: date) -> str:
    """Who answered, by name."""
    found = people.find(tx, report.ack_person, on)
    return found.name if found else ""


def _differing(tx: Tx, found: Sequence[Report]) -> frozenset[int]:
    """The reports that another voice contradicts on any of their days."""
    if not found:
        return frozenset()
    since, until = min(one.since for one in found), max(one.until for one in found)
    of_pupil: dict[int, list[Report]] = {}
    for one in reports.of_pupils(tx, {one.pupil for one in found}, since, until):
        of_pupil.setdefault(one.pupil, []).append(one)
    several = [every for every in of_pupil.values() if len(every) > 1]
    return frozenset(one for every in several for one in _contradicted(every))


def _contradicted(every: Sequence[Report]) -> Iterable[int]:
    """Only days of which two reports speak can differ."""
    days = {day for one in every[1:] for day in _days(one)}
    return (one for day in sorted(days) for one in contradictions.differing(every, day))


def _days(report: Report) -> Iterable[date]:
    count = (report.until - report.since).days + 1
    return (report.since + ONE_DAY * step for step in range(count))
