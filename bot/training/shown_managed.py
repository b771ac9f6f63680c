"""A course as who runs it sees it: all sessions, the waves, and who has chosen which."""

from collections.abc import Iterable
from datetime import datetime

from bot.storage.tx import Tx
from bot.training import shown, waving
from bot.training.model import Course, Progress, Session
from bot.training.rules import shown as drawn
from bot.training.rules import waves as rules
from bot.training.rules.shown import ShownManaged, ShownWave
from bot.training.store import municipalities, offers, sessions, waves


def managed(
    tx: Tx,
    found: Course,
    now: datetime,
    *,
    may: Iterable[str],
    total: Progress,
    announced: bool,
    municipality: str = "",
) -> ShownManaged:
    """`municipality`: the reader coordinates this one, and sees no other's choice, nor what other
    tenants do with the course."""
    of_it = sessions.of_course(tx, found.id)
    choices = waves.choices(tx, found.id)
    shown_waves = _waves(tx, found, of_it, choices, municipality)
    return drawn.managed(
        shown.course(tx, found, now),
        sessions=[drawn.session(one, now=now) for one in of_it],
        total=total,
        waves=shown_waves,
        undecided=_undecided(tx, choices, municipality) if shown_waves else (),
        announced=announced,
        may=may,
        offers=() if municipality else offers.of_course(tx, found.id),
    )


def _waves(
    tx: Tx, found: Course, of_it: Iterable[Session], choices: rules.Choices, municipality: str
) -> tuple[ShownWave, ...]:
    every = tuple(of_it)
    made = waving.made(tx, found)
    return tuple(
        drawn.wave(
            one,
            seats=sum(session.seats for session in every if session.wave == one.number),
            municipalities=[
                name for name in rules.members(one.number, choices) if municipality in ("", name)
            ],
            made=one.number in made,
        )
        for one in waving.of_course(tx, found)
    )


def _undecided(tx: Tx, choices: rules.Choices, municipality: str) -> tuple[str, ...]:
    names = (municipality,) if municipality else municipalities.every(tx)
    return rules.undecided(names, choices)
