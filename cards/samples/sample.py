"""One sample: a card, the state it is in, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from cards.elements import Card
from cards.lang import ABROAD, CODES, SOURCE, Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """`card` is its slice and name (`agreements.renewal_due`), `state` what it is shown in.

    What a `family` reads is written in every language, what staff read in Japanese and English.
    """

    card: str
    state: str
    draw: Callable[[Lang], Card]
    family: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        return CODES if self.family else (SOURCE, ABROAD)


def sample(card: str, state: str, draw: Callable[[Lang], Card], *, family: bool = False) -> Sample:
    """Short for lists of samples."""
    return Sample(card=card, state=state, draw=draw, family=family)
