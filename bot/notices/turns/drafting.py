"""Presses of who writes a notice: the form, changes, the rehearsal."""

from bot.errors import Refused
from bot.notices import lifecycle, rules
from bot.notices.deeds import Deed
from bot.notices.model import Act, Content, Standing
from bot.notices.turns.desk import current
from bot.notices.turns.seats import deed, fresh, writers_only
from bot.notices.turns.typed import audience, content, typed, wrong_people, wrong_text
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards import notices as view

router = Router()


@router.on(view.Create)
def create(turn: Turn, verb: view.Create) -> Card:
    """What was typed becomes a draft, or comes back with what can't be so."""
    writers_only(turn)
    wrong = [*wrong_text(turn, verb), *wrong_people(turn, verb)]
    if wrong:
        return view.new_form(turn.lang, verb, today=turn.today, wrong=wrong)
    made = lifecycle.new(
        turn.tx,
        Deed(by=turn.person, actor=turn.actor, now=turn.now),
        content=content(verb, None),
        audience=audience(verb),
    )
    return current(turn, made.notice)


@router.on(view.OpenChange)
def open_change(turn: Turn, verb: view.OpenChange) -> Card:
    """直す: the form as the draft stands."""
    standing, written = may_write(turn, verb, Act.CHANGE)
    return view.change_form(
        turn.lang,
        typed(written, standing.to, standing.but),
        notice_id=standing.notice,
        version=standing.version,
        today=turn.today,
    )


@router.on(view.Change)
def change(turn: Turn, verb: view.Change) -> Card:
    """The draft as it shall be, or the form again with what can't be so."""
    standing, written = may_write(turn, verb, Act.CHANGE)
    wrong = [*wrong_text(turn, verb), *wrong_people(turn, verb)]
    if wrong:
        return view.change_form(
            turn.lang,
            verb,
            notice_id=standing.notice,
            version=standing.version,
            today=turn.today,
            wrong=wrong,
        )
    lifecycle.change(
        turn.tx,
        standing.notice,
        deed(turn, verb),
        content=content(verb, written),
        audience=None if verb.by == "keep" else audience(verb),
    )
    return current(turn, standing.notice)


def may_write(
    turn: Turn, verb: view.OpenChange | view.Change | view.OpenCorrect | view.Correct, act: Act
) -> tuple[Standing, Content]:
    """The notice as the presser saw it and its words; raises Refused where they can't act so."""
    standing = fresh(turn, verb)
    allowed(turn, standing, act)
    if standing.content is None:
        raise Refused(rules.elsewhere(lifecycle.get(turn.tx, verb.notice_id).kind))
    return standing, standing.content


def allowed(turn: Turn, standing: Standing, act: Act) -> None:
    """Raise Refused, in words, where the presser may not do this now."""
    if act not in standing.acts:
        broadcast = lifecycle.get(turn.tx, standing.notice)
        rules.check(act, broadcast, turn.person, approval_size=0)
        raise Refused("notices.refused.not_now")


@router.on(view.Rehearse)
def rehearse(turn: Turn, verb: view.Rehearse) -> Card:
    """予行: how long, and who can't be reached; sends nothing."""
    standing = fresh(turn, verb)
    allowed(turn, standing, Act.CHANGE)
    found = lifecycle.rehearse(turn.tx, standing.notice)
    return view.draft(turn.lang, standing, found)
