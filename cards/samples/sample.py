"""One sample: a card, the state it is in, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from cards.elements import Card
from cards.lang import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """`card` is its slice and name (`agreements.renewal_due`), `state` what it is shown in."""

    card: str
    state: str
    draw: Callable[[Lang], Card]


def sample(card: str, state: str, draw: Callable[[Lang], Card]) -> Sample:
    """Short for lists of samples."""
    return Sample(card=card, state=state, draw=draw)
