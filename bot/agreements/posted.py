"""Everything that was ever posted of an agreement, also of its earlier terms."""

from collections.abc import Iterator

from bot.agreements.notices import CYCLE
from bot.agreements.store import digests, disclosures, readings, shown
from bot.delivery import outbox
from bot.duties import store as duties
from bot.storage.tx import Tx

_WORDS = {**{kind: kind for kind in CYCLE}, "survival": "survival"}
_OF_DUTY = {"duty": "duty", "after_life": "duty", "cadence": "cadence"}


def of_agreement(tx: Tx, agreement: int) -> tuple[int, ...]:
    """The notices about an agreement, its duties, disclosures and readings, and the digests that
    tell of it; those tell of others too."""
    return tuple(dict.fromkeys(_found(tx, agreement)))


def _found(tx: Tx, agreement: int) -> Iterator[int]:
    yield from shown.of(tx, agreement)
    yield from digests.telling_of(tx, agreement)
    for kind, word in _WORDS.items():
        yield from outbox.keyed(tx, kind=kind, key=f"{word}:{agreement}")
    for duty in duties.of_source(tx, f"agreement:{agreement}"):
        for kind, word in _OF_DUTY.items():
            yield from outbox.keyed(tx, kind=kind, key=f"{word}:{duty.id}")
    for one in disclosures.of(tx, agreement):
        yield from outbox.keyed(tx, kind="oral_disclosure", key=one.subject)
    for reading in readings.of(tx, agreement):
        yield from outbox.keyed(tx, kind="review", key=reading)
