"""A form that can't be taken as it was sent goes back to who sent it, with what they typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from bot.errors import Mistyped, Refused, Stale
from bot.turns.turn import Card, Turn
from cards.again import again
from cards.verbs import Verb

V = TypeVar("V", bound=Verb)
Answer = Callable[[Turn, V], Card]
Draw = Callable[[Turn, Any], Card]  # what opens a form finds it by the sent form's verb as well


def returning(draw: Draw) -> Callable[[Answer[V]], Answer[V]]:
    """What a handler refuses comes back on the form that `draw` draws anew.

    Who may not open the form is told just that; an old card answers as everywhere.
    """

    def around(handler: Answer[V]) -> Answer[V]:
        @wraps(handler)
        def answer(turn: Turn, verb: V) -> Card:
            try:
                return handler(turn, verb)
            except (Stale, Mistyped):
                raise
            except Refused as refused:
                raise mistyped(turn, verb, refused, draw) from None

        return answer

    return around


def mistyped(turn: Turn, verb: Verb, refused: Refused, draw: Draw) -> Mistyped:
    """The refusal with the form as it was sent, and the reason above it."""
    said = turn.lang.t(refused.reason, **refused.facts)
    return Mistyped(refused, again(draw(turn, verb), verb, said))
