"""再委託 in chat: the desk enters the application, the owning post decides."""

from collections.abc import Callable
from dataclasses import replace

from bot.agreements.store import register as agreements
from bot.errors import Mistyped, Refused, Stale
from bot.ledger.record import record
from bot.people.model import Holder
from bot.records.jobs import subcontracting, whose
from bot.records.jobs.subcontracting import ShownSubcontract
from bot.records.jobs.whose import Whose
from bot.records.model.subcontracts import Stage, Subcontract
from bot.records.rules import subcontracts as rules
from bot.records.store import subcontracts as store
from bot.records.turns import handling_access as access
from bot.records.turns import which_agreement
from bot.records.turns.which_agreement import Choice
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.elements import Card
from cards.records import subcontract_forms as forms
from cards.records import subcontracts as view
from cards.records.verbs import subcontracts as verbs
from cards.verbs import Verb

router = Router()
Step = verbs.ApplySubcontract | verbs.DecideSubcontract | verbs.SignSubcontract
_OPEN = (Stage.DRAFT, Stage.APPLIED)


@router.on(verbs.Subcontracts)
def listed(turn: Turn, verb: verbs.Subcontracts) -> Card:
    """再委託の一覧: of one agreement, or all that wait or run."""
    return _of(turn, verb.agreement_id) if verb.agreement_id else _all(turn, "")


@router.hears(r"再委託\s*(?P<words>.*)", r"subcontract(?:s|ing)?(?:\s+(?P<words>.+))?")
def hear(turn: Turn, words: str) -> Card:
    """「再委託」, or with words that of the one agreement that they name."""
    bare = words.casefold().startswith(("再委託", "subcontract"))
    return _all(turn, "" if bare else words)


def _of(turn: Turn, agreement: int) -> Card:
    found = access.readable(turn, f"agreement:{agreement}")
    every = [_shown(turn, one) for one in store.of(turn.tx, agreement)]
    return view.subcontracts(turn.lang, every, found, writes=access.writes(turn))


def _all(turn: Turn, words: str) -> Card:
    """What waits and what runs, and the agreements to go on with, as far as the reader may look
    into them; with words of those that they name, and where it is one this itself."""
    which_agreement.readers_only(turn)
    choice = which_agreement.choice(turn, words)
    if choice.only is not None:
        return _of(turn, choice.only.agreement_id)
    now = [
        one
        for one in store.every(turn.tx)
        if one.stage in _OPEN or rules.is_running(one, turn.today)
    ]
    mine = [one for one in now if _is_meant(turn, choice, one)]
    mine.sort(key=lambda one: (one.stage is not Stage.APPLIED, one.stage is Stage.APPROVED, one.id))
    return view.subcontracts(turn.lang, [_shown(turn, one) for one in mine], choice=choice)


def _is_meant(turn: Turn, choice: Choice, one: Subcontract) -> bool:
    if choice.words:
        return any(found.agreement_id == one.agreement for found in choice.found)
    return access.reads_all(turn) or access.owning(turn, _whose(turn, one)) is not None


def _whose(turn: Turn, one: Subcontract) -> Whose:
    return whose.of_agreement(agreements.get(turn.tx, one.agreement), turn.today)


def _shown(turn: Turn, one: Subcontract) -> ShownSubcontract:
    decides = access.deciding(turn, _whose(turn, one)) is not None
    writes = access.writes(turn)
    return subcontracting.shown(turn.tx, one, turn.today, writes=writes, decides=decides)


def _readable(turn: Turn, subcontract_id: int) -> Subcontract:
    one = store.get(turn.tx, subcontract_id)
    access.readable(turn, f"agreement:{one.agreement}")
    return one


@router.on(verbs.ShowSubcontract, refreshes=True)
def show(turn: Turn, verb: verbs.ShowSubcontract | Step) -> Card:
    """One application."""
    one = _readable(turn, verb.subcontract_id)
    return view.subcontract(turn.lang, _shown(turn, one))


@router.on(verbs.OpenSubcontract)
def open_form(turn: Turn, verb: verbs.OpenSubcontract) -> Card:
    """The form of an application."""
    access.desk_only(turn)
    found = access.readable(turn, f"agreement:{verb.agreement_id}")
    one = _readable(turn, verb.subcontract_id) if verb.subcontract_id else None
    return forms.subcontract_form(turn.lang, found, _shown(turn, one) if one else None)


@router.on(verbs.SaveSubcontract)
def save(turn: Turn, verb: verbs.SaveSubcontract) -> Card:
    """記入内容を保存する: it may be incomplete, and says what is missing."""
    holder = access.desk_only(turn)
    access.readable(turn, f"agreement:{verb.agreement_id}")
    new = _typed(verb)
    if not verb.subcontract_id:
        kept = store.add(turn.tx, new)
    else:
        before = _readable(turn, verb.subcontract_id)
        kept = _changed(turn, before, lambda: rules.fill_in(before, new, version=verb.version), new)
    return _done(turn, holder, verb, kept, "saved")


