"""What every press does: who may, is the card current, then history, ledger, every copy."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol

from bot.agreements import notices
from bot.agreements.audience import calendar_of, said
from bot.agreements.duty_spans import rebind
from bot.agreements.model import Agreement, Change
from bot.agreements.plan.courses import doubted
from bot.agreements.plan.escalations import told_above
from bot.agreements.plan.matters import Matters
from bot.agreements.rules.course import next_due_on
from bot.agreements.rules.shown import Matter, Press
from bot.agreements.rules.standing import refuse
from bot.agreements.rules.states import is_open
from bot.agreements.rules.undo import can_undo
from bot.agreements.store import changes, register
from bot.agreements.turns import addresses
from bot.delivery import outbox
from bot.delivery.notices import Notice
from bot.errors import Refused, Stale
from bot.ledger.record import record
from bot.people import store as people
from bot.people.model import Holder, Holders, Role
from bot.turns.turn import Turn
from cards.agreements.alerts import escalation, renewal_due
from cards.agreements.answers import ANSWERED, answered
from cards.agreements.contacts import contacts_check
from cards.agreements.forms import signing_day_task
from cards.agreements.register import detail
from cards.agreements.steps import Reader
from cards.agreements.verbs import Show
from cards.elements import Card
from cards.lang import Lang

_AUDITORS = frozenset((Role.AGREEMENT_DESK, Role.AUDITOR, Role.SECURITY_OFFICER))
CONTACT_ACTS = frozenset(("agreements.confirm_contacts", "agreements.correct_contacts"))


class Pressed(Protocol):
    """A verb about one agreement, drawn on its card at one version."""

    @property
    def name(self) -> str: ...
    @property
    def agreement_id(self) -> int: ...
    @property
    def version(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An agreement, and in which capacity the presser acts on it.

    `by` is what rules look at; `holder` is what history and ledger remember.
    """

    agreement: Agreement
    by: Holders
    holder: Holder
    matters: Matters


def seat(turn: Turn, verb: Pressed) -> Seat:
    """The presser's seat; raises Refused for a stranger, Stale (with what opens it) on an old card.

    Posts above the owner may act too: they are who an unanswered matter escalates to.
    """
    found = seat_at(turn, verb.agreement_id)
    _fresh(verb, found.agreement)
    return found


def own_seat(turn: Turn, verb: Pressed, change: Change) -> Seat:
    """The seat in which somebody made a change, even where that gave their seat away."""
    agreement, matters = readable(turn, verb.agreement_id)
    _fresh(verb, agreement)
    post = agreement.post if change.post is None else change.post
    holder = Holder(person=turn.person.id, post=post, deputy_for=change.deputy_for)
    return Seat(agreement=agreement, by=turn.holders, holder=holder, matters=matters)


def _fresh(verb: Pressed, agreement: Agreement) -> None:
    """Raise Stale, with what opens the matter, where it changed since the card was drawn."""
    if verb.version != agreement.version:
        raise Stale("agreements.refused.changed", show=Show(agreement_id=agreement.id))


def seat_at(turn: Turn, agreement_id: int) -> Seat:
    """As `seat`, for what doesn't depend on the card's version."""
    agreement, matters = readable(turn, agreement_id)
    found = _seat_in(turn, agreement, matters)
    if found is None:
        refuse("not_yours")
    return found


def _seat_in(turn: Turn, agreement: Agreement, matters: Matters) -> Seat | None:
    own = turn.holders.owning(agreement.posts)
    if own is not None and own.post == agreement.post:
        return Seat(agreement=agreement, by=turn.holders, holder=own, matters=matters)
    above = tuple(post.id for post in matters.audience(turn.today).above(agreement.post))
    superior = turn.holders.owning(above)
    holder = own or superior
    if holder is None:
        return None
    by = turn.holders if superior is None else _in_its_post(agreement, turn.holders, superior)
    return Seat(agreement=agreement, by=by, holder=holder, matters=matters)


def _in_its_post(agreement: Agreement, holders: Holders, superior: Holder) -> Holders:
    """What a superior holds, and the owner's post, in which they act."""
    return Holders((*holders.of, replace(superior, post=agreement.post)))


