"""Hands home's own cards to delivery, in each language that is wanted."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.rows import Lane
from bot.people import languages
from bot.storage.tx import Tx
from cards.elements import Card
from cards.lang import Lang


def post(
    tx: Tx,
    kind: str,
    key: str,
    card: Callable[[Lang], Card],
    *,
    to: Sequence[int],
    now: datetime,
    days: int,
) -> int:
    """Post a card to people now; too late after so many days. A second one of the key is none."""
    return outbox.post(
        tx,
        kind=kind,
        source_key=key,
        lane=Lane.REMINDER,
        due_at=now,
        expires_at=now + timedelta(days=days),
        cards=_rendered(card, {languages.of(tx, person) for person in to}),
        summaries={},
        to=to,
    )


def replace(tx: Tx, kind: str, key: str, card: Callable[[Lang], Card], *, now: datetime) -> None:
    """Show another card in every copy of a notice of home's, and close it; no such, no harm."""
    notice = outbox.find(tx, kind=kind, source_key=key)
    if notice is not None:
        cards = _rendered(card, sent.languages(tx, notice.id))
        outbox.revise(tx, notice=notice.id, cards=cards, at_once=True)
        outbox.close(tx, notice=notice.id, now=now)


def _rendered(card: Callable[[Lang], Card], read: Iterable[str]) -> dict[str, Card]:
    """The card in each language that somebody reads."""
    return {lang.code: card(lang) for lang in map(Lang.of, sorted(read))}
