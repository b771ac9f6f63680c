"""昨日と同じ, and the same for a brother or sister: what the account has sent itself, once more."""

from dataclasses import replace
from datetime import date

from bot.attendance import family
from bot.attendance.family import Child
from bot.attendance.model import Content, Report
from bot.attendance.rules import families
from bot.attendance.rules.reporting import Wanted
from bot.attendance.store import days, reports
from bot.attendance.turns import form
from bot.errors import NotFound, Refused
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.attendance.verbs import family as view
from cards.elements import Card

router = Router()
NONE_SAME = "attendance.family.refused.none_same"


@router.on(view.FamilySame)
def same(turn: Turn, verb: view.FamilySame) -> Card:
    """昨日と同じ, for the next school day that isn't reported yet. On the child's own account
    nothing of what was sent is shown again."""
    one = family.enrolled(turn.tx, turn.person, verb.pupil_id, turn.now)
    earlier = form.last_absence(turn, one)
    day = _open_day(turn, one) if earlier else None
    if earlier is None or day is None:
        raise Refused(NONE_SAME)
    return _copied(turn, one, earlier, day, day, same=True)


@router.on(view.FamilySibling)
def sibling(turn: Turn, verb: view.FamilySibling) -> Card:
    """The same days and reason for another child of the guardian's; raises Refused for others'."""
    one = family.child(turn.tx, turn.person, verb.pupil_id, turn.now)
    found = own(turn, verb.report_id)
    family.child(turn.tx, turn.person, found.pupil, turn.now)
    if one.own or found.until < turn.today:
        raise Refused(NONE_SAME)
    return _copied(turn, one, found, max(found.since, turn.today), found.until)


def own(turn: Turn, report: int) -> Report:
    """The report, if this account wrote it; Refused alike for others' and for none."""
    try:
        found = reports.get(turn.tx, report)
    except NotFound:
        raise Refused(family.NOT_YOURS) from None
    if not families.is_theirs(found, turn.person.id):
        raise Refused(family.NOT_YOURS)
    return found


def _open_day(turn: Turn, one: Child) -> date | None:
    """The first day from now on that this account hasn't reported for the child."""
    assert one.school is not None  # noqa: S101 - who reported was enrolled
    day = form.offered(turn, one)
    said = [r for r in form.sent(turn, one, turn.today) if r.state in families.ALIVE]
    while day is not None and any(report.covers(day) for report in said):
        day = days.next_school_day(turn.tx, one.school, one.class_, day)
    return day


def _copied(
    turn: Turn, one: Child, earlier: Report, since: date, until: date, *, same: bool = False
) -> Card:
    wanted = Wanted(
        since=since,
        until=until,
        kind=earlier.kind,
        door=one.door,
        content=_again(earlier.content),
    )
    return form.second(turn, one, form.keep(turn, one, wanted, same=same))


def _again(content: Content) -> Content:
    """What holds for another day too: not the temperature, the words or the meals of that one."""
    return replace(content, temperature=0, text="", meals_stop=False)
