"""Searches for children: their cards, steps, the message to the family, their end."""

from bot.attendance import access, casework, mornings, shown_cases, telling
from bot.attendance.model import Case, CaseState, Closing, Step
from bot.attendance.rules.access import NOT_YOURS, Capacity, Right
from bot.attendance.store import cases, classes
from bot.errors import NotFound, Refused, Stale
from bot.ledger.model import Actor
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import searches as view
from cards.attendance import staff
from cards.attendance.verbs import day as verbs

router = Router()
_REFUSED = "attendance.day.refused"


@router.on(verbs.Cases)
def listed(turn: Turn, verb: verbs.Cases) -> Card:
    """未着の一覧: the open searches that the reader may take up, of days before as well."""
    del verb
    return _list(turn)


@router.hears("未着(の?一覧)?", "missing( children)?")
def hear(turn: Turn, words: str) -> Card | None:
    """「未着」, for whoever takes part in searches: what stays in the chat names nobody."""
    del words
    may = access.of(turn).schools(Right.CASE)
    return staff.opened(turn.lang, verbs.Cases()) if may else None


def _list(turn: Turn) -> Card:
    mine = access.of(turn)
    if not mine.schools(Right.CASE):
        raise Refused(NOT_YOURS)
    found = [
        case
        for school in sorted(mine.schools(Right.CASE))
        for case in cases.standing(turn.tx, school)
        if mine.may_in(Right.CASE, classes.get(turn.tx, case.class_id), turn.now)
    ]
    return view.searches(turn.lang, shown_cases.searches(turn.tx, found, turn.now))


@router.on(verbs.ShowCase, refreshes=True)
def show(turn: Turn, verb: verbs.ShowCase) -> Card:
    """One search as it stands."""
    case, _ = _case(turn, verb.case_id)
    return _shown(turn, case)


def _shown(turn: Turn, case: Case) -> Card:
    return view.search(turn.lang, shown_cases.search(turn.tx, case, turn.now))


@router.on(verbs.StepDone)
def step_done(turn: Turn, verb: verbs.StepDone) -> Card:
    """The present step was done and the child not found; about the police a head decides."""
    case, by = _fresh(turn, verb.case_id, verb.version)
    if case.step is Step.POLICE:
        by = _head(turn, case)
    after = casework.step(
        turn.tx, case, verb.version, turn.now, by=by.holder, actor=_actor(turn, by)
    )
    return _shown(turn, after)


def _head(turn: Turn, case: Case) -> Capacity:
    found = access.of(turn).acting_in(Right.POLICE, classes.get(turn.tx, case.class_id), turn.now)
    if found is None:
        raise Refused(f"{_REFUSED}.police")
    return found


@router.on(verbs.TellFamily)
def tell_family(turn: Turn, verb: verbs.TellFamily) -> Card:
    """ご家庭にお知らせ: one neutral message to confirmed links."""
    case, by = _fresh(turn, verb.case_id, verb.version)
    if case.told_family:
        raise Refused(f"{_REFUSED}.told")
    after = casework.tell_family(turn.tx, case, verb.version, turn.now, actor=_actor(turn, by))
    return _shown(turn, after)


@router.on(verbs.OpenClosing)
def open_closing(turn: Turn, verb: verbs.OpenClosing) -> Card:
    """対応を終える: the form of reasons."""
    case, _ = _case(turn, verb.case_id)
    if case.state is CaseState.CLOSED:
        raise Refused(f"{_REFUSED}.closed")
    return view.closing_form(turn.lang, shown_cases.search(turn.tx, case, turn.now))


@router.on(verbs.CloseCase)
def close(turn: Turn, verb: verbs.CloseCase) -> Card:
    """A person ends the search with a reason, and stands for it by name."""
    case, by = _fresh(turn, verb.case_id, verb.version)
    after = casework.close(
        turn.tx,
        case,
        Closing(verb.closing),
        verb.version,
        turn.now,
        by=turn.person.id,
        actor=_actor(turn, by),
    )
    _tell(turn, after)
    return _shown(turn, after)


@router.on(verbs.ReopenCase)
def reopen(turn: Turn, verb: verbs.ReopenCase) -> Card:
    """もう一度探す, on the same day."""
    case, by = _case(turn, verb.case_id)
    after = casework.reopen(turn.tx, case, verb.version, turn.now, actor=_actor(turn, by))
    _tell(turn, after)
    return _shown(turn, after)


def _tell(turn: Turn, case: Case) -> None:
    telling.roster(turn.tx, case.class_id, case.day, turn.now, create=False)
    mornings.changed(turn.tx, case.school, case.day, turn.now)


def _actor(turn: Turn, by: Capacity) -> Actor:
    return turn.actor.acting(by.holder.post, by.holder.deputy_for)


def _fresh(turn: Turn, case_id: int, version: int) -> tuple[Case, Capacity]:
    """An open case, as its card showed it. Raises Refused, or Stale with the way to it."""
    case, by = _case(turn, case_id)
    if case.state is CaseState.CLOSED:
        raise Refused(f"{_REFUSED}.closed")
    if case.version != version:
        raise Stale("attendance.refused.changed", show=verbs.ShowCase(case_id=case.id))
    return case, by


def _case(turn: Turn, case_id: int) -> tuple[Case, Capacity]:
    """A case and the post by which the presser takes part; else Refused, telling nothing."""
    try:
        case = cases.get(turn.tx, case_id)
    except NotFound:
        raise Refused(NOT_YOURS) from None
    _, by = access.class_right(turn, Right.CASE, case.class_id)
    return case, by
