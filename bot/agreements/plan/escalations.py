"""Whom a waiting matter reaches beside its owners: superiors, or a manager that Graph names."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.agreements.model import Agreement
from bot.agreements.plan.item import Item
from bot.agreements.plan.matters import Matters
from bot.agreements.rules import course, shown
from bot.agreements.rules.alerts import schedule
from bot.agreements.rules.reminders import KEPT_IN_SIGHT
from bot.agreements.rules.states import is_open
from bot.delivery.notices import Lapse
from cards.agreements.alerts import escalation
from cards.agreements.verbs import RefreshMatter


@dataclass(frozen=True, slots=True, kw_only=True)
class Headless:
    """An escalation that finds no post above; `owners` are those whose manager could be told."""

    agreement: Agreement
    key: str
    owners: tuple[int, ...]


def escalations(matters: Matters, card: Item, step: course.Card) -> Iterator[Item]:
    """未確認のためお知らせします, for as many superiors as the rule says."""
    to = matters.audience(step.on).superiors(step.after, step.superiors)
    if to:
        key = card.key.replace("renewal", "escalation", 1)
        found = escalated(matters, step.after, step.on, key=key, to=to)
        yield replace(found, expires_on=card.expires_on, offset=card.offset)


def escalated(
    matters: Matters, agreement: Agreement, on: date, *, key: str, to: tuple[int, ...]
) -> Item:
    """What superiors are told of a matter that waits."""
    told = told_above(matters, agreement, on)
    return Item(
        on=on,
        kind="escalation",
        key=key,
        agreement=agreement.id,
        subject=agreement.subject,
        title=agreement.title,
        what="agreements.what.renewal",
        day=told.matter.practical_day or on,
        expires_on=on + KEPT_IN_SIGHT,
        to=to,
        show=RefreshMatter(agreement_id=agreement.id),
        render=lambda lang: escalation(lang, told),
    )


def told_above(matters: Matters, agreement: Agreement, on: date) -> shown.Escalated:
    """What the card of a superior says of a matter that waits."""
    return shown.Escalated(
        matter=matters.shown(agreement, on),
        first_sent_on=first_sent_on(matters, agreement, on),
        confirmed=agreement.confirmation is not None,
    )


def lapsed(matters: Matters, agreement: Agreement, lapse: Lapse, on: date) -> tuple[Item, ...]:
    """A copy that never surely arrived: whoever stands above the one who missed it learns of it."""
    to = _past(matters, agreement, lapse.recipient, on)
    if not to or not is_open(agreement):
        return ()
    key = f"escalation:{agreement.id}:{agreement.end}:L-{lapse.delivery}"
    return (escalated(matters, agreement, on, key=key, to=to),)


def _past(matters: Matters, agreement: Agreement, missed: int, on: date) -> tuple[int, ...]:
    """Who acts on the nearest rung above a person; nobody where that person stands at the top."""
    audience = matters.audience(on)
    owners = audience.owners(agreement)
    rungs = [audience.acting((post.id,)) for post in audience.above(agreement.post)]
    reached = max((at for at, people in enumerate(rungs, 1) if missed in people), default=0)
    above = (tuple(one for one in people if one not in owners) for people in rungs[reached:])
    return next(filter(None, above), ())


def headless_in(matters: Matters, step: course.Card) -> tuple[Headless, ...]:
    """An escalation whose owning post has nobody above: Graph may know a manager."""
    if not step.superiors or matters.audience(step.on).above(step.after.post):
        return ()
    key = step.alert.key.replace("renewal", "escalation", 1)
    return (Headless(agreement=step.after, key=key, owners=matters.owners(step.after, step.on)),)


def first_sent_on(matters: Matters, agreement: Agreement, today: date) -> date:
    """The day of the first card of this term that could go out."""
    days = [alert.on for alert in schedule(agreement, matters.calendar)]
    first = min(days, default=today)
    return min(max(first, agreement.registered_on or first), today)
