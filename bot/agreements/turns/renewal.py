"""Presses on a renewal card: seen, talks, continue, object, end, expiry, later, reassign, undo."""

from dataclasses import replace

from bot import policy
from bot.agreements import notices
from bot.agreements.model import Agreement, RenewalKind
from bot.agreements.plan.courses import handed_over
from bot.agreements.rules import alerts, decisions, states
from bot.agreements.rules.standing import refuse
from bot.agreements.rules.undo import undo
from bot.agreements.store import changes
from bot.agreements.turns.press import Seat, form, keep, own_seat, seat
from bot.errors import NotFound
from bot.people import store as people
from bot.people.model import Post
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.agreements import forms
from cards.agreements import verbs as view

router = Router()
MOST_DIGITS = 9  # a longer number is no id of a post


@router.on(view.ConfirmRenewal)
def confirm_renewal(turn: Turn, verb: view.ConfirmRenewal) -> Card:
    """A holder of the owning post says that the deadline has been seen."""
    at = seat(turn, verb)
    seen = decisions.confirm(
        at.agreement, by=at.by, at=turn.now, version=verb.version, today=turn.today
    )
    return keep(turn, at, seen, verb)


@router.on(view.StartTalks)
def start_talks(turn: Turn, verb: view.StartTalks) -> Card:
    """Talks about renewal have begun."""
    return _talks(turn, seat(turn, verb), verb)


@router.on(view.NegotiateTerms)
def negotiate_terms(turn: Turn, verb: view.NegotiateTerms) -> Card:
    """Other terms are talked about; silence would still renew."""
    return _talks(turn, _of_kind(seat(turn, verb), RenewalKind.AUTOMATIC), verb)


@router.on(view.ConsiderSuccessor)
def consider_successor(turn: Turn, verb: view.ConsiderSuccessor) -> Card:
    """A successor is considered for what the text doesn't renew."""
    return _talks(turn, _of_kind(seat(turn, verb), RenewalKind.NONE), verb)


def _talks(
    turn: Turn, at: Seat, verb: view.StartTalks | view.NegotiateTerms | view.ConsiderSuccessor
) -> Card:
    begun = decisions.start_talks(at.agreement, by=at.by, version=verb.version)
    return keep(turn, at, begun, verb)


def _of_kind(at: Seat, kind: RenewalKind) -> Seat:
    if at.agreement.renewal.kind is not kind:
        refuse("wrong_kind")
    return at


@router.on(view.Continue)
def carry_on(turn: Turn, verb: view.Continue) -> Card:
    """Nobody will object: the silent renewal takes its course."""
    at = seat(turn, verb)
    return keep(turn, at, decisions.carry_on(at.agreement, by=at.by, version=verb.version), verb)


@router.on(view.AskObject)
def ask_object(turn: Turn, verb: view.AskObject) -> Card:
    """The second step of 更新しない旨を申し出る."""
    return form(turn, verb, forms.object_form)


@router.on(view.Object)
def declare_objection(turn: Turn, verb: view.Object) -> Card:
    """The city tells the partner that it doesn't renew; the letter itself goes by other ways."""
    at = seat(turn, verb)
    after = decisions.declare_objection(
        at.agreement, by=at.by, version=verb.version, today=turn.today
    )
    return keep(turn, at, after, verb, evidence=verb.reason)


@router.on(view.AskEnd)
def ask_end(turn: Turn, verb: view.AskEnd) -> Card:
    """The second step of 更新せず終了する."""
    return form(turn, verb, forms.end_form)


@router.on(view.EndWithoutRenewal)
def end_unrenewed(turn: Turn, verb: view.EndWithoutRenewal) -> Card:
    """The city lets the agreement end."""
    at = seat(turn, verb)
    after = decisions.end_unrenewed(at.agreement, by=at.by, version=verb.version)
    return keep(turn, at, after, verb, evidence=verb.reason)


@router.on(view.ConfirmExpiry)
def confirm_expiry(turn: Turn, verb: view.ConfirmExpiry) -> Card:
    """The end is known and accepted."""
    at = seat(turn, verb)
    after = decisions.confirm_expiry(at.agreement, by=at.by, version=verb.version, today=turn.today)
    return keep(turn, at, after, verb)


@router.on(view.Snooze)
def snooze(turn: Turn, verb: view.Snooze) -> Card:
    """Ask again in seven days."""
    at = seat(turn, verb)
    again = alerts.snooze(at.agreement, at.matters.calendar, turn.today)
    after = replace(at.agreement, snoozed_until=again, version=at.agreement.version + 1)
    return keep(turn, at, after, verb)


@router.on(view.OpenReassign)
def open_reassign(turn: Turn, verb: view.OpenReassign) -> Card:
    """The form of 担当を変更; any post of the people file can be typed."""
    return form(turn, verb, lambda lang, matter: forms.reassign_form(lang, matter, ()))


@router.on(view.Reassign)
def reassign(turn: Turn, verb: view.Reassign) -> Card:
    """The matter moves to another post, whose holder gets the open card too."""
    at = seat(turn, verb)
    post = _post(turn, verb.post)
    deputies = tuple(deputy for deputy in at.agreement.deputies if deputy != post.id)
    after = decisions.reassign(
        at.agreement, by=at.by, version=verb.version, post=post.id, deputies=deputies
    )
    shown = keep(turn, at, after, verb)
    _hand_over(turn, at, after)
    return shown


def _post(turn: Turn, said: str) -> Post:
    if said.isdecimal() and len(said) <= MOST_DIGITS:
        try:
            return people.get_post(turn.tx, int(said), turn.today)
        except NotFound:
            refuse("no_post")
    found = people.posts_named(turn.tx, said, turn.today)
    if len(found) != 1:
        refuse("no_post")
    return found[0]


def _hand_over(turn: Turn, at: Seat, after: Agreement) -> None:
    """Who takes over an open matter must not wait for its next card."""
    if after.alerted is None or not states.is_open(after):
        return
    item = handed_over(at.matters, after, turn.today)
    if item.to:
        audience = at.matters.audience(turn.today)
        due_at = policy.sending_time(turn.tx, turn.now)
        notices.post(turn.tx, item, audience=audience, due_at=due_at)


@router.on(view.Undo)
def take_back(turn: Turn, verb: view.Undo) -> Card:
    """取り消す: as it was before the press, also where that gave the matter away."""
    change = changes.at_version(turn.tx, verb.agreement_id, verb.version)
    if change is not None and change.person == turn.person.id:
        at = own_seat(turn, verb, change)
    else:
        at = seat(turn, verb)
    after = undo(at.agreement, change, person=turn.person.id, at=turn.now, version=verb.version)
    return keep(turn, at, after, verb, undoable=False)
