"""Presses on a booked meeting: move it, cancel it, and what to do when Outlook has it otherwise."""

from dataclasses import replace

from bot.errors import Refused
from bot.meetings import acting, asked
from bot.meetings.model import Meeting, Slot, Stage
from bot.meetings.rules import lifecycle
from bot.meetings.turns import typed
from bot.meetings.turns.booking import refuse_clash, transaction_of
from bot.meetings.turns.press import Seat, form, keep, seat
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import meetings as cards
from cards.elements import Card
from cards.meetings import verbs as view

router = Router()


@router.on(view.OpenMove)
def open_move(turn: Turn, verb: view.OpenMove | view.Move) -> Card:
    """The form of 日時を変更."""
    return form(turn, verb.meeting_id, cards.move_form)


@router.on(view.Move)
@returning(open_move)
def move(turn: Turn, verb: view.Move) -> Card:
    """変更する: all calendars follow; at once where no event stands for the meeting."""
    at = seat(turn, verb)
    wanted = typed.slot(turn, verb.day, verb.at, at.series.minutes)
    refuse_clash(turn, at, wanted)
    after = lifecycle.move(at.meeting, wanted, version=verb.version, now=turn.now)
    return _ask_and_keep(turn, at, after, verb.name)


@router.on(view.OpenCancel)
def open_cancel(turn: Turn, verb: view.OpenCancel) -> Card:
    """The second step of 予約を取り消す."""
    return form(turn, verb.meeting_id, cards.cancel_form)


@router.on(view.Cancel)
def cancel(turn: Turn, verb: view.Cancel) -> Card:
    """取り消す: withdrawn from everybody's calendar; the period stays owed."""
    at = seat(turn, verb)
    after = lifecycle.cancel(at.meeting, version=verb.version, reason=verb.reason)
    return _ask_and_keep(turn, at, after, verb.name)


@router.on(view.TakeOutlook)
def take_outlook(turn: Turn, verb: view.TakeOutlook) -> Card:
    """予定表に合わせる: what somebody changed by hand in Outlook is right."""
    at = seat(turn, verb)
    after = lifecycle.take_outlook(at.meeting, version=verb.version)
    return _ask_and_keep(turn, at, after, verb.name)


@router.on(view.Restore)
def restore(turn: Turn, verb: view.Restore) -> Card:
    """元の日時で予約し直す: moved back, or made anew in the calendar of who holds the post now."""
    at = seat(turn, verb)
    organiser = acting.organiser(turn, at.series)
    if organiser is None:
        raise Refused("meetings.refused.nobody_organises")
    after = lifecycle.restore(
        at.meeting,
        version=verb.version,
        transaction_id=transaction_of(at.meeting),
        organiser=organiser,
        now=turn.now,
    )
    if at.meeting.slot is not None:
        refuse_clash(turn, at, at.meeting.slot)
    return _ask_and_keep(turn, at, after, verb.name)


def _ask_and_keep(turn: Turn, at: Seat, after: Meeting, act: str) -> Card:
    card = keep(turn, at, after, act)
    match after.stage:
        case Stage.LOOKING:
            asked.ask_look(turn.tx, after, turn.now)
        case Stage.MOVING:
            asked.ask_move(turn.tx, _where_it_stands(after), turn.now)
        case Stage.CANCELLING:
            asked.ask_cancel(turn.tx, after, turn.now)
        case Stage.BOOKING if at.meeting.event_id:
            # The old event would take up the time of the new one. Its withdrawal books anew.
            asked.ask_cancel(turn.tx, _old_event(at.meeting, after), turn.now)
        case Stage.BOOKING:
            asked.ask_book(turn.tx, after, turn.now)
    return card


def _where_it_stands(after: Meeting) -> Meeting:
    """Of a meeting that was moved by hand in Outlook the event stands there."""
    stands: Slot | None = after.seen or after.slot
    return replace(after, slot=stands)


def _old_event(before: Meeting, after: Meeting) -> Meeting:
    return replace(before, version=after.version, reason="")
