"""What recipients do with a notice: they look at it and press 「確認しました」."""

from datetime import datetime

from bot.delivery import outbox
from bot.delivery.rows import State
from bot.errors import Refused, Stale
from bot.ledger.record import record
from bot.notices import confirmations, lifecycle
from bot.notices.model import Broadcast, Content, Stage
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import notices as view
from cards.elements import Card

router = Router()


@router.on(view.Show, refreshes=True)
def show(turn: Turn, verb: view.Show) -> Card:
    """The notice with the reader's own confirmation; a client asks by itself."""
    broadcast = lifecycle.get(turn.tx, verb.notice_id)
    if _is_gone(turn, broadcast):
        return view.gone(turn.lang)
    return _card(turn, broadcast)


@router.on(view.Confirm)
def confirm(turn: Turn, verb: view.Confirm) -> Card:
    """確認しました: what the reader has read is this edition, once and for all."""
    broadcast = lifecycle.get(turn.tx, verb.notice_id)
    if _is_gone(turn, broadcast):
        return view.gone(turn.lang)
    content = _content(broadcast)
    if not content.confirm:
        raise Refused("notices.refused.not_asked")
    if verb.edition != broadcast.edition:
        raise Stale("notices.refused.corrected", show=view.Show(notice_id=broadcast.notice))
    if _confirmed_at(turn, broadcast) is None:
        _keep(turn, broadcast)
    return _card(turn, broadcast)


def _keep(turn: Turn, broadcast: Broadcast) -> None:
    notice, person = broadcast.notice, turn.person.id
    confirmations.add(turn.tx, notice, person, edition=broadcast.edition, at=turn.now)
    outbox.confirm(turn.tx, notice=notice, person=person)
    act, subject = view.Confirm.name, f"notice:{notice}"
    record(turn.tx, turn.actor, at=turn.now, act=act, subject=subject)


def _is_gone(turn: Turn, broadcast: Broadcast) -> bool:
    """Whether it was taken back; raises Refused for whom it isn't for."""
    state = confirmations.copy_of(turn.tx, broadcast.notice, turn.person.id)
    if state is None:
        raise Refused("notices.refused.not_recipient")
    return broadcast.stage is Stage.WITHDRAWN or state is State.WITHDRAWN


def _card(turn: Turn, broadcast: Broadcast) -> Card:
    return view.notice(
        turn.lang,
        _content(broadcast),
        notice_id=broadcast.notice,
        edition=broadcast.edition,
        confirmed_at=_confirmed_at(turn, broadcast),
    )


def _confirmed_at(turn: Turn, broadcast: Broadcast) -> datetime | None:
    notice, person = broadcast.notice, turn.person.id
    at = confirmations.at(turn.tx, notice, person, edition=broadcast.edition)
    return at.astimezone(turn.now.tzinfo) if at else None


def _content(broadcast: Broadcast) -> Content:
    """What it says; the cards of other slices aren't drawn here."""
    if broadcast.content is None:
        raise Refused("common.refused.gone")
    return broadcast.content
