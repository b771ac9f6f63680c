"""出欠の連絡先: which channel or group chat takes a school's roster cards."""

from bot.attendance import access, telling
from bot.attendance.model import Place, School
from bot.attendance.rules.access import NOT_YOURS, Right
from bot.attendance.rules.shown import people as shown
from bot.attendance.rules.shown.people import ShownPlace
from bot.attendance.store import places, schools
from bot.errors import Refused
from bot.ledger.record import record
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import places as view
from cards.attendance.verbs.places import ChoosePlace, ClearPlace, Places

router = Router()
_NOT_SHOWN = ("removed",)


@router.hears("出欠の連絡先", "(where )?rosters( go)?")
def words(turn: Turn, said: str) -> Card:
    """The way in; in the channel itself the same words only make the place known."""
    del said
    return show(turn, Places())


@router.on(Places)
def show(turn: Turn, verb: Places) -> Card:
    """The place of a school, or which schools one may choose for."""
    allowed = _schools(turn)
    if verb.school_id:
        return _drawn(turn, _allowed(turn, verb.school_id))
    if len(allowed) == 1:
        return _drawn(turn, allowed[0])
    return view.place_schools(turn.lang, allowed)


@router.on(ChoosePlace)
def choose(turn: Turn, verb: ChoosePlace) -> Card:
    """この場所にする: only a place in which everybody was found to be staff."""
    school = _allowed(turn, verb.school_id)
    place = places.choose(turn.tx, verb.place_id, school.id)
    telling.moved(turn.tx, school.id, turn.now)
    _recorded(turn, verb, school, place)
    return _drawn(turn, school, done="chosen")


@router.on(ClearPlace)
def clear(turn: Turn, verb: ClearPlace) -> Card:
    """個人チャットに戻す."""
    school = _allowed(turn, verb.school_id)
    standing = places.of_school(turn.tx, school.id)
    if standing is not None:
        places.clear(turn.tx, school.id, verb.version)
        telling.moved(turn.tx, school.id, turn.now)
        _recorded(turn, verb, school, standing)
    return _drawn(turn, school, done="cleared")


def _schools(turn: Turn) -> tuple[School, ...]:
    """The schools for which they may choose; raises Refused where there is none."""
    may = access.of(turn)
    every = schools.every(turn.tx)
    found = tuple(one for one in every if may.may(Right.PLACE, school=one.id))
    if not found:
        raise Refused(NOT_YOURS)
    return found


def _allowed(turn: Turn, school: int) -> School:
    """The school, if they may choose for it; one that there isn't is refused alike."""
    if not access.of(turn).may(Right.PLACE, school=school):
        raise Refused(NOT_YOURS)
    found = schools.find(turn.tx, school)
    if found is None:
        raise Refused(NOT_YOURS)
    return found


def _recorded(turn: Turn, verb: ChoosePlace | ClearPlace, school: School, place: Place) -> None:
    detail = {"place": place.id}
    record(turn.tx, turn.actor, at=turn.now, act=verb.name, subject=school.subject, detail=detail)


def _drawn(turn: Turn, school: School, *, done: str = "") -> Card:
    chosen = places.of_school(turn.tx, school.id)
    every = access.of(turn).by_role(Right.PLACE)
    others = places.not_offered(turn.tx, school.id, every=every)
    return view.school_place(
        turn.lang,
        school,
        None if chosen is None else _shown(chosen, school),
        [_shown(one, school) for one in places.offered(turn.tx, school.id)],
        [_shown(one, school) for one in others if one.trouble not in _NOT_SHOWN],
        done=done,
    )


def _shown(place: Place, school: School) -> ShownPlace:
    return shown.place(place, school.name, chosen=bool(place.school))
