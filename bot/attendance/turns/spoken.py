"""The words of the school that one person may say: their help lists these and nothing else."""

from collections.abc import Iterator

from bot.attendance import access, family
from bot.attendance.rules.access import Right
from bot.attendance.store import schools
from bot.attendance.turns import months, night, suspensions
from bot.slice import Words
from bot.turns.turn import Turn

_TITLE = "attendance.spoken.title"
# In the order of a school's morning: a line of the help, and the rights any of which opens it.
_BY_POST = {
    "today": (Right.READ,),
    "enter": (Right.ENTER,),
    "missing": (Right.CASE,),
    "telephone": (Right.RETURN,),
    "suspended": suspensions.READERS,
    "book": months.READERS,
    "long": (Right.WATCH,),
    "numbers": (Right.NUMBERS,),
    "closing": (Right.CALENDAR,),
    "guardians": (Right.LINKS,),
    "places": (Right.PLACE,),
    "settings": (Right.SETTINGS,),
}


def words(turn: Turn) -> Words | None:
    """Found out from their posts, as every press is; None for whoever has nothing to say here."""
    lines = tuple(f"attendance.spoken.{name}" for name in _names(turn))
    return Words(title=_TITLE, lines=lines) if lines else None


def _names(turn: Turn) -> Iterator[str]:
    mine = access.of(turn)
    if not schools.every(turn.tx):
        return
    for name, rights in _BY_POST.items():
        if any(mine.schools(right) or mine.by_role(right) for right in rights):
            yield name
    if mine.is_staff or mine.by_role(Right.CALENDAR):
        yield "days"
    if night.keeps(turn):
        yield "printed"
    if turn.person.is_staff and family.children(turn.tx, turn.person, turn.now):
        yield "own_child"
