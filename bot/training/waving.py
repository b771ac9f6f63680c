"""The waves (受講期) of a course as they stand: whose card was made, and whose has gone out."""

from dataclasses import replace
from datetime import datetime

from bot.storage.tx import Tx
from bot.training.model import Course, Wave
from bot.training.plan import announced
from bot.training.rules import waves as rules
from bot.training.store import waves


def of_course(tx: Tx, course: Course) -> tuple[Wave, ...]:
    """Every wave with when its card began to go out. A draft that waits for its approval, or was
    taken back, has reached nobody: until then coordinators may still choose."""
    sent = announced.since(tx, course)
    return tuple(
        replace(one, sent_at=sent.get(one.number)) for one in waves.of_course(tx, course.id)
    )


def made(tx: Tx, course: Course) -> frozenset[int]:
    """The waves that need no card made: it has gone out, or somebody has still to let it go."""
    return frozenset(announced.since(tx, course)) | announced.on_their_way(tx, course)


def may_still(tx: Tx, course: Course, municipality: str, now: datetime) -> bool:
    """Whether a coordinator may still choose, or change, their municipality's wave."""
    before = waves.chosen(tx, course.id, municipality) or None
    return rules.may_choose(course, of_course(tx, course), before, now.date())
