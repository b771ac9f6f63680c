"""What every press does: who may, is the card current, then history, ledger, every copy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.agreements import notices
from bot.agreements.audience import calendar_of, said
from bot.agreements.duty_spans import rebind
from bot.agreements.model import Agreement, Change
from bot.agreements.plan.courses import doubted
from bot.agreements.plan.matters import Matters
from bot.agreements.rules.course import next_due_on
from bot.agreements.rules.shown import Matter, Press
from bot.agreements.rules.standing import holder_of
from bot.agreements.rules.states import is_open
from bot.agreements.rules.undo import can_undo
from bot.agreements.store import changes, register
from bot.delivery import outbox
from bot.delivery.notices import Notice
from bot.errors import Refused, Stale
from bot.ledger.record import record
from bot.people import store as people
from bot.people.model import Holder, Holders, Role
from bot.turns.turn import Turn
from cards.agreements.alerts import renewal_due
from cards.agreements.answers import ANSWERED, answered
from cards.agreements.contacts import contacts_check
from cards.agreements.forms import signing_day_task
from cards.agreements.register import detail
from cards.agreements.verbs import Show
from cards.elements import Card
from cards.lang import Lang

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
    if verb.version != found.agreement.version:
        raise Stale("agreements.refused.changed", show=Show(agreement_id=verb.agreement_id))
    return found


def seat_at(turn: Turn, agreement_id: int) -> Seat:
    """As `seat`, for what doesn't depend on the card's version."""
    agreement = register.get(turn.tx, agreement_id)
    matters = Matters(turn.tx, calendar_of(turn.tx))
    own = turn.holders.owning(agreement.posts)
    if own is not None:
        return Seat(agreement=agreement, by=turn.holders, holder=own, matters=matters)
    above = tuple(post.id for post in matters.audience(turn.today).above(agreement.post))
    holder = holder_of(above, turn.holders)
    standing_in = Holder(person=holder.person, post=agreement.post, deputy_for=holder.deputy_for)
    by = Holders((standing_in,))
    return Seat(agreement=agreement, by=by, holder=holder, matters=matters)


def desk_seat(turn: Turn, verb: Pressed) -> Seat:
    """As `seat`, for what the agreement desk may do too, whoever owns the matter."""
    if Role.AGREEMENT_DESK not in turn.person.roles:
        return seat(turn, verb)
    agreement = register.get(turn.tx, verb.agreement_id)
    if verb.version != agreement.version:
        raise Stale("agreements.refused.changed", show=Show(agreement_id=verb.agreement_id))
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
    """Raise Refused for a person without a role or post: they get help, not data."""
    if not turn.person.roles and not turn.holders.of:
        raise Refused("common.refused.no_role")


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
    register.save(turn.tx, after, due_on=due_on)
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
    rebind(turn.tx, after)
    return show_everywhere(turn, seat, after, verb.name)


def noted(turn: Turn, holder: Holder, *, act: str, subject: str, detail: Any = None) -> None:
    """The ledger's entry of a press, in the capacity in which it was made."""
    actor = turn.actor.acting(holder.post, holder.deputy_for)
    record(turn.tx, actor, at=turn.now, act=act, subject=subject, detail=detail)


def show_everywhere(turn: Turn, seat: Seat, after: Agreement, act: str) -> Card:
    """The card after a press, for the presser and in every copy that shows the agreement."""
    to = seat.matters.owners(after, turn.today)
    change = changes.at_version(turn.tx, after.id, after.version)
    undoable = can_undo(after, change, at=turn.now)
    matter = seat.matters.shown(after, turn.today, to, undoable=undoable)
    pressed = Press(act=act, by=_by(turn, seat), deputy_for=_for(turn, seat), at=turn.now)

    def copy(lang: Lang, notice: Notice) -> Card:
        if _follows(notice.kind, act):
            return answered(lang, matter, pressed)
        return standing(turn, seat.matters, after, lang, notice.kind)

    showing = notices.of(turn.tx, after.id)
    for notice in showing:
        outbox.confirm(turn.tx, notice=notice.id, person=turn.person.id)
    notices.replace(turn.tx, showing, copy)
    return answered(turn.lang, matter, pressed)


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
    turn: Turn, matters: Matters, agreement: Agreement, lang: Lang, kind: str = ""
) -> Card:
    """The card of a matter as it stands now: asked, answered, or simply the matter in full."""
    to = matters.owners(agreement, turn.today)
    change = _answer(turn, agreement)
    undoable = can_undo(agreement, change, at=turn.now)
    matter = matters.shown(agreement, turn.today, to, undoable=undoable)
    if kind == "contacts":
        return contacts_check(lang, matter)
    if agreement.awaits_signing_date:
        return signing_day_task(lang, matter)
    if change is not None:
        return answered(lang, matter, _press(turn, matters, change))
    if is_open(agreement) and agreement.alerted is not None:
        return doubted(lang, renewal_due(lang, matter), agreement)
    return detail(lang, matter, duties=matters.owed(agreement, turn.today))


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