def desk_seat(turn: Turn, verb: Pressed) -> Seat:
    """As `seat`, for what the agreement desk may do too, whoever owns the matter."""
    if Role.AGREEMENT_DESK not in turn.person.roles:
        return seat(turn, verb)
    agreement = register.get(turn.tx, verb.agreement_id)
    _fresh(verb, agreement)
    holder = turn.holders.owning(agreement.posts) or _desk_holder(turn, agreement)
    matters = Matters(turn.tx, calendar_of(turn.tx))
    return Seat(agreement=agreement, by=Holders((holder,)), holder=holder, matters=matters)


def _desk_holder(turn: Turn, agreement: Agreement) -> Holder:
    own = turn.holders.of[0].post if turn.holders.of else agreement.post
    return Holder(person=turn.person.id, post=own)


def desk_only(turn: Turn) -> None:
    """Raise Refused for everybody but the agreement desk."""
    if Role.AGREEMENT_DESK not in turn.person.roles:
        raise Refused("agreements.refused.not_desk")


def readers_only(turn: Turn) -> None:
    """Raise Refused for whoever isn't staff: they get help, not data.

    Who has no role at all needs a post; pupils and guardians stay out even as deputies.
    """
    person = turn.person
    if not (person.is_staff or (turn.holders.of and not person.roles)):
        raise Refused("common.refused.no_role")


def readable(turn: Turn, agreement_id: int) -> tuple[Agreement, Matters]:
    """An agreement for whoever may read the register; raises Refused for others."""
    readers_only(turn)
    return register.get(turn.tx, agreement_id), Matters(turn.tx, calendar_of(turn.tx))


def auditing(turn: Turn, agreement: Agreement) -> Holder:
    """In which capacity somebody may see the evidence: auditor, owner, superior. Else Refused."""
    if not turn.person.roles & _AUDITORS:
        return seat_at(turn, agreement.id).holder
    post = turn.holders.of[0].post if turn.holders.of else 0
    return Holder(person=turn.person.id, post=post)


def reader(turn: Turn, agreement: Agreement, matters: Matters) -> Reader:
    """What the person of a turn may do with a matter that they read."""
    found = _seat_in(turn, agreement, matters)
    owning = found.by.owning((agreement.post,)) if found else None
    return Reader(
        acts=found is not None,
        decides=owning is not None and owning.deputy_for is None,
        audits=found is not None or bool(turn.person.roles & _AUDITORS),
    )


def keep(
    turn: Turn,
    seat: Seat,
    after: Agreement,
    verb: Pressed,
    *,
    undoable: bool = True,
    evidence: str = "",
) -> Card:
    """Remember what a press made of an agreement, and show it in every posted copy."""
    before = seat.agreement
    due_on = next_due_on(after, seat.matters.calendar, turn.today)
    register.save(turn.tx, after, before=before, due_on=due_on)
    changes.add(
        turn.tx,
        after,
        before=before,
        act=verb.name,
        at=turn.now,
        person=turn.person.id,
        post=seat.holder.post,
        deputy_for=seat.holder.deputy_for,
        undoable=undoable,
        evidence=evidence,
    )
    noted(turn, seat.holder, act=verb.name, subject=after.subject)
    rebind(turn.tx, after, turn.today)
    return show_everywhere(turn, seat, after, verb.name, undoable=undoable)


def noted(turn: Turn, holder: Holder, *, act: str, subject: str, detail: Any = None) -> None:
    """The ledger's entry of a press, in the capacity in which it was made."""
    actor = turn.actor.acting(holder.post, holder.deputy_for)
    record(turn.tx, actor, at=turn.now, act=act, subject=subject, detail=detail)


