"""One session: opened, closed, moved and cancelled by the desk, or by the host's coordinator."""

from datetime import datetime

from bot.errors import Refused
from bot.sheets import clock_in
from bot.training import managing
from bot.training.turns import desk
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card

router = Router()


@router.on(view.ManageSession)
def manage_session(turn: Turn, verb: view.ManageSession) -> Card:
    """A session, with what may be done with it."""
    return _shown(turn, verb.session_id)


@router.on(view.OpenSession)
def open_session(turn: Turn, verb: view.OpenSession) -> Card:
    """受付を再開する."""
    _, holder = desk.run_by(turn, verb.session_id)
    managing.open_session(turn.tx, verb.session_id, desk.deed(turn, holder, verb.version))
    return _shown(turn, verb.session_id, "opened")


@router.on(view.CloseSession)
def close_session(turn: Turn, verb: view.CloseSession) -> Card:
    """受付を終える."""
    _, holder = desk.run_by(turn, verb.session_id)
    managing.close_session(turn.tx, verb.session_id, desk.deed(turn, holder, verb.version))
    return _shown(turn, verb.session_id, "closed")


@router.on(view.OpenMove)
def open_move(turn: Turn, verb: view.OpenMove | view.MoveSession) -> Card:
    """The form of 日時・会場を変更."""
    desk.run_by(turn, verb.session_id)
    managed, session, _ = desk.shown_session(turn, verb.session_id)
    return view.move_form(turn.lang, managed, session, today=turn.today)


@router.on(view.MoveSession)
@returning(open_move)
def move_session(turn: Turn, verb: view.MoveSession) -> Card:
    """変更する: everybody booked is told, the calendars follow."""
    _, holder = desk.run_by(turn, verb.session_id)
    managing.move_session(
        turn.tx,
        verb.session_id,
        desk.deed(turn, holder, verb.version),
        starts_at=_moment(turn, verb),
        place=verb.place,
        reason=verb.reason,
    )
    return _shown(turn, verb.session_id, "moved")


def _moment(turn: Turn, verb: view.MoveSession) -> datetime:
    at = clock_in(verb.at)
    if at is None:
        raise Refused("training.refused.day_and_time")
    return datetime.combine(verb.day, at, turn.now.tzinfo)


@router.on(view.OpenCancel)
def open_cancel(turn: Turn, verb: view.OpenCancel | view.CancelSession) -> Card:
    """The form of 中止: people are told, and that can't be taken back."""
    desk.run_by(turn, verb.session_id)
    managed, session, _ = desk.shown_session(turn, verb.session_id)
    return view.cancel_form(turn.lang, managed, session)


@router.on(view.CancelSession)
@returning(open_cancel)
def cancel_session(turn: Turn, verb: view.CancelSession) -> Card:
    """中止を知らせる."""
    _, holder = desk.run_by(turn, verb.session_id)
    deed = desk.deed(turn, holder, verb.version)
    managing.cancel_session(turn.tx, verb.session_id, deed, reason=verb.reason)
    return _shown(turn, verb.session_id, "cancelled")


def _shown(turn: Turn, session_id: int, done: view.SessionDone | None = None) -> Card:
    managed, session, may = desk.shown_session(turn, session_id)
    return view.session(turn.lang, managed, session, may=may, done=done)
