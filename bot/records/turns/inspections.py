"""点検 in chat: planned, done, improved, closed."""

from collections.abc import Callable
from dataclasses import replace

from bot.errors import Mistyped, Refused, Stale
from bot.ledger.record import record
from bot.people.model import Holder
from bot.records.jobs import inspecting
from bot.records.jobs import inspection_notices as notices
from bot.records.jobs.inspection_notices import ShownInspection
from bot.records.jobs.whose import Whose
from bot.records.model.inspections import How, Inspection
from bot.records.rules import inspections as rules
from bot.records.store import inspections as store
from bot.records.turns import handling_access as access
from bot.records.turns import which_agreement
from bot.records.turns.inspection_promises import promised
from bot.records.turns.which_agreement import Choice
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.elements import Card
from cards.records import inspection_forms as forms
from cards.records import inspections as view
from cards.records.verbs import inspections as verbs
from cards.verbs import Verb

router = Router()


@router.on(verbs.Inspections)
def listed(turn: Turn, verb: verbs.Inspections) -> Card:
    """点検の一覧: of one subject, or all that are open."""
    return _of(turn, verb.subject) if verb.subject else _all(turn, "")


@router.hears(r"(?:実地)?点検\s*(?P<words>.*)", r"inspections?(?:\s+(?P<words>.+))?")
def hear(turn: Turn, words: str) -> Card:
    """「点検」, or with words those of the one agreement that they name."""
    bare = words.casefold().startswith(("点検", "実地点検", "inspection"))
    return _all(turn, "" if bare else words)


def _of(turn: Turn, subject: str) -> Card:
    found = access.readable(turn, subject)
    every = [_shown(turn, one) for one in reversed(store.of(turn.tx, subject))]
    plans = access.inspecting(turn, found) is not None
    return view.inspections(turn.lang, every, found, plans=plans)


def _all(turn: Turn, words: str) -> Card:
    """Everything open, the earliest first, and the agreements to go on with, as far as the reader
    may look into them; with words of those that they name, and where it is one this itself."""
    which_agreement.readers_only(turn)
    choice = which_agreement.choice(turn, words)
    if choice.only is not None:
        return _of(turn, choice.only.subject)
    every = [_shown(turn, one) for one in store.open_ones(turn.tx)]
    mine = [one for one in every if _is_meant(turn, choice, one)]
    return view.inspections(turn.lang, mine, choice=choice)


def _is_meant(turn: Turn, choice: Choice, one: ShownInspection) -> bool:
    if choice.words:
        return any(found.agreement_id == one.whose.agreement_id for found in choice.found)
    return access.reads_all(turn) or access.owning(turn, one.whose) is not None


def _shown(turn: Turn, one: Inspection) -> ShownInspection:
    seen = notices.shown(turn.tx, one, turn.today, acts=True, texts=True)
    return seen if access.inspecting(turn, seen.whose) else replace(seen, steps=())


def _seat(turn: Turn, subject: str) -> tuple[Whose, Holder]:
    """Whose it is, and in which capacity the presser sees to it; raises Refused for others."""
    found = access.readable(turn, subject)
    if (holder := access.inspecting(turn, found)) is None:
        raise Refused("records.inspections.refused.not_yours")
    return found, holder


@router.on(verbs.ShowInspection, refreshes=True)
def show(turn: Turn, verb: verbs.ShowInspection) -> Card:
    """One inspection."""
    one = store.get(turn.tx, verb.inspection_id)
    access.readable(turn, one.subject)
    return view.inspection(turn.lang, _shown(turn, one))


@router.on(verbs.OpenInspection)
def open_form(turn: Turn, verb: verbs.OpenInspection) -> Card:
    """点検を計画する: the form."""
    found, _ = _seat(turn, verb.subject)
    return _form(turn, found)


def _form(turn: Turn, found: Whose, problem: str = "") -> Card:
    duties = promised(inspecting.promises(turn.tx, found.subject))
    return forms.plan_form(turn.lang, found, duties, today=turn.today, problem=problem)


@router.on(verbs.PlanInspection)
def plan(turn: Turn, verb: verbs.PlanInspection) -> Card:
    """点検を計画する."""
    found, holder = _seat(turn, verb.subject)
    own = {duty.id: duty for duty in inspecting.promises(turn.tx, found.subject)}
    fulfils = own.get(verb.promise)
    new = Inspection(
        subject=found.subject,
        post=found.posts[0] if found.posts else holder.post,
        how=How(verb.way),
        article=verb.article or (fulfils.article if fulfils else ""),
        topic=verb.topic,
        planned_on=verb.planned_on,
        promise=fulfils.id if fulfils else None,
        registered_on=turn.today,
        said_on=turn.today,
    )
    try:
        ready = rules.plan(new, today=turn.today)
    except Refused as refused:
        raise Mistyped(refused, _form(turn, found, refused.reason)) from None
    return _done(turn, holder, verb, inspecting.add(turn.tx, ready), "planned")