def show_everywhere(turn: Turn, seat: Seat, after: Agreement, act: str, *, undoable: bool) -> Card:
    """The card after a press, for the presser and in every copy that shows the agreement."""
    to = seat.matters.owners(after, turn.today)
    matter = seat.matters.shown(after, turn.today, to, undoable=undoable)
    pressed = Press(act=act, by=_by(turn, seat), deputy_for=_for(turn, seat), at=turn.now)

    @cache  # the same in every copy of a language
    def answer(lang: Lang) -> Card:
        return answered(lang, matter, pressed)

    def copy(lang: Lang, notice: Notice) -> Card:
        if _follows(notice.kind, act):
            return answer(lang)
        return standing(turn, seat.matters, after, lang, notice.kind)

    showing = notices.of(turn.tx, after.id)
    for notice in showing:
        outbox.confirm(turn.tx, notice=notice.id, person=turn.person.id)
    notices.replace(turn.tx, showing, copy)
    return answer(turn.lang)


def _follows(kind: str, act: str) -> bool:
    """Whether the copies of a kind show the answer to an act, or the matter as it now stands."""
    if kind == "contacts" or act in CONTACT_ACTS:
        return kind == "contacts" and act in CONTACT_ACTS
    return True


def _by(turn: Turn, seat: Seat) -> str:
    return said(turn.person, seat.matters.audience(turn.today).name(seat.holder.post))


def _for(turn: Turn, seat: Seat) -> str:
    return person_name(turn, seat.holder.deputy_for)


def person_name(turn: Turn, person: int | None) -> str:
    """A person's name, empty for nobody."""
    found = people.find(turn.tx, person, turn.today) if person else None
    return found.name if found else ""


def standing(
    turn: Turn,
    matters: Matters,
    agreement: Agreement,
    lang: Lang,
    kind: str = "",
    *,
    own: bool = False,
) -> Card:
    """The card of a matter as it stands now: asked, answered, or simply the matter in full.

    `own`: only the person of this turn sees it, so it may carry their links.
    """
    to = matters.owners(agreement, turn.today)
    change = _answer(turn, agreement)
    undoable = can_undo(agreement, change, at=turn.now)
    matter = matters.shown(agreement, turn.today, to, undoable=undoable)
    if kind == "contacts":
        return contacts_check(lang, matter)
    if change is None and kind == "escalation":
        return escalation(lang, told_above(matters, agreement, turn.today))
    if agreement.awaits_signing_date:
        return signing_day_task(lang, matter)
    if change is not None:
        return answered(lang, matter, _press(turn, matters, change))
    if is_open(agreement) and agreement.alerted is not None:
        return doubted(lang, renewal_due(lang, matter), agreement)
    if own:
        return in_full(turn, agreement, matters)
    return detail(lang, matter, duties=matters.owed(agreement, turn.today), notice=kind)


def in_full(turn: Turn, agreement: Agreement, matters: Matters) -> Card:
    """The whole matter for the person of a turn: their links, and the presses that are theirs."""
    change = _answer(turn, agreement)
    own = change is not None and change.person == turn.person.id
    undoable = own and can_undo(agreement, change, at=turn.now)
    return detail(
        turn.lang,
        matters.shown(agreement, turn.today, undoable=undoable),
        duties=matters.owed(agreement, turn.today),
        reader=reader(turn, agreement, matters),
        **addresses.of_matter(turn, agreement, matters.calendar),
    )


def _answer(turn: Turn, agreement: Agreement) -> Change | None:
    """The press that answered the last card, or None while that waits for one."""
    change = changes.at_version(turn.tx, agreement.id, agreement.version)
    if change is None or change.act not in ANSWERED or change.act in CONTACT_ACTS:
        return None
    on = change.at.astimezone(turn.now.tzinfo).date()
    is_old = agreement.alerted_on is not None and on < agreement.alerted_on
    return None if is_old else change


def _press(turn: Turn, matters: Matters, change: Change) -> Press:
    post = matters.audience(turn.today).name(change.post) if change.post else ""
    name = person_name(turn, change.person)
    return Press(
        act=change.act,
        by=" ".join(filter(None, (post, name))),
        deputy_for=person_name(turn, change.deputy_for),
        at=change.at.astimezone(turn.now.tzinfo),
    )


def form(
    turn: Turn, verb: Pressed, build: Callable[[Lang, Matter], Card], *, desk: bool = False
) -> Card:
    """A form about an agreement, for who may send it back; changes nothing."""
    found = desk_seat(turn, verb) if desk else seat(turn, verb)
    return build(turn.lang, found.matters.shown(found.agreement, turn.today))
