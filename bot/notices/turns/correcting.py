"""Presses about a correction: the form, and what an approver decides where it goes to many."""

from collections.abc import Sequence

from bot import policy
from bot.clock import real_now
from bot.notices import lifecycle, rules
from bot.notices.model import Act, Standing
from bot.notices.turns.desk import current
from bot.notices.turns.drafting import allowed, may_write
from bot.notices.turns.seats import deed, fresh_proposal, proposed
from bot.notices.turns.typed import content, typed, wrong_text
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards import notices as view

router = Router()


@router.on(view.OpenCorrect)
def open_correct(turn: Turn, verb: view.OpenCorrect) -> Card:
    """訂正: the form as the notice stands, or as a correction of it that waits."""
    standing, said = may_write(turn, verb, Act.CORRECT)
    said = standing.proposal.content if standing.proposal else said
    lifecycle.leave_open(turn.tx, standing.notice, real=real_now())
    return _form(turn, standing, typed(said, standing.to, standing.but))


@router.on(view.Correct)
def correct(turn: Turn, verb: view.Correct) -> Card:
    """訂正: every card says it otherwise, or an approver is asked, or the form comes back with
    what can't be so."""
    standing, said = may_write(turn, verb, Act.CORRECT)
    wrong = wrong_text(turn, verb, said.deadline)
    if wrong:
        return _form(turn, standing, verb, wrong)
    notice = standing.notice
    lifecycle.correct(turn.tx, notice, deed(turn, verb), content=content(verb, said))
    return current(turn, notice)


def _form(turn: Turn, standing: Standing, typed: view.Typed, wrong: Sequence[str] = ()) -> Card:
    return view.correct_form(
        turn.lang,
        typed,
        notice_id=standing.notice,
        version=standing.version,
        today=turn.today,
        asks=rules.needs_approval(standing.audience, policy.of(turn.tx).approval_size),
        wrong=wrong,
    )


@router.on(view.OpenProposal, refreshes=True)
def open_proposal(turn: Turn, verb: view.OpenProposal) -> Card:
    """訂正案を見る; a client asks by itself, so nothing changes."""
    return view.proposal(turn.lang, proposed(turn, verb.notice_id))


@router.on(view.Accept)
def accept(turn: Turn, verb: view.Accept) -> Card:
    """承認して訂正する."""
    standing = fresh_proposal(turn, verb)
    lifecycle.accept(turn.tx, standing.notice, deed(turn, verb))
    return _answered(turn, standing, Act.ACCEPT)


@router.on(view.OpenDecline)
def open_decline(turn: Turn, verb: view.OpenDecline) -> Card:
    """差し戻す: asks what is to be changed in the correction."""
    standing = fresh_proposal(turn, verb)
    allowed(turn, standing, Act.DECLINE)
    return view.decline_form(turn.lang, standing, version=verb.version)


@router.on(view.Decline)
def decline(turn: Turn, verb: view.Decline) -> Card:
    """差し戻す: the notice stays as it is."""
    standing = fresh_proposal(turn, verb)
    lifecycle.decline(turn.tx, standing.notice, deed(turn, verb), remark=verb.remark)
    return _answered(turn, standing, Act.DECLINE)


def _answered(turn: Turn, standing: Standing, act: Act) -> Card:
    return view.approval_answered(turn.lang, standing, act, by=turn.person.name, at=turn.now)
