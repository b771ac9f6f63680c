"""What the person of a turn may do with attendance: from posts at schools, at every press anew."""

from bot.attendance import capacities
from bot.attendance.model import Class
from bot.attendance.rules import access as rules
from bot.attendance.rules.access import Access, Capacity, Right
from bot.attendance.store import classes
from bot.errors import Refused
from bot.turns.turn import Turn

_KNOWN = "attendance_access"


def of(turn: Turn) -> Access:
    """All that the person of this turn may do now; found out once in a transaction.

    The posts are those that they hold or deputise, and those right below that nobody attends; a
    role of people without a post at a school gives nothing (個人情報保護法66条: 安全管理措置).
    """
    known: dict[int, Access] = turn.tx.known.get(_KNOWN, {})
    found = known.get(turn.person.id)
    if found is None:
        found = capacities.by(turn.tx, turn.person, turn.holders, turn.now)
        turn.tx.known[_KNOWN] = {**known, turn.person.id: found}
    return found


def capacity(turn: Turn, right: Right, *, school: int, grade: int = -1) -> Capacity:
    """The post by which they may, for a school or a grade; raises Refused, telling nothing."""
    return rules.require(of(turn).acting(right, school=school, grade=grade))


def in_class(turn: Turn, right: Right, class_: Class) -> Capacity:
    """The post by which they may, for a class and its children; raises Refused, telling nothing.

    A class of another year, or one that isn't announced yet, counts as `rules.access` says.
    """
    return rules.require(of(turn).acting_in(right, class_, turn.now))


def class_right(turn: Turn, right: Right, class_id: int) -> tuple[Class, Capacity]:
    """A class and the post by which they may; a class that there isn't is refused alike."""
    found = classes.find(turn.tx, class_id)
    if found is None:
        raise Refused(rules.NOT_YOURS)
    return found, in_class(turn, right, found)
