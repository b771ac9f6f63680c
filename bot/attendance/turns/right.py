"""Which report a press is about, and in which post the presser may touch it."""

from bot.attendance import access, seen
from bot.attendance.model import Report
from bot.attendance.rules.access import NOT_YOURS, Capacity, Right
from bot.attendance.rules.shown.reports import ShownTold
from bot.attendance.store import reports
from bot.errors import NotFound, Refused
from bot.ledger.model import Actor
from bot.turns.turn import Turn


def report(turn: Turn, report_id: int, right: Right) -> tuple[Report, Capacity]:
    """A report and the post by which the presser may; a report that there isn't is refused in the
    same words as somebody else's, so that nothing is learnt from trying numbers."""
    try:
        found = reports.get(turn.tx, report_id)
    except NotFound:
        raise Refused(NOT_YOURS) from None
    capacity = of(turn, found, right)
    if capacity is None:
        raise Refused(NOT_YOURS)
    return found, capacity


def of(turn: Turn, found: Report, right: Right) -> Capacity | None:
    """The post by which they may, for any class that the child sits in on the report's day. Once
    the child has left that school, nobody there reads on: 「在籍していません」."""
    day = seen.day_of(found, turn.today)
    if day < turn.today and not _is_there(turn, found):
        return None
    mine = access.of(turn)
    for class_ in seen.classes_of(turn.tx, found.pupil, day):
        if class_.school == found.school and (by := mine.acting_in(right, class_, turn.now)):
            return by
    return None


def _is_there(turn: Turn, found: Report) -> bool:
    now = seen.classes_of(turn.tx, found.pupil, turn.today)
    return any(class_.school == found.school for class_ in now)


def actor(turn: Turn, capacity: Capacity) -> Actor:
    """The presser in that post, as deputy (代理) where they are one."""
    return turn.actor.acting(capacity.holder.post, capacity.holder.deputy_for)


def told(turn: Turn, found: Report) -> ShownTold:
    """A report with what its reader may press. Raises Refused where the child is here no more."""
    rights = {
        "can_answer": of(turn, found, Right.ANSWER) is not None,
        "can_return": of(turn, found, Right.RETURN) is not None,
    }
    shown = seen.told(turn.tx, (found,), turn.now, **rights)
    if not shown:
        raise Refused(NOT_YOURS)
    return shown[0]
