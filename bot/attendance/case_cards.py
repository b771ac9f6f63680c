"""The cards of searches: to whom each step is told, and how all of them follow the case."""

from datetime import datetime, time, timedelta

from bot.attendance import posting, shown_cases, whom
from bot.attendance.model import Case, CaseState, Function, Step
from bot.attendance.plan import rungs
from bot.attendance.posting import Draw
from bot.attendance.rules.cases import LADDER
from bot.attendance.store import classes, pupils
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.people import languages
from bot.storage.tx import Tx
from cards.attendance import searches as view

CASE = "attendance.case"
FAMILY = "attendance.family_call"
_FAMILY_WAITS = timedelta(hours=1)


def tell(tx: Tx, case: Case, now: datetime, *, rung: Step = Step.CALL) -> None:
    """A step is due: the card goes to whoever sees to it then; standing cards show the same."""
    posting.post(
        tx,
        kind=CASE,
        key=key(case, rung),
        to=to(tx, case, rung, now),
        draw=_drawn(tx, case, rung, now),
        due_at=now,
        expires_at=datetime.combine(case.day, time.max, now.tzinfo),
        school=case.school,
        day=case.day,
        subjects=(f"pupil:{case.pupil}", case.subject),
    )
    refresh(tx, case, now)


def _drawn(tx: Tx, case: Case, rung: Step, now: datetime) -> Draw:
    """Each step's card says which step that is, so that no two look alike."""
    shown = shown_cases.of_rung(tx, shown_cases.search(tx, case, now), case, rung)
    return lambda lang: view.search(lang, shown)


def key(case: Case, rung: Step) -> str:
    """Names the search, which may begin anew on its day, and the step that it tells of."""
    return f"{_begun(case)}{rung.value}"


def _begun(case: Case) -> str:
    return f"{case.id}:{int(case.opened_at.timestamp())}:"


def told(tx: Tx, case: Case) -> Step:
    """The furthest step of which there is or was a card."""
    found = (step for step in LADDER if outbox.find(tx, kind=CASE, source_key=key(case, step)))
    return max(found, key=LADDER.index, default=Step.CALL)


def to(tx: Tx, case: Case, rung: Step, now: datetime) -> tuple[int, ...]:
    """Who is told of a step: the class's teachers and the office first, then the school's heads."""
    if rung is Step.CALL:
        teachers = whom.for_class(tx, case.class_id, case.day, now)
        return tuple(dict.fromkeys((*teachers, *whom.office(tx, case.school, case.day))))
    found = [one for function in rungs.TOLD[rung] for one in _of(tx, case, function)]
    return tuple(dict.fromkeys(found)) or whom.office(tx, case.school, case.day)


def _of(tx: Tx, case: Case, function: Function) -> tuple[int, ...]:
    if function is Function.VICE_PRINCIPAL:
        return whom.heads(tx, case.school, case.day)
    grade = classes.get(tx, case.class_id).grade if function is Function.YEAR_HEAD else None
    return whom.with_function(tx, case.school, function, on=case.day, grade=grade)


def refresh(tx: Tx, case: Case, now: datetime, *, at_once: bool = False) -> None:
    """Every standing card of a search shows how it stands; where it began anew on its day, those
    of before go on saying how that ended. Once it is closed nobody's form keeps that back."""
    begun, over = _begun(case), case.state is CaseState.CLOSED
    for notice in posting.standing(tx, CASE, begun):
        rung = Step(notice.source_key.removeprefix(begun))
        made = _drawn(tx, case, rung, now)
        posting.redraw(tx, notice.id, made, at_once=at_once or over)


def tell_family(tx: Tx, case: Case, now: datetime) -> bool:
    """The one neutral message to confirmed links; whether anybody may get it."""
    persons = shown_cases.to_tell(tx, pupils.get(tx, case.pupil))
    if not persons:
        return False
    langs = languages.read_in(tx, persons)
    outbox.post(
        tx,
        kind=FAMILY,
        source_key=str(case.id),  # one a child and day, also where the search begins anew
        lane=Lane.SAFETY,
        due_at=now,
        expires_at=now + _FAMILY_WAITS,
        cards={lang.code: view.family_call(lang) for lang in langs},
        summaries={},
        to=persons,
    )
    return True
