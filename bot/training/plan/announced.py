"""Whose enrolment card has gone out: whom it reached, and who of some people is meant by it."""

from dataclasses import dataclass
from datetime import datetime

from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.rows import DRAFTED
from bot.errors import NotFound
from bot.storage.tx import Tx
from bot.training.model import Course
from bot.training.plan import item
from bot.training.store import announcements
from bot.training.store.announcements import Announcement, Purpose

_OUT = frozenset(("open", "closed"))


def waves(tx: Tx, course: Course) -> tuple[int, ...]:
    """The waves whose card was let go, 0 for everybody's; () while none was."""
    return tuple(sorted({one.wave for one in _let_go(tx, course)}))


def on_their_way(tx: Tx, course: Course) -> frozenset[int]:
    """The waves whose card was asked for and still waits for somebody; 0: everybody's."""
    made = announcements.cards(announcements.of_course(tx, course.id))
    return frozenset(one.wave for one in made if is_on_its_way(tx, one))


def is_on_its_way(tx: Tx, one: Announcement) -> bool:
    """Whether somebody has still to let it go."""
    if one.notice is None:
        return one.cursor is not None
    return _state(tx, one.notice) == DRAFTED


def since(tx: Tx, course: Course) -> dict[int, datetime]:
    """When the first card of each wave began to go out; waves whose card hasn't aren't in it."""
    found: dict[int, datetime] = {}
    for one in _let_go(tx, course):
        if one.notice is not None:
            due_at = outbox.get(tx, one.notice).due_at
            found[one.wave] = min(due_at, found.get(one.wave, due_at))
    return found


def _let_go(tx: Tx, course: Course) -> list[Announcement]:
    found = announcements.cards(announcements.of_course(tx, course.id))
    return [one for one in found if one.notice is not None and _is_out(tx, one.notice)]


def _is_out(tx: Tx, notice: int) -> bool:
    return _state(tx, notice) in _OUT


def _state(tx: Tx, notice: int) -> str:
    """How far a notice is; "" for one that was destroyed, years after."""
    try:
        return outbox.get(tx, notice).state
    except NotFound:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """The notices by which a course's enrolment card has gone out: those to everybody (wave 0) or
    to one wave, and what newcomers got later."""

    made: tuple[tuple[int, int], ...]  # wave and notice
    late: tuple[tuple[datetime, int], ...]  # when it was due, and the notice

    @property
    def waves(self) -> frozenset[int]:
        return frozenset(wave for wave, _ in self.made)

    @property
    def every(self) -> tuple[int, ...]:
        return (*(one for _, one in self.made), *(one for _, one in self.late))

    def to(self, wave: int, since: datetime) -> tuple[int, ...]:
        """Those that count for whoever attends in a wave since then: what went to the people of
        another wave, or to newcomers before, doesn't tell them of theirs."""
        made = (one for number, one in self.made if number in (0, wave))
        return (*made, *(one for due_at, one in self.late if due_at >= since))


def out(tx: Tx, course: Course) -> Out:
    """All of them."""
    late = sent.of(tx, kind=item.ENROL, prefix=f"newcomer:{course.id}:")
    return Out(
        made=tuple((one.wave, one.notice) for one in _let_go(tx, course) if one.notice is not None),
        late=tuple((one.due_at, one.id) for one in late),
    )


def newcomers_wait(tx: Tx, course: Course) -> bool:
    """Whether a card to many newcomers has still to be let go: the next ones wait for it."""
    made = announcements.of_course(tx, course.id)
    return any(one.purpose is Purpose.NEWCOMER and is_on_its_way(tx, one) for one in made)
