"""The printable lists of the night, for a school's office and heads."""

from bot.attendance import access, night
from bot.attendance.model import School
from bot.attendance.rules.access import NOT_YOURS
from bot.attendance.store import schools
from bot.errors import Refused
from bot.ledger.record import record
from bot.turns import links
from bot.turns.links import Page
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import night as view
from cards.attendance.verbs import day as verbs

router = Router()


@router.on(verbs.NightList)
def night_list(turn: Turn, verb: verbs.NightList) -> Card:
    """翌日の出欠一覧: the way to the page of each school whose office the reader is."""
    del verb
    found = _mine(turn)
    if not found:
        raise Refused(NOT_YOURS)
    ways = [(one.name, links.to(turn, night.PAGE, str(one.id))) for one in found]
    return view.night_links(turn.lang, ways)


@router.hears("(出欠の?)?一覧の?印刷", "名簿の?印刷", "print (the )?lists?")
def hear(turn: Turn, words: str) -> Card | None:
    """「一覧の印刷」."""
    del words
    return night_list(turn, verbs.NightList()) if _mine(turn) else None


def keeps(turn: Turn) -> bool:
    """Whether they take the office's part at any school."""
    return bool(_mine(turn))


def _mine(turn: Turn) -> tuple[School, ...]:
    kept = {one.at.school for one in access.of(turn).capacities if one.at.function in night.KEEPERS}
    return tuple(schools.get(turn.tx, one) for one in sorted(kept))


@router.opens(night.PAGE)
def page(turn: Turn, subject: str) -> Page:
    """The page itself; the reader's posts are looked at again, and who printed is in the ledger."""
    school = next((one for one in _mine(turn) if str(one.id) == subject), None)
    if school is None:
        raise Refused(NOT_YOURS)
    day = night.next_day(turn.tx, school, turn.now)
    lists = night.lists(turn.tx, school, day, turn.now)
    record(turn.tx, turn.actor, at=turn.now, act=night.PAGE, subject=school.subject)
    html = view.night_page(turn.lang, school=school.name, day=day, classes=lists, at=turn.now)
    return Page(body=html.encode())
