"""取扱いの記録 in chat: lines are added by the desk, struck and never changed."""

from typing import Any

from bot.errors import Mistyped, Refused
from bot.records.jobs import registering
from bot.records.jobs.whose import Whose
from bot.records.model.registers import Act, Line
from bot.records.rules.registers import standing_lines
from bot.records.store import registers as store
from bot.records.turns import handling_access as access
from bot.records.turns import handling_shown as shown
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.elements import Card
from cards.records import handling_lines as view
from cards.records.verbs import registers as verbs

router = Router()
_TYPED = ("item", "medium", "quantity", "who", "whither", "method", "permission", "note")


@router.on(verbs.ShowLines)
def show_lines(turn: Turn, verb: verbs.ShowLines) -> Card:
    """The newest lines; who looked stands in the ledger."""
    found = access.readable(turn, verb.subject)
    registering.noted(turn.tx, turn.actor, verb.name, found.subject, turn.now, {})
    return _lines(turn, found, before=verb.before)


def _lines(turn: Turn, found: Whose, *, before: int = 0, done: str = "") -> Card:
    lines = shown.lines(turn, found.subject, before)
    return view.lines(turn.lang, found, lines, writes=access.writes(turn), done=done)


@router.on(verbs.OpenLine)
def open_line(turn: Turn, verb: verbs.OpenLine) -> Card:
    """取扱いを記録する: the form."""
    access.desk_only(turn)
    found = access.readable(turn, verb.subject)
    return view.line_form(turn.lang, found, today=turn.today)


@router.on(verbs.AddLine)
def add_line(turn: Turn, verb: verbs.AddLine) -> Card:
    """取扱いを記録する."""
    holder = access.desk_only(turn)
    found = access.readable(turn, verb.subject)
    typed: dict[str, Any] = {name: getattr(verb, name) for name in _TYPED}
    line = Line(subject=found.subject, on=verb.on, act=Act(verb.act), **typed)
    try:
        kept = registering.add_line(
            turn.tx,
            line,
            actor=turn.actor.acting(holder.post, holder.deputy_for),
            act=verb.name,
            at=turn.now,
            today=turn.today,
        )
    except Refused as refused:
        values = {**typed, "on": verb.on, "act": verb.act}
        form = view.line_form(
            turn.lang, found, today=turn.today, values=values, problem=refused.reason
        )
        raise Mistyped(refused, form) from None
    return _lines(turn, found, done="line" if kept else "line_twice")


def lines_again(turn: Turn, verb: verbs.OpenStrike | verbs.StrikeLine) -> Card:
    """The lines among which one was meant that is struck by now."""
    line = store.get_line(turn.tx, verb.line_id)
    return _lines(turn, access.readable(turn, line.subject))


@router.on(verbs.OpenStrike)
@returning(lines_again)
def open_strike(turn: Turn, verb: verbs.OpenStrike) -> Card:
    """記録を取り消す: asks why."""
    access.desk_only(turn)
    line = _standing(turn, verb.line_id)
    found = access.readable(turn, line.subject)
    return view.strike_form(turn.lang, found, shown.line(line, {}))


@router.on(verbs.StrikeLine)
@returning(lines_again)
def strike_line(turn: Turn, verb: verbs.StrikeLine) -> Card:
    """A line was wrong: another one says so, and why."""
    holder = access.desk_only(turn)
    line = _standing(turn, verb.line_id)
    found = access.readable(turn, line.subject)
    registering.strike(
        turn.tx,
        line,
        why=verb.why,
        actor=turn.actor.acting(holder.post, holder.deputy_for),
        act=verb.name,
        at=turn.now,
    )
    return _lines(turn, found, done="struck")


def _standing(turn: Turn, line_id: int) -> Line:
    """A line that counts; raises Refused for one that was struck already."""
    line = store.get_line(turn.tx, line_id)
    if line not in standing_lines(store.lines(turn.tx, line.subject)):
        raise Refused("records.handling.refused.struck")
    return line
