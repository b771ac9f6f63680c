"""What is told of each turn: a figure, a line in the log, a span; its words, never whose."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from bot import metrics, tracing
from bot.clock import real_seconds
from bot.turns.heard import Event, Heard
from cards.verbs import Verb

log = structlog.get_logger()

# Thousands come within minutes of a notice, and change nothing.
_UNTOLD = frozenset({Event.REFRESH, Event.READ, Event.OTHER})


@dataclass(slots=True)
class Turned:
    """What became of the activity, in a word."""

    status: str = "failed"


@contextmanager
def turn(heard: Heard) -> Iterator[Turned]:
    """Hear the activity within, and say what became of it."""
    began, found, room = real_seconds(), Turned(), heard.room
    verb = heard.verb if heard.verb in Verb.known else ""
    event = heard.event.value
    with tracing.span("turn", tracing.Side.HEARD, room=room, event=event, verb=verb) as notes:
        try:
            yield found
        finally:
            seconds = real_seconds() - began
            metrics.heard(room, event, found.status, seconds)
            if notes is not None:
                notes.add(status=found.status)
            if heard.event not in _UNTOLD:
                told = {"kind": event, "verb": verb, "status": found.status}
                log.info("turn", **told, seconds=round(seconds, 4), tenant=heard.tenant)
