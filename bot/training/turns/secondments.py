"""派遣 in chat: the list, one term, the reports that it owes."""

from dataclasses import replace

from bot.errors import Refused, Stale
from bot.people import heads
from bot.training import acting
from bot.training.secondments import notices, store
from bot.training.secondments.jobs import look_on
from bot.training.secondments.shown import ShownSecondment, shown
from bot.training.secondments.terms import Report, Secondment, owed, reports
from bot.training.turns.press import CHANGED, noted
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as cards
from cards.elements import Card
from cards.training import verbs as view

router = Router()


@router.on(view.Secondments)
def listed(turn: Turn, verb: view.Secondments) -> Card:
    """派遣の一覧: all of them for the desk, one's own for everybody else."""
    del verb
    return _listed(turn)


def _listed(turn: Turn) -> Card:
    acting.staff_only(turn)
    at_desk = acting.at_desk(turn) is not None
    if at_desk:
        noted(turn, act=view.Secondments.name, subject="secondments")
    found = store.every(turn.tx) if at_desk else store.of_person(turn.tx, turn.person.id)
    return cards.secondments(turn.lang, [_seen(turn, one) for one in found])


@router.hears(r"派遣(?:の?一覧)?", r"(?:my\s+)?secondments?")
def hear(turn: Turn, words: str) -> Card:
    """「派遣」."""
    del words
    return _listed(turn)


@router.on(view.ShowSecondment, refreshes=True)
def show(turn: Turn, verb: view.ShowSecondment) -> Card:
    """One term: where, until when, which reports are due; that others look at it is recorded."""
    one = _readable(turn, verb.secondment_id)
    if one.person != turn.person.id:
        noted(turn, act=verb.name, subject=one.subject)
    return cards.secondment(turn.lang, _seen(turn, one))


@router.on(view.OpenReport)
def open_report(turn: Turn, verb: view.OpenReport) -> Card:
    """The form of 派遣の報告."""
    one = _own(turn, verb.secondment_id)
    _owed(turn, one)
    return cards.report_form(turn.lang, _seen(turn, one))


@router.on(view.SendReport)
def send_report(turn: Turn, verb: view.SendReport) -> Card:
    """報告する: the earliest report that is owed has come."""
    one = _own(turn, verb.secondment_id)
    if verb.version != one.version:
        raise Stale(CHANGED, show=view.ShowSecondment(secondment_id=one.id))
    due_on = _owed(turn, one).due_on
    sent = Report(due_on=due_on, sent_on=turn.today, text=verb.text)
    store.report(turn.tx, one.id, sent)
    after = replace(one, version=one.version + 1)
    store.save(turn.tx, after, look_on=look_on(turn.tx, after))
    noted(turn, act=verb.name, subject=after.subject)
    notices.arrived(turn.tx, after, due_on, turn.now)
    return cards.secondment(turn.lang, _seen(turn, after), done=True)


def _seen(turn: Turn, one: Secondment) -> ShownSecondment:
    return shown(turn.tx, one, turn.today, own=one.person == turn.person.id)


def _own(turn: Turn, secondment_id: int) -> Secondment:
    """A term of the presser's own. Else Refused."""
    acting.staff_only(turn)
    one = store.get(turn.tx, secondment_id)
    if one.person != turn.person.id:
        raise Refused(acting.NOT_YOURS)
    return one


def _readable(turn: Turn, secondment_id: int) -> Secondment:
    """A term for the person, the desk, and whoever acts for the post that they return to."""
    acting.staff_only(turn)
    one = store.get(turn.tx, secondment_id)
    if one.person == turn.person.id or acting.at_desk(turn) is not None:
        return one
    home = (one.home,) if one.home else heads.head_posts(turn.tx, one.person, turn.today)
    if turn.holders.owning(home) is None:
        raise Refused(acting.NOT_YOURS)
    return one


def _owed(turn: Turn, one: Secondment) -> Report:
    """The earliest report that hasn't come. Refused where all have."""
    report = owed(reports(one, store.sent(turn.tx, one.id)))
    if report is None:
        raise Refused("training.refused.no_report")
    return report
