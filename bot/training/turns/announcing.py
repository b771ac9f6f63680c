"""案内を作る: the enrolment card enters the notices, where it is approved and let go."""

from bot.training import managing
from bot.training.store import courses
from bot.training.turns import desk
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card
from cards.notices.verbs import Open

router = Router()


@router.on(view.Announce)
def announce(turn: Turn, verb: view.Announce) -> Card:
    """案内を作る: for everybody, for one wave, or for who hasn't applied since the first one."""
    deed = desk.deed(turn, desk.at_desk(turn), verb.version)
    notice = managing.announce(turn.tx, verb.course_id, deed, wave=verb.wave)
    managed = desk.shown_course(turn, courses.get(turn.tx, verb.course_id))
    wave = next((one for one in managed.waves if one.number == verb.wave), None)
    show = None if notice is None else Open(notice_id=notice)
    return view.announced(turn.lang, managed, wave=wave, show=show)
