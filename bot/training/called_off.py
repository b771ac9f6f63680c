"""What a head's card shows once whom they had approved has gone another way."""

from datetime import datetime

from bot.delivery import outbox
from bot.people import store as people
from bot.reminder import Draw
from bot.storage.tx import Tx
from bot.training import shown
from bot.training.model import Enrolment, State
from cards import training as view

_WHY: dict[State, view.CalledOff] = {
    State.CANCELLED: "withdrawn",
    State.CANNOT: "cannot",
    State.REPLACED: "replaced",
}
_ON_SCREEN = ("open", "closed")  # what was decided stays on it long after it is closed


def drawn(tx: Tx, one: Enrolment, notice: outbox.Notice, now: datetime) -> Draw | None:
    """The card that takes the place of 受講を命じました; None where that stays as it is.

    It stays where the person is gone altogether: they haven't withdrawn themselves.
    """
    why = _WHY.get(one.state)
    if why is None or notice.state not in _ON_SCREEN or not _is_here(tx, one, now):
        return None
    seen = shown.request(tx, one, now)
    return lambda lang: view.called_off(lang, seen, why)


def _is_here(tx: Tx, one: Enrolment, now: datetime) -> bool:
    found = people.find(tx, one.person, now.date())
    return found is not None and found.is_here(now.date())
