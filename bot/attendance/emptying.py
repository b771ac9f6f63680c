"""Cards are copies outside our encryption: when their time is over they name nobody any more.

At the end of the school day all of them say 「対応済み」 or 「表示を終えました」; at once those of
a child who leaves, is protected, or whose data is disposed of (個人情報保護法22条, 66条).
"""

from datetime import date, datetime, timedelta
from functools import partial

from bot.attendance import case_cards, family_state, posting, seen, telling
from bot.attendance.model import Case, CaseState, Report, School
from bot.attendance.rules import answers, contradictions
from bot.attendance.store import cases, classes, enrolments, reports, shows
from bot.attendance.store.shows import Shown
from bot.attendance.telling import groups, unreached
from bot.attendance.telling.rosters import roster
from bot.storage.tx import Tx
from cards.attendance import staff

_NONE = timedelta()
_FAMILY, _ROSTER = "family", "roster"


def end_of_day(tx: Tx, school: School, day: date, now: datetime, *, most: int | None = None) -> int:
    """Empty every card of a school's day, and of days before that were missed; how many, at the
    most `most` of them.

    What is told for a later day stands until that day's end. Of what nobody has got the office
    rings first: nothing about attendance just expires. Of a day that went by while nobody was there
    to send, what still holds is told anew. A call after everything is done finds nothing to do.
    """
    untold: tuple[int, ...] = ()
    found = [one for one in shows.standing(tx, school.id, day) if not _lasts(one, now.date())]
    standing = found[:most]
    if day == now.date():
        unreached.unsent(tx, now, school=school.id, patience=_NONE)
    else:
        untold = unreached.missed(tx, school, day, now, {one.notice for one in standing})
    for one in standing:
        _empty(tx, one, now)
    for report in reports.some(tx, untold):
        if _holds(tx, report, now):
            telling.received(tx, report, now)
    return len(standing)


def _holds(tx: Tx, report: Report, now: datetime) -> bool:
    """Whether it still says something of today or later, and nobody has a card of it yet."""
    told = any(groups.is_of_staff(one) for one in shows.of(tx, report.subject))
    return report.state in contradictions.ALIVE and report.until >= now.date() and not told


def _lasts(one: Shown, today: date) -> bool:
    """The list to ring names no child: it is of use until it is done."""
    return one.about.startswith(unreached.KIND) and one.day == today


def pupil(tx: Tx, pupil: int, now: datetime, *, keep_search: bool = False) -> int:
    """Take a child off every card at once: transfer, protection, disposal; how many there were.

    A card that names others too is drawn anew without the child; a roster shows who sits there.
    `keep_search`: whoever looks for the child today at their school goes on, until a person
    closes the search; protection is about accounts of the family. What nobody has answered yet is
    told again, on a card of its own, to whoever must see to it.
    """
    searched = _search(tx, pupil, now) if keep_search else None
    kept = {one.notice for one in shows.of(tx, searched.subject)} if searched else set()
    standing = [one for one in shows.of(tx, f"pupil:{pupil}") if one.notice not in kept]
    if searched:
        case_cards.refresh(tx, searched, now, at_once=True)
    waiting = {report for one in standing for report in _waiting(tx, one, pupil, now)}
    for one in standing:
        _without(tx, one, pupil, now)
    for report in reports.some(tx, waiting if keep_search else ()):
        telling.again(tx, report, now)
    return len(standing)


def _waiting(tx: Tx, one: Shown, pupil: int, now: datetime) -> list[int]:
    """What a card of staff shows of a child who still sits there, and nobody has answered."""
    if not groups.is_of_reports(one):
        return []
    day = now.date()
    here = {class_.school for class_ in seen.classes_of(tx, pupil, day)}
    found = reports.some(tx, groups.reports_of(tx, one))
    own = (report for report in found if report.pupil == pupil and report.school in here)
    return [report.id for report in own if answers.waits(report) and report.until >= day]


def families(tx: Tx, pupil: int, now: datetime) -> None:
    """Empty what stands of a child in chats of the family, while it is still known what it was."""
    for one in shows.of(tx, f"pupil:{pupil}"):
        if one.about.startswith(f"{_FAMILY}:"):
            _empty(tx, one, now)


def _search(tx: Tx, pupil: int, now: datetime) -> Case | None:
    """The open search of today for a child who still sits at that school."""
    case = cases.of_pupil(tx, pupil, now.date())
    if case is None or case.state is CaseState.CLOSED:
        return None
    seat = enrolments.of(tx, pupil, now.date())
    return case if seat and classes.get(tx, seat.class_id).school == case.school else None


def _without(tx: Tx, one: Shown, pupil: int, now: datetime) -> None:
    if one.about.startswith(f"{_ROSTER}:"):
        shows.unname(tx, one.notice, f"pupil:{pupil}")
        class_id = int(one.about.partition(":")[2])
        roster(tx, class_id, one.day, now, create=False, at_once=True)
        return
    others = _others(tx, one, pupil) if groups.is_of_reports(one) else ()
    if not others:
        _empty(tx, one, now)
        return
    shows.keep(tx, one.notice, others)
    groups.draw(tx, one, now, at_once=True)


def _others(tx: Tx, one: Shown, pupil: int) -> tuple[str, ...]:
    """What a list shows of other children."""
    shown = groups.reports_of(tx, one)
    found = [report for report in reports.some(tx, shown) if report.pupil != pupil]
    return tuple(name for one in found for name in (f"pupil:{one.pupil}", one.subject))


def _empty(tx: Tx, one: Shown, now: datetime) -> None:
    part, _, number = one.about.partition(":")
    if part == _FAMILY:
        family_state.empty(tx, int(number))
        shows.drop(tx, one.notice)
    else:
        posting.settle(tx, one.notice, now, _left(tx, one))


def _left(tx: Tx, one: Shown) -> posting.Draw:
    """What stands there instead: 「対応済み」 only where every report of it was answered."""
    if not groups.is_of_reports(one):
        return staff.ended
    found = reports.some(tx, groups.reports_of(tx, one))
    waiting = sum(map(answers.waits, found))
    return partial(staff.ended, waiting=waiting) if waiting else staff.done
