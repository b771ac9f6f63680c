"""受講期: which wave a municipality attends in, chosen by its coordinator or by the desk."""

from bot.errors import Refused
from bot.people.model import Holder
from bot.training import acting, choosing
from bot.training.rules.rights import is_desk
from bot.training.turns import desk
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card

router = Router()


@router.on(view.OpenWave)
def open_wave(turn: Turn, verb: view.OpenWave | view.ChooseWave) -> Card:
    """The form of 受講期を選ぶ; the desk chooses which municipality first."""
    _choosing(turn, verb.municipality)
    course, who = desk.readable(turn, verb.course_id)
    municipality = verb.municipality or who.municipality
    managed = desk.shown_course(turn, course, who)
    return view.wave_form(turn.lang, managed, municipality, sent_too=is_desk(turn.person))


@router.on(view.ChooseWave)
@returning(open_wave)
def choose_wave(turn: Turn, verb: view.ChooseWave) -> Card:
    """この期に決める."""
    holder = _choosing(turn, verb.municipality)
    desk.readable(turn, verb.course_id)
    by_desk = is_desk(turn.person)
    municipality = verb.municipality or acting.coordinated(turn)
    deed = desk.deed(turn, holder)
    course = choosing.choose_wave(
        turn.tx,
        verb.course_id,
        deed,
        wave=verb.wave,
        municipality=municipality,
        desk=by_desk,
    )
    managed = desk.shown_course(turn, course)
    if by_desk:
        return view.waves(turn.lang, managed, chosen=municipality)
    return view.manage(turn.lang, managed, done="wave_chosen")


def _choosing(turn: Turn, municipality: str) -> Holder:
    acting.staff_only(turn)
    holder = acting.choosing(turn, municipality)
    if holder is None:
        raise Refused(acting.NOT_YOURS)
    return holder
