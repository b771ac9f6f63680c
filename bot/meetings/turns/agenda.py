"""What everybody who comes may do: put items on the agenda, say whether they attend."""

from datetime import datetime
from typing import Any

from bot.errors import Refused
from bot.meetings import acting, asked
from bot.meetings.model import BUSY, ENDED, AgendaItem, Answer, Meeting, Reply, Stage
from bot.meetings.store import agenda, answers
from bot.meetings.turns.press import (
    NOT_YOURS,
    Seat,
    attending_at,
    card,
    noted,
    reading_at,
    show_everywhere,
    shown_to,
)
from bot.meetings.turns.steps import stepped, take_back
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import meetings as cards
from cards.elements import Card
from cards.meetings import verbs as view

router = Router()
MOST_ITEMS = 30
_KEPT = ("meeting", "text", "by", "at")  # of an item that was deleted


@router.on(view.OpenItem)
def open_item(turn: Turn, verb: view.OpenItem) -> Card:
    """The agenda, and a line to write one more."""
    return _form(turn, _open(reading_at(turn, verb.meeting_id)))


@router.on(view.AddItem)
def add_item(turn: Turn, verb: view.AddItem) -> Card:
    """追加する. Pressed twice with the same words, the item stands there once."""
    at = _open(reading_at(turn, verb.meeting_id))
    if not verb.text:
        raise Refused("common.refused.empty", field="text")
    standing = agenda.of(turn.tx, at.meeting.id)
    if any((item.text, item.by) == (verb.text, turn.person.id) for item in standing):
        return _form(turn, at)
    if len(standing) >= MOST_ITEMS:
        raise Refused("meetings.refused.agenda_full", most=MOST_ITEMS)
    item = AgendaItem(id=0, meeting=at.meeting.id, text=verb.text, by=turn.person.id, at=turn.now)
    agenda.add(turn.tx, item)
    return _changed(turn, at, verb.name)


@router.on(view.DropItem)
def drop_item(turn: Turn, verb: view.DropItem) -> Card:
    """削除: one's own, or any by who decides; what is gone already stays gone."""
    at = _open(reading_at(turn, verb.meeting_id))
    items = {item.id: item for item in agenda.of(turn.tx, at.meeting.id)}
    item = items.get(verb.item_id)
    if item is None:
        return _form(turn, at)
    if item.by != turn.person.id and acting.deciding(turn, at.series) is None:
        raise Refused(NOT_YOURS)
    if item.carried:
        raise Refused("meetings.refused.item_carried")
    agenda.drop(turn.tx, item.id)
    gone: dict[str, Any] = {name: getattr(item, name) for name in _KEPT}
    stepped(turn, _subject(item.id), verb.name, **gone)
    _changed(turn, at, verb.name)
    return cards.item_form(turn.lang, shown_to(turn, at), dropped=item.id)


@router.on(view.UndoItem)
def undo_item(turn: Turn, verb: view.UndoItem) -> Card:
    """削除を取り消す: the item stands on the agenda again, at its end."""
    at = _open(reading_at(turn, verb.meeting_id))
    step = take_back(turn, _subject(verb.item_id), view.DropItem.name)
    gone = step.before
    if gone["meeting"] != at.meeting.id:
        raise Refused("meetings.refused.nothing_to_undo")
    when = datetime.fromisoformat(gone["at"])
    item = AgendaItem(id=0, meeting=at.meeting.id, text=gone["text"], by=gone["by"], at=when)
    agenda.add(turn.tx, item)
    return _changed(turn, at, verb.name)


def _subject(item: int) -> str:
    return f"item:{item}"


@router.on(view.Attend)
def attend(turn: Turn, verb: view.Attend) -> Card:
    """出席 / 欠席 / 未定: the last answer counts."""
    at = attending_at(turn, verb.meeting_id)
    _check_day(at.meeting)
    reply = Reply(verb.reply)
    given = Answer(meeting=at.meeting.id, person=turn.person.id, reply=reply, at=turn.now)
    answers.keep(turn.tx, given)
    noted(turn, at.holder, act=verb.name, subject=at.meeting.subject)
    show_everywhere(turn, at)
    return card(turn, at)


def _check_day(meeting: Meeting) -> None:
    """Raise Refused where there is no day, or none that is sure, that an answer could be about."""
    if meeting.stage in (Stage.CHANGED, Stage.LOST):
        raise Refused("meetings.refused.day_in_doubt")
    if meeting.stage in BUSY and meeting.stage is not Stage.LOOKING:
        raise Refused("meetings.refused.wait")
    if meeting.stage is not Stage.BOOKED:
        raise Refused("meetings.refused.not_booked")


def _open(at: Seat) -> Seat:
    if at.meeting.stage in ENDED:
        raise Refused("meetings.refused.ended")
    return at


def _changed(turn: Turn, at: Seat, act: str) -> Card:
    noted(turn, at.holder, act=act, subject=at.meeting.subject)
    asked.ask_gather(turn.tx, at.meeting, turn.now)
    show_everywhere(turn, at)
    return _form(turn, at)


def _form(turn: Turn, at: Seat) -> Card:
    return cards.item_form(turn.lang, shown_to(turn, at))
