"""Hands notices about agreements to delivery, and replaces their copies when a matter changes."""

from collections.abc import Callable, Iterable
from datetime import datetime, time

from bot.agreements.audience import Audience
from bot.agreements.plan.item import Item
from bot.agreements.store import digests, shown
from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.notices import Notice
from bot.delivery.rows import Lane
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY
from cards.elements import Card
from cards.lang import Lang

CYCLE = ("renewal", "escalation", "budget")  # they belong to one term of an agreement
FOLLOWING = (*CYCLE, "contacts", "signing_day", "renewed", "certificate", "period", "ended")


def post(tx: Tx, item: Item, *, audience: Audience, due_at: datetime) -> int:
    """Hand over a notice; its copies will follow the agreement. `due_at` in the tenant's zone.

    However late it goes out, it may still be sent on that day.
    """
    expires_on = max(item.expires_on, due_at.date() + ONE_DAY)
    languages = {audience.language(person) for person in item.to}
    notice = outbox.post(
        tx,
        kind=item.kind,
        source_key=item.key,
        lane=Lane.REMINDER,
        due_at=due_at,
        expires_at=datetime.combine(expires_on, time.min, due_at.tzinfo),
        cards={lang.code: item.render(lang) for lang in map(Lang.of, sorted(languages))},
        summaries={},
        to=item.to,
    )
    if item.agreement and item.kind in FOLLOWING:
        if item.kind == "renewal":
            _end_earlier_terms(tx, item, due_at)
        shown.add(tx, item.agreement, notice)
    if item.lines:
        digests.add(tx, notice, map(_line, item.lines))
    return notice


def _line(item: Item) -> digests.Line:
    return digests.Line(kind=item.kind, key=item.key, agreement=item.agreement)


def is_told(tx: Tx, *, kind: str, key: str) -> bool:
    """Whether somebody was told this: on a card of its own or in a digest."""
    return sent.find(tx, kind=kind, source_key=key) is not None or digests.has_told(
        tx, kind=kind, key=key
    )


def _end_earlier_terms(tx: Tx, item: Item, now: datetime) -> None:
    """Copies about an earlier term keep the last state that they show."""
    term = _term(item.key)
    for notice in of(tx, item.agreement):
        if notice.kind in CYCLE and _term(notice.source_key) != term:
            shown.remove(tx, item.agreement, notice.id)
            outbox.close(tx, notice=notice.id, now=now)


def _term(key: str) -> str:
    """renewal:7:2027-03-31:T-30 and its escalation are about the term 7:2027-03-31."""
    return ":".join(key.split(":")[1:3])


def of(tx: Tx, agreement: int) -> tuple[Notice, ...]:
    """The notices whose copies show an agreement now."""
    return tuple(sent.get(tx, notice) for notice in shown.of(tx, agreement))


def replace(tx: Tx, notices: Iterable[Notice], card: Callable[[Lang, Notice], Card]) -> None:
    """Every copy of these notices shows another card."""
    for notice in notices:
        languages = map(Lang.of, sent.languages(tx, notice.id))
        cards = {lang.code: card(lang, notice) for lang in languages}
        if cards:
            outbox.revise(tx, notice=notice.id, cards=cards)
