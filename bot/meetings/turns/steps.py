"""取り消す of presses on a series, a follow-up or an agenda: by who pressed, for five minutes."""

from typing import Any

from bot.meetings.rules import steps as rules
from bot.meetings.store import steps
from bot.meetings.store.steps import Step
from bot.turns.turn import Turn


def stepped(turn: Turn, subject: str, act: str, *, version: int = 0, **before: Any) -> None:
    """Remember a press that may be taken back, with what its subject no longer tells."""
    steps.keep(
        turn.tx,
        Step(
            subject=subject,
            person=turn.person.id,
            at=turn.now,
            act=act,
            version=version,
            before=before,
        ),
    )


def take_back(turn: Turn, subject: str, *acts: str, version: int = 0) -> Step:
    """The last step on a subject, which counts no more; raises Refused where it isn't one of
    these acts, is another's, or is too old."""
    step = steps.of(turn.tx, subject)
    found = rules.check(step, *acts, person=turn.person.id, at=turn.now, version=version)
    steps.drop(turn.tx, subject)
    return found


def can_take_back(turn: Turn, subject: str, *acts: str, version: int = 0) -> bool:
    """Whether 取り消す is offered on the answer to the person of this turn."""
    step = steps.of(turn.tx, subject)
    return rules.can_take_back(step, *acts, person=turn.person.id, at=turn.now, version=version)