@router.on(verbs.OpenInspectionStep)
def open_step(turn: Turn, verb: verbs.OpenInspectionStep) -> Card:
    """The form of the next step."""
    one = store.get(turn.tx, verb.inspection_id)
    _seat(turn, one.subject)
    seen = _shown(turn, one)
    if verb.step not in seen.steps:
        show_now = verbs.ShowInspection(inspection_id=one.id)
        raise Stale("records.inspections.refused.changed", show=show_now)
    return forms.step_form(turn.lang, seen, verb.step)


@router.on(verbs.InspectionDone)
def done(turn: Turn, verb: verbs.InspectionDone) -> Card:
    """実施を記録する."""
    return _step(
        turn,
        verb,
        "done",
        lambda one: rules.done(
            one,
            on=verb.on,
            sound=verb.sound == "yes",
            findings=verb.findings,
            today=turn.today,
            version=verb.version,
        ),
    )


@router.on(verbs.PutOffInspection)
def put_off(turn: Turn, verb: verbs.PutOffInspection) -> Card:
    """予定日を変更する."""
    day, version = verb.planned_on, verb.version
    return _step(
        turn,
        verb,
        "put_off",
        lambda one: rules.put_off(one, planned_on=day, today=turn.today, version=version),
    )


@router.on(verbs.CancelInspection)
def cancel(turn: Turn, verb: verbs.CancelInspection) -> Card:
    """点検を取りやめる."""
    why, version = verb.why, verb.version
    return _step(
        turn,
        verb,
        "cancel",
        lambda one: rules.cancel(one, why=why, today=turn.today, version=version),
    )


@router.on(verbs.AskImprovement)
def ask(turn: Turn, verb: verbs.AskImprovement) -> Card:
    """改善を要請する."""
    return _step(
        turn,
        verb,
        "ask",
        lambda one: rules.ask(
            one, why=verb.why, due_on=verb.due_on, today=turn.today, version=verb.version
        ),
    )


@router.on(verbs.ImprovementAnswered)
def answered(turn: Turn, verb: verbs.ImprovementAnswered) -> Card:
    """改善の回答を記録する."""
    return _step(
        turn,
        verb,
        "answered",
        lambda one: rules.answered(
            one, on=verb.on, answer=verb.answer, today=turn.today, version=verb.version
        ),
    )


@router.on(verbs.CloseInspection)
def close(turn: Turn, verb: verbs.CloseInspection) -> Card:
    """点検を終える."""
    why, version = verb.why, verb.version
    return _step(
        turn,
        verb,
        "close",
        lambda one: rules.close(one, why=why, today=turn.today, version=version),
    )


Step = (
    verbs.InspectionDone
    | verbs.PutOffInspection
    | verbs.CancelInspection
    | verbs.AskImprovement
    | verbs.ImprovementAnswered
    | verbs.CloseInspection
)


def _step(
    turn: Turn, verb: Step, step: verbs.InspectionStep, change: Callable[[Inspection], Inspection]
) -> Card:
    """What a step makes of an inspection; what was typed wrongly comes back in its form."""
    before = store.get(turn.tx, verb.inspection_id)
    _, holder = _seat(turn, before.subject)
    try:
        after = inspecting.keep(turn.tx, change(before))
    except Stale as stale:
        show_now = verbs.ShowInspection(inspection_id=before.id)
        raise Stale(stale.reason, show=show_now) from None
    except Refused as refused:
        form = forms.step_form(turn.lang, _shown(turn, before), step, problem=refused.reason)
        raise Mistyped(refused, form) from None
    notices.settle(turn.tx, after, turn.now)
    return _done(turn, holder, verb, after, step)


def _done(turn: Turn, holder: Holder, verb: Verb, after: Inspection, step: str) -> Card:
    actor = turn.actor.acting(holder.post, holder.deputy_for)
    detail = {"subject": after.subject, "standing": after.standing.value}
    record(turn.tx, actor, at=turn.now, act=verb.name, subject=after.matter, detail=detail)
    return view.inspection(turn.lang, _shown(turn, after), done=step)
