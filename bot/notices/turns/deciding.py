"""Presses that decide about a notice: ask, approve, send, pause, give up, take back."""

from collections.abc import Callable
from typing import Any

from bot.clock import real_now
from bot.notices import lifecycle
from bot.notices.model import Act, Standing
from bot.notices.turns.desk import current
from bot.notices.turns.drafting import allowed
from bot.notices.turns.seats import Pressed, deed, fresh
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards import notices as view

router = Router()
_Act = Callable[..., Any]


def _do(turn: Turn, verb: Pressed, act: _Act, **more: Any) -> Standing:
    """Do it to the notice as the presser saw it; how it stood before."""
    standing = fresh(turn, verb)
    act(turn.tx, standing.notice, deed(turn, verb), **more)
    return standing


def _done(turn: Turn, verb: Pressed, act: _Act) -> Card:
    """Do it, and show what the notice became."""
    return current(turn, _do(turn, verb, act).notice)


@router.on(view.Ask)
def ask(turn: Turn, verb: view.Ask) -> Card:
    """承認を求める."""
    return _done(turn, verb, lifecycle.ask)


@router.on(view.Start)
def start(turn: Turn, verb: view.Start) -> Card:
    """送る, below the size that needs approval."""
    return _done(turn, verb, lifecycle.start)


@router.on(view.Approve)
def approve(turn: Turn, verb: view.Approve) -> Card:
    """承認して送る."""
    return _done(turn, verb, lifecycle.approve)


@router.on(view.OpenSendBack)
def open_send_back(turn: Turn, verb: view.OpenSendBack) -> Card:
    """差し戻す: asks what is to be changed."""
    standing = fresh(turn, verb)
    allowed(turn, standing, Act.SEND_BACK)
    return view.send_back_form(turn.lang, standing)


@router.on(view.SendBack)
def send_back(turn: Turn, verb: view.SendBack) -> Card:
    """差し戻す: the approver sees who sent it back; the draft is its author's again."""
    standing = _do(turn, verb, lifecycle.send_back, remark=verb.remark)
    return view.approval_answered(
        turn.lang, standing, "send_back", by=turn.person.name, at=turn.now
    )


@router.on(view.Pause)
def pause(turn: Turn, verb: view.Pause) -> Card:
    """一時停止."""
    return _done(turn, verb, lifecycle.pause)


@router.on(view.Resume)
def resume(turn: Turn, verb: view.Resume) -> Card:
    """再開."""
    return _done(turn, verb, lifecycle.resume)


@router.on(view.Consider)
def consider(turn: Turn, verb: view.Consider) -> Card:
    """What can't be undone is asked for once more."""
    standing = fresh(turn, verb)
    allowed(turn, standing, Act(verb.act))
    lifecycle.leave_open(turn.tx, standing.notice, real=real_now())
    return view.considered(turn.lang, standing, verb.act)


@router.on(view.Cancel)
def cancel(turn: Turn, verb: view.Cancel) -> Card:
    """中止: the rest is never sent."""
    return _done(turn, verb, lifecycle.cancel)


@router.on(view.Withdraw)
def withdraw(turn: Turn, verb: view.Withdraw) -> Card:
    """取り下げ: every card is deleted."""
    return _done(turn, verb, lifecycle.withdraw)


@router.on(view.Discard)
def discard(turn: Turn, verb: view.Discard) -> Card:
    """破棄: the draft goes."""
    standing = _do(turn, verb, lifecycle.discard)
    return view.discarded(turn.lang, standing.title)