def _typed(verb: verbs.SaveSubcontract) -> Subcontract:
    names = (*(name for name in rules.NEEDED if name != "name"), "subsidiary")
    return Subcontract(
        agreement=verb.agreement_id,
        name=verb.company,
        **{name: getattr(verb, name) for name in names},
    )


def _changed(
    turn: Turn,
    before: Subcontract,
    change: Callable[[], Subcontract],
    typed: Subcontract | None = None,
) -> Subcontract:
    """What a rule makes of an application, kept; what was typed wrongly comes back in its form."""
    try:
        return store.save(turn.tx, change())
    except Stale as stale:
        show_now = verbs.ShowSubcontract(subcontract_id=before.id)
        raise Stale(stale.reason, show=show_now) from None
    except Refused as refused:
        if typed is None:
            raise
        found = _whose(turn, before)
        form = forms.subcontract_form(
            turn.lang, found, _shown(turn, _again(before, typed)), problem=refused.reason
        )
        raise Mistyped(refused, form) from None


def _again(before: Subcontract, typed: Subcontract) -> Subcontract:
    return replace(typed, id=before.id, version=before.version)


@router.on(verbs.ApplySubcontract)
@returning(show)
def apply(turn: Turn, verb: verbs.ApplySubcontract) -> Card:
    """申請を受け付ける: refused while something is missing; then the owner decides."""
    holder = access.desk_only(turn)
    before = _readable(turn, verb.subcontract_id)
    after = _changed(
        turn,
        before,
        lambda: rules.apply(before, on=verb.on, today=turn.today, version=verb.version),
    )
    subcontracting.asked(turn.tx, after, turn.now)
    return _done(turn, holder, verb, after, "applied")


@router.on(verbs.DecideSubcontract)
@returning(show)
def decide(turn: Turn, verb: verbs.DecideSubcontract) -> Card:
    """承認する・承認しない: the city's post in person, with the reason."""
    before = _readable(turn, verb.subcontract_id)
    found = _whose(turn, before)
    holder = access.deciding(turn, found)
    if holder is None:
        stands_in = access.owning(turn, found) is not None
        reason = "not_as_deputy" if stands_in else "not_decider"
        raise Refused(f"records.subcontracts.refused.{reason}")
    post = holder.post
    after = _changed(
        turn,
        before,
        lambda: rules.decide(
            before,
            approved=verb.decision == "approved",
            post=post,
            why=verb.why,
            on=turn.today,
            version=verb.version,
        ),
    )
    subcontracting.settled(turn.tx, after, turn.now, turn.person.id)
    return _done(turn, holder, verb, after, "decided")


@router.on(verbs.OpenWithdrawal)
def open_withdrawal(turn: Turn, verb: verbs.OpenWithdrawal | verbs.WithdrawSubcontract) -> Card:
    """取下げ: asks why."""
    access.desk_only(turn)
    one = _readable(turn, verb.subcontract_id)
    return forms.withdrawal_form(turn.lang, _shown(turn, one))


@router.on(verbs.WithdrawSubcontract)
@returning(open_withdrawal)
def withdraw(turn: Turn, verb: verbs.WithdrawSubcontract) -> Card:
    """The partner takes its application back."""
    holder = access.desk_only(turn)
    before = _readable(turn, verb.subcontract_id)
    after = _changed(
        turn, before, lambda: rules.withdraw(before, why=verb.why, version=verb.version)
    )
    seen = subcontracting.shown(turn.tx, after, turn.today)
    subcontracting.close(turn.tx, after, lambda lang: view.decided(lang, seen), turn.now)
    return _done(turn, holder, verb, after, "withdrawn")


@router.on(verbs.SignSubcontract)
@returning(show)
def sign(turn: Turn, verb: verbs.SignSubcontract) -> Card:
    """再委託先との覚書の締結日."""
    holder = access.desk_only(turn)
    before = _readable(turn, verb.subcontract_id)
    after = _changed(
        turn,
        before,
        lambda: rules.signed(before, on=verb.on, today=turn.today, version=verb.version),
    )
    return _done(turn, holder, verb, after, "signed")


def _done(turn: Turn, holder: Holder, verb: Verb, after: Subcontract, done: str) -> Card:
    actor = turn.actor.acting(holder.post, holder.deputy_for)
    detail = {"agreement": after.agreement, "stage": after.stage.value}
    record(turn.tx, actor, at=turn.now, act=verb.name, subject=after.subject, detail=detail)
    return view.subcontract(turn.lang, _shown(turn, after), done=done)
