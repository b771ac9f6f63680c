"""A report follows its child: to the school and class in which they sit on the days still to come.

Else the teachers of before would be told each morning of a child who isn't theirs any more, and
those who wait for the child would never hear (個人情報保護法69条: to whoever needs it alone).
"""

from dataclasses import replace
from datetime import date, datetime

from bot.attendance import emptying
from bot.attendance.model import Report
from bot.attendance.rules import contradictions
from bot.attendance.store import classes, enrolments, reports, schools
from bot.storage.tx import Tx


def look(tx: Tx, now: datetime) -> None:
    """Hand over whatever stands for today or later of children who sit elsewhere from now on."""
    for school in schools.every(tx):
        for pupil in {one.pupil for one in reports.elsewhere(tx, school.id, now.date())}:
            if of_pupil(tx, pupil, now):
                emptying.pupil(tx, pupil, now, keep_search=True)


def of_pupil(tx: Tx, pupil: int, now: datetime) -> bool:
    """The same for one child; whether anything went elsewhere. The cards are the caller's to
    empty: what nobody has answered is told again by that."""
    found = reports.of_pupil(tx, pupil, now.date(), date.max)
    alive = [one for one in found if one.state in contradictions.ALIVE]
    gone = [one for one in alive if _hand_over(tx, one, now)]
    return bool(gone)


def _hand_over(tx: Tx, report: Report, now: datetime) -> bool:
    seat = enrolments.of(tx, report.pupil, max(report.since, now.date()))
    if seat is None:  # 「在籍していません」: nobody's to see to
        return False
    class_ = classes.get(tx, seat.class_id)
    goes = replace(report, school=class_.school, day_class=class_.id if class_.is_known(now) else 0)
    if goes != report:
        reports.save(tx, goes)
    return goes != report
