"""One course as the reader sees it: its sessions, narrowed by day and place; nothing changes."""

from bot.training import shown
from bot.training.turns.press import concerned, own_form
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card

router = Router()


@router.on(view.Show, refreshes=True)
def show(turn: Turn, verb: view.Show) -> Card:
    """日程と空席を見る: the reader's own card, whoever was sent the posted one."""
    found = concerned(turn, verb.course_id)
    own = shown.own(turn.tx, turn.person, found, turn.now, since=verb.since, place=verb.place)
    return view.own(turn.lang, own, since=verb.since, place=verb.place)


@router.on(view.OpenFilter)
def open_filter(turn: Turn, verb: view.OpenFilter) -> Card:
    """日付・会場で絞り込む."""
    _, own = own_form(turn, verb.course_id)
    return view.filter_form(turn.lang, own)
