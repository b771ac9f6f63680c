"""What a notice shows, in every language of its audience, and the activity made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson

from bot import trail
from bot.storage.tx import Tx

CARD = "application/vnd.microsoft.card.adaptive"
FALLBACK_LANGUAGES = ("ja", "en")
T = TypeVar("T")
Cards = Mapping[str, Mapping[str, Any]]
"""Adaptive Cards by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """Activities by language as JSON; `"@delivery@"` and `@recipient@` are still to be filled.

    `guard` names what a destination must be checked for before posting; `trail` is what the
    content follows from.
    """

    activities: Mapping[str, bytes]
    guard: str | None = None
    trail: str = ""

    def activity(self, language: str, *, delivery: int, teams_id: str) -> bytes:
        """The message for one recipient, in the nearest language that the notice has."""
        filled = nearest(self.activities, language).replace(b'"@delivery@"', b"%d" % delivery)
        return filled.replace(b"@recipient@", orjson.dumps(teams_id)[1:-1])


def nearest(by_language: Mapping[str, T], language: str) -> T:
    """What there is in a language, else in Japanese or English, else in any."""
    for wanted in (language, *FALLBACK_LANGUAGES):
        if wanted in by_language:
            return by_language[wanted]
    return next(iter(by_language.values()))


def sealing_key(kind: str, source_key: str) -> str:
    """The natural key that a notice's payload is sealed for."""
    return f"{kind}:{source_key}"


def seal(tx: Tx, *, key: str, cards: Cards, summaries: Mapping[str, str]) -> bytes:
    """Encrypt cards and summaries by language; `key` is the notice's kind and source key.

    The trail that is followed stands beside each card, where a release that knows none of it looks
    past it.
    """
    beside = {"trail": found} if (found := trail.current()) else {}
    content = {
        language: {"summary": _summary(card, summaries.get(language)), "card": card, **beside}
        for language, card in cards.items()
    }
    return tx.seal("notice", "payload", key, orjson.dumps(content))


def unseal(tx: Tx, *, key: str, sealed: bytes, guard: str | None) -> Payload:
    """Open what `seal` closed, ready for posting."""
    content = orjson.loads(tx.unseal("notice", "payload", key, sealed))
    return Payload(
        activities={
            language: _activity(shown["card"], shown["summary"])
            for language, shown in content.items()
        },
        guard=guard,
        trail=next((trail.given(shown.get("trail", "")) for shown in content.values()), ""),
    )


def cards(tx: Tx, *, key: str, sealed: bytes) -> Cards:
    """The cards that `seal` closed, by language, with their marks still to be filled."""
    content = orjson.loads(tx.unseal("notice", "payload", key, sealed))
    return {language: shown["card"] for language, shown in content.items()}


def _summary(card: Mapping[str, Any], given: str | None) -> str:
    return given if given is not None else str(card.get("fallbackText", ""))


def _activity(card: Mapping[str, Any], summary: str) -> bytes:
    return orjson.dumps(
        {
            "type": "message",
            "summary": summary,
            "attachments": [{"contentType": CARD, "content": card}],
        }
    )
