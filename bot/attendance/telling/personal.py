"""The cards that a class's teachers get of reports: at most three a morning, the third a list.

Of what a child sent without the family word the office has a card too, for it must ring.
"""

from datetime import date, datetime

from bot.attendance import mornings, seen
from bot.attendance.model import Report, School
from bot.attendance.rules import slots
from bot.attendance.store import classes, schools, shows
from bot.attendance.telling import anew, groups, rosters
from bot.attendance.telling.groups import Group
from bot.storage.tx import Tx


def received(tx: Tx, report: Report, now: datetime) -> None:
    """Tell a class's teachers of a new report, or the office, nurse and vice-principal where the
    class isn't announced; at night and on days without school silently, from `wake` on."""
    school = schools.get(tx, report.school)
    class_ = classes.get(tx, report.day_class) if report.day_class else None
    due = groups.sending_at(tx, school, class_, now)
    _tell(tx, school, report, due, now)
    _show_rosters(tx, report, now, due)
    mornings.received(tx, school, report, now)


def wake(
    tx: Tx, school: School, day: date, now: datetime, *, after: int = 0, most: int | None = None
) -> int:
    """The morning begins: rosters show what is known, and whose card went with a day before is told
    of anew: at the most `most` reports, those with a higher id than `after`. The last one's id; 0
    after all of them."""
    if not after:
        rosters.wake(tx, school, day, now)
    owed = (one for one in anew.owed(tx, school, day) if one.id > after)
    found = sorted(owed, key=lambda one: one.id)
    for one in found[:most]:
        _tell(tx, school, one, now, now)
    return found[most - 1].id if most is not None and len(found) > most else 0


def _tell(tx: Tx, school: School, report: Report, due: datetime, now: datetime) -> None:
    for group in groups.of(tx, report, due.date(), now):
        _add(tx, group, school, report, due, now)


def _add(
    tx: Tx, group: Group, school: School, report: Report, due: datetime, now: datetime
) -> None:
    """Put a report on the group's next card of the day; from the third on the last one is
    revised, however many come (an influenza week brings sixty)."""
    standing = shows.about(tx, group.about, due.date())
    already = sum(len(groups.reports_of(tx, one)) for one in standing)
    if group.to and standing and not slots.is_posted(already):
        groups.put_on(tx, standing[-1], report, now)
    else:
        groups.put(tx, group, slots.slot(already), report, school, due, now)


def changed(tx: Tx, *found: Report, now: datetime) -> None:
    """Every card that shows one of these reports shows how they stand now: answered, taken back,
    replaced. Of several each card is drawn once."""
    cards = {card.notice: card for one in found for card in shows.of(tx, one.subject)}
    for card in cards.values():
        if groups.is_of_reports(card):
            groups.draw(tx, card, now)
    seats = {class_.id for one in found for class_ in seen.classes_of(tx, one.pupil, now.date())}
    for class_id in sorted(seats):
        rosters.roster(tx, class_id, now.date(), now, create=False)
    for school in {one.school for one in found}:
        mornings.changed(tx, school, now.date(), now)


def _show_rosters(tx: Tx, report: Report, now: datetime, due: datetime) -> None:
    """The first report of a morning makes the roster cards of the classes that the child sits in;
    one that is for later days waits for their own."""
    if report.covers(due.date()):
        for class_ in seen.classes_of(tx, report.pupil, due.date()):
            rosters.roster(tx, class_.id, due.date(), now, due_at=due)
