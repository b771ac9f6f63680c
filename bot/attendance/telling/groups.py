"""To whom a report's cards go, by groups of few cards each, and how such a card is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot.attendance import posting, seen, whom
from bot.attendance.model import Class, Report, ReportState, School
from bot.attendance.posting import Draw
from bot.attendance.rules import slots, times
from bot.attendance.rules.shown.reports import ShownTold
from bot.attendance.store import days, reports, shows
from bot.attendance.store.shows import Shown
from bot.attendance.telling import unreached
from bot.attendance.telling.unreached import AGAIN
from bot.storage.tx import Tx
from cards.attendance import staff, staff_lists
from cards.attendance.staff import About
from cards.elements import Card
from cards.lang import Lang

REPORT, HELD = "attendance.report", "attendance.held"
_ABOUT = frozenset(("class", "office", "held", "nurse", "back"))
_OF_STAFF = frozenset(("class", "office", "back"))
_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One row of at most three cards: a class's, or the office's of a school."""

    kind: str
    about: str
    to: tuple[int, ...]


def of(tx: Tx, report: Report, on: date, now: datetime) -> tuple[Group, ...]:
    """Everybody who is told of a report that day: who sees to the class, and of what waits for a
    guardian also the office."""
    staff = of_staff(tx, report, on, now)
    return (staff, of_office(tx, report, on)) if report.state is ReportState.HELD else (staff,)


def of_staff(tx: Tx, report: Report, on: date, now: datetime) -> Group:
    """The class's teachers; the office, nurse and vice-principal while no class is announced."""
    if not report.day_class:
        to = whom.unannounced(tx, report.school, on)
        return Group(kind=REPORT, about=f"office:{report.school}", to=to)
    to = whom.for_class(tx, report.day_class, on, now)
    about = f"class:{report.day_class}"
    return Group(kind=REPORT, about=about, to=to)


def of_office(tx: Tx, report: Report, on: date) -> Group:
    """The office, which rings about what waits for a guardian."""
    to = whom.office(tx, report.school, on)
    return Group(kind=HELD, about=f"held:{report.school}", to=to)


def put(
    tx: Tx,
    group: Group,
    slot: int,
    report: Report,
    school: School,
    due: datetime,
    now: datetime,
    *,
    at: str = "",
) -> None:
    """A new card of a report, at the group's place of the day. Nobody there: the office rings.

    `at` tells it from another card that was posted for the same.
    """
    day = due.date()
    if not group.to:
        unreached.add(
            tx,
            school=school.id,
            kind=group.kind,
            about=group.about,
            day=day,
            since=due,
            matter=report.subject,
        )
        return
    posting.post(
        tx,
        kind=group.kind,
        key=key(group, day, slot, report) + at,
        to=group.to,
        draw=_drawn(tx, group.about, slot, (report,), day, now),
        due_at=due,
        expires_at=posting.until_morning(school, day, now),
        school=school.id,
        day=day,
        about=group.about,
        slot=slot,
        subjects=_subjects(report),
    )


def key(group: Group, day: date, slot: int, report: Report) -> str:
    """Names a card: whose it is, which of its day's, and what it was posted for."""
    return f"{group.about}:{day}:{slot}:{report.id}:{report.version}"


def put_on(tx: Tx, one: Shown, report: Report, now: datetime) -> None:
    """A standing card shows this report as well."""
    shows.add(tx, one.notice, school=one.school, day=one.day, subjects=_subjects(report))
    draw(tx, one, now)


def _subjects(report: Report) -> tuple[str, str]:
    return f"pupil:{report.pupil}", report.subject


def sending_at(tx: Tx, school: School, class_: Class | None, now: datetime) -> datetime:
    """When staff are told of what comes in now: at once by day, else at the next `wake`."""
    today = now.date()
    calendar = days.calendar(tx, school, class_, today, today + _AHEAD)
    return times.told_at(now, days.times(tx, school, class_, today), calendar)


def is_of_reports(one: Shown) -> bool:
    """Whether a standing card is one of these, and not a case's, a roster or a family's own."""
    return _name(one.about) in _ABOUT


def is_of_staff(one: Shown) -> bool:
    """Whether it is the card of a class's teachers, or of whoever stands for them."""
    return _name(one.about) in _OF_STAFF


def draw(tx: Tx, one: Shown, now: datetime, *, at_once: bool = False) -> None:
    """A standing card of reports, drawn anew from what is kept."""
    found = reports.some(tx, reports_of(tx, one))
    made = _drawn(tx, one.about, one.slot, found, one.day, now)
    posting.redraw(tx, one.notice, made, at_once=at_once)


def reports_of(tx: Tx, one: Shown) -> tuple[int, ...]:
    """The reports that a standing card shows, by id."""
    found = shows.subjects(tx, (one.notice,))[one.notice]
    return tuple(int(name.partition(":")[2]) for name in found if name.startswith("report:"))


def _drawn(
    tx: Tx, about: str, slot: int, found: Sequence[Report], day: date, now: datetime
) -> Draw:
    told = seen.told(tx, found, now, can_answer=_name(about) != "held")
    if not told:
        return staff.done
    if slot >= slots.MOST_POSTS or len(told) > 1:
        return partial(_many, told=told, day=day)
    return partial(staff.received, told=told[0], about=_title(about))


def _many(lang: Lang, told: Sequence[ShownTold], day: date) -> Card:
    return staff_lists.received_many(lang, told, day)


def _name(about: str) -> str:
    return about.partition(":")[0].removeprefix(AGAIN)


def _title(about: str) -> About:
    name = _name(about)
    return "title_nurse" if name == "nurse" else "title_held" if name == "held" else "title"
