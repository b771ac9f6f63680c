"""What meetings left to do: done, or who sees to it and until when."""

from dataclasses import replace

from bot.errors import Refused, Stale
from bot.meetings import acting, carrying, notices, shown
from bot.meetings.model import FollowUp, Meeting
from bot.meetings.store import follow_ups
from bot.meetings.store import series as all_series
from bot.meetings.turns import typed
from bot.meetings.turns.press import CHANGED, NOT_YOURS, noted
from bot.meetings.turns.steps import can_take_back, stepped, take_back
from bot.people.model import Holder
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import meetings as cards
from cards.elements import Card
from cards.meetings import verbs as view

router = Router()


@router.on(view.FinishFollowUp)
def finish(turn: Turn, verb: view.FinishFollowUp) -> Card:
    """対応済みにする."""
    found, holder = _current(turn, verb)
    after = replace(found, done_on=turn.today, version=found.version + 1)
    _keep(turn, holder, after, verb.name)
    stepped(turn, subject(after), verb.name, version=after.version)
    for meeting in carrying.put_down(turn.tx, after):
        _revise(turn, meeting)
    return _done(turn, after)


@router.on(view.UndoFollowUp)
def undo(turn: Turn, verb: view.UndoFollowUp) -> Card:
    """取り消す: it isn't done after all, and the next meeting has it again."""
    found, holder = _own(turn, verb.follow_up_id)
    take_back(turn, subject(found), view.FinishFollowUp.name, version=found.version)
    after = replace(found, done_on=None, version=found.version + 1)
    _keep(turn, holder, after, verb.name)
    meeting = carrying.take_up(turn.tx, after, at=turn.now)
    if meeting is not None:
        _revise(turn, meeting)
    line = shown.shown_follow_up(turn.tx, after, turn.today)
    return cards.follow_up_form(turn.lang, line, today=turn.today)


def _revise(turn: Turn, meeting: Meeting) -> None:
    notices.revise(turn.tx, all_series.get(turn.tx, meeting.series), meeting, turn.now)


def _done(turn: Turn, found: FollowUp) -> Card:
    """Whoever finished it may take that back from this card."""
    line = shown.shown_follow_up(turn.tx, found, turn.today)
    acts = (view.FinishFollowUp.name,)
    undoable = can_take_back(turn, subject(found), *acts, version=found.version)
    return cards.follow_up_done(turn.lang, line, undoable=undoable)


def subject(found: FollowUp) -> str:
    """What the ledger and the last step call it."""
    return f"follow_up:{found.id}"


@router.on(view.OpenFollowUp)
def open_follow_up(turn: Turn, verb: view.OpenFollowUp) -> Card:
    """The form of 期日・担当を変更; of what is done, that it is."""
    found, _ = _own(turn, verb.follow_up_id)
    line = shown.shown_follow_up(turn.tx, found, turn.today)
    if found.done_on is not None:
        return _done(turn, found)
    return cards.follow_up_form(turn.lang, line, today=turn.today)


@router.on(view.ChangeFollowUp)
def change(turn: Turn, verb: view.ChangeFollowUp) -> Card:
    """変更する: another post sees to it, or it takes longer."""
    found, holder = _current(turn, verb)
    post = typed.post(turn, verb.post) if verb.post else found.post
    due = typed.not_past(turn, verb.due)
    after = replace(found, post=post, due_on=due, version=found.version + 1)
    _keep(turn, holder, after, verb.name)
    if post != found.post:
        notices.follow_up_given(turn.tx, after, turn.now, by=turn.person.id)
    return cards.follow_up_changed(turn.lang, shown.shown_follow_up(turn.tx, after, turn.today))


def _own(turn: Turn, follow_up_id: int) -> tuple[FollowUp, Holder]:
    """For the post that sees to it, those above it, and who decides on the series. Else Refused."""
    acting.staff_only(turn)
    found = follow_ups.get(turn.tx, follow_up_id)
    holder = acting.seeing_to(turn, found, all_series.get(turn.tx, found.series))
    if holder is None:
        raise Refused(NOT_YOURS)
    return found, holder


def _current(
    turn: Turn, verb: view.FinishFollowUp | view.ChangeFollowUp
) -> tuple[FollowUp, Holder]:
    """As `_own`, for a press on a card that showed it at one version."""
    found, holder = _own(turn, verb.follow_up_id)
    if verb.version != found.version:
        raise Stale(CHANGED, show=view.OpenFollowUp(follow_up_id=found.id))
    if found.done_on is not None:
        raise Refused("meetings.refused.already_done")
    return found, holder


def _keep(turn: Turn, holder: Holder, after: FollowUp, act: str) -> None:
    follow_ups.save(turn.tx, after)
    noted(turn, holder, act=act, subject=subject(after))
    notices.follow_up_changed(turn.tx, after, turn.now)
