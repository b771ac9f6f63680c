"""電話で伝える一覧: the office rings the staff whom no card has reached."""

from bot.attendance import access, telling
from bot.attendance.rules.access import NOT_YOURS, Right
from bot.attendance.store import schools
from bot.attendance.store import telephone as store
from bot.attendance.telling import unreached
from bot.attendance.turns import right
from bot.errors import NotFound, Refused
from bot.ledger.record import record
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import telephone as view
from cards.attendance.verbs import office as verbs

router = Router()


@router.on(verbs.ShowTelephone)
def show_telephone(turn: Turn, verb: verbs.ShowTelephone) -> Card:
    """The list of one school as it stands; no child is on it."""
    mine = sorted(access.of(turn).schools(Right.RETURN))
    school = verb.school_id or (mine[0] if mine else 0)
    if school not in mine:
        raise Refused(NOT_YOURS)
    return _list(turn, school)


def _list(turn: Turn, school: int) -> Card:
    found = unreached.lines(turn.tx, schools.get(turn.tx, school), turn.today, turn.now)
    return view.telephone(turn.lang, found, school)


@router.on(verbs.ToldByTelephone)
def told_by_telephone(turn: Turn, verb: verbs.ToldByTelephone) -> Card:
    """電話で伝えました: who has rung is written beside the line, for everybody who has the list.
    What came since is not told by that: the list as it is now is the answer."""
    try:
        line = store.get(turn.tx, verb.line_id)
    except NotFound:
        raise Refused(NOT_YOURS) from None
    capacity = access.capacity(turn, Right.RETURN, school=line.school)
    if store.told(turn.tx, line.id, at=turn.now, by=turn.person.id, matters=verb.matters):
        actor = right.actor(turn, capacity)
        record(turn.tx, actor, at=turn.now, act=verb.name, subject=f"telephone:{line.id}")
        telling.telephone(turn.tx, schools.get(turn.tx, line.school), line.day, turn.now)
    return _list(turn, line.school)


@router.hears("電話で伝える(一覧)?", "telephone list")
def hear(turn: Turn, words: str) -> Card | None:
    """「電話で伝える一覧」."""
    del words
    mine = access.of(turn).schools(Right.RETURN)
    return show_telephone(turn, verbs.ShowTelephone()) if mine else None
