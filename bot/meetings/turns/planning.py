"""Presses on the planner's card: ask the partner by mail, look for other slots."""

from dataclasses import replace

from bot.meetings import asked
from bot.meetings.model import Stage
from bot.meetings.rules import lifecycle
from bot.meetings.turns.press import keep, seat, shown_to
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import meetings as cards
from cards.elements import Card
from cards.meetings import verbs as view

router = Router()


@router.on(view.Inquire)
def inquire(turn: Turn, verb: view.Inquire) -> Card:
    """この日程で先方に照会: the card has the mail to copy; pressed again, a card of its own."""
    at = seat(turn, verb)
    asking = lifecycle.inquire(at.meeting, version=verb.version)
    if at.meeting.stage is not Stage.INQUIRED:
        return keep(turn, at, asking, verb.name)
    meeting = shown_to(turn, at)
    return cards.inquiry(turn.lang, meeting, cards.mail_text(turn.lang, meeting))


@router.on(view.ProposeAgain)
def propose_again(turn: Turn, verb: view.ProposeAgain) -> Card:
    """候補を出し直す: the calendars are asked for others."""
    at = seat(turn, verb)
    again = lifecycle.look_again(at.meeting, version=verb.version)
    after = replace(again, transaction_id=at.meeting.transaction_id)  # of an unknown attempt
    card = keep(turn, at, after, verb.name)
    asked.ask_look(turn.tx, after, turn.now)
    return card
