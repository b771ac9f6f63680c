"""From a text that was read to the register: at once, or after the desk has looked at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot import policy
from bot.agreements import notices
from bot.agreements.audience import Audience, calendar_of
from bot.agreements.model import Agreement, Reading
from bot.agreements.plan.item import Item
from bot.agreements.reviews import review_of
from bot.agreements.rules.course import next_due_on
from bot.agreements.rules.lines import duty_line
from bot.agreements.rules.obligations import needs_cadence
from bot.agreements.rules.readings import duties_in, proposal
from bot.agreements.store import changes, readings, register
from bot.duties import store as duties
from bot.duties.model import Duty
from bot.errors import Unreadable
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people import store as people
from bot.storage.tx import Tx
from cards.agreements.duties import cadence_ask
from cards.agreements.review import review
from cards.agreements.verbs import OpenCorrection, Show

REGISTERED = "agreements.register"
READ = "agreements.read"
WAITS = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Who registers, and when (`now` in the tenant's zone)."""

    actor: Actor
    now: datetime
    today: date


def owner_post(tx: Tx, words: str, today: date) -> int:
    """The post that `--owner` names: a post's name, or the mail of who holds it.

    Raises Unreadable with the remedy.
    """
    if "@" in words:
        person = people.find_by_mail(tx, words, today)
        held = people.posts_of(tx, person.id, today) if person else ()
        if not held:
            raise Unreadable(words, "nobody of this mail holds a post; load the people file first")
        return held[0]
    found = people.posts_named(tx, words, today)
    if len(found) != 1:
        remedy = "write department and post, as the people file has them"
        raise Unreadable(words, remedy if found else "no such post; load the people file first")
    return found[0].id


def propose(
    tx: Tx,
    document: Mapping[str, Any],
    *,
    post: int,
    lead_days: int | None,
    title: str,
    today: date,
) -> Agreement:
    """The agreement that one document of the reader's JSON describes, with the tenant's policy."""
    own = policy.of(tx)
    held = Audience(tx, today).post(post)
    return proposal(
        document,
        title=title,
        post=post,
        lead_days=own.lead_days if lead_days is None else lead_days,
        offsets=own.offsets,
        department=held.department if held else "",
    )


def enter(tx: Tx, agreement: Agreement, document: Mapping[str, Any], moment: Moment) -> Agreement:
    """Put a proposal into the register with its duties; the desk is asked for open periods."""
    calendar = calendar_of(tx)
    new = replace(agreement, parent=_parent(tx, document), registered_on=moment.today)
    kept = register.add(tx, new, due_on=next_due_on(new, calendar, moment.today))
    changes.add(tx, kept, before=None, act=REGISTERED, at=moment.now)
    record(tx, moment.actor, at=moment.now, act=REGISTERED, subject=kept.subject)
    for duty in duties_in(document, kept, moment.today):
        duties.add(tx, duty)
    ask_for_periods(tx, kept, moment)
    return kept


def ask_for_periods(tx: Tx, agreement: Agreement, moment: Moment) -> None:
    """Yearly things without a period in the text: the desk is asked once, when they bind."""
    if agreement.awaits_signing_date:
        return
    for duty in duties.of_source(tx, agreement.subject):
        if needs_cadence(duty):
            _ask_for_period(tx, agreement, duty, moment)


def _parent(tx: Tx, document: Mapping[str, Any]) -> int | None:
    """The contract that a memorandum belongs to, where the register knows exactly one."""
    found = register.titled(tx, document["parent"]) if document.get("parent") else ()
    return found[0].id if len(found) == 1 else None


def _ask_for_period(tx: Tx, agreement: Agreement, duty: Duty, moment: Moment) -> None:
    audience = Audience(tx, moment.today)
    line = duty_line(agreement, duty, moment.today)
    item = Item(
        on=moment.today,
        kind="cadence",
        key=f"cadence:{duty.id}",
        agreement=agreement.id,
        subject=agreement.subject,
        title=agreement.title,
        what="agreements.what.cadence",
        day=moment.today,
        expires_on=moment.today + WAITS,
        to=audience.desk(),
        show=Show(agreement_id=agreement.id),
        render=lambda lang: cadence_ask(lang, line),
    )
    _post(tx, item, audience, moment)


def hand_to_desk(
    tx: Tx, agreement: Agreement, document: Mapping[str, Any], moment: Moment, *, file: str
) -> Reading:
    """Keep a reading until the desk has looked at its card."""
    new = Reading(id=0, file=file, document=dict(document), proposal=agreement, read_at=moment.now)
    kept = readings.add(tx, new)
    record(tx, moment.actor, at=moment.now, act=READ, subject=kept.subject)
    audience = Audience(tx, moment.today)
    item = Item(
        on=moment.today,
        kind="review",
        key=kept.subject,
        agreement=0,
        subject=kept.subject,
        title=agreement.title,
        what="agreements.what.review",
        day=moment.today,
        expires_on=moment.today + WAITS,
        to=audience.desk(),
        show=OpenCorrection(reading_id=kept.id, version=kept.version),
        render=lambda lang: review(lang, review_of(kept, moment.today, lang)),
    )
    _post(tx, item, audience, moment)
    return kept


def _post(tx: Tx, item: Item, audience: Audience, moment: Moment) -> None:
    if item.to:
        due_at = policy.sending_time(tx, moment.now)
        notices.post(tx, item, audience=audience, due_at=due_at)


def register_documents(
    tx: Tx,
    documents: Sequence[Mapping[str, Any]],
    moment: Moment,
    *,
    file: str,
    post: int,
    lead_days: int | None,
    accept: bool,
) -> tuple[Agreement | Reading, ...]:
    """Every document of one file: registered with `accept`, else handed to the desk."""
    found: list[Agreement | Reading] = []
    for document in documents:
        agreement = propose(
            tx, document, post=post, lead_days=lead_days, title=file, today=moment.today
        )
        if accept:
            found.append(enter(tx, agreement, document, moment))
        else:
            found.append(hand_to_desk(tx, agreement, document, moment, file=file))
    return tuple(found)


__all__ = [
    "Moment",
    "enter",
    "hand_to_desk",
    "owner_post",
    "propose",
    "register_documents",
]
