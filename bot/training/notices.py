"""What follows from a change of seats: who is told, whose copies change, what calendars hear."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot import policy
from bot.reminder import Draw
from bot.storage.tx import Tx
from bot.training import asked, telling
from bot.training.model import ACTIVE, Course, Enrolment, Session, State
from bot.training.plan.item import Item
from bot.training.posting import post as hand_over
from bot.training.seats import Outcome
from bot.training.store import enrolments, sessions
from bot.training.telling import finished

__all__ = ["finished", "link_changed", "post", "tell", "wave_changed"]

AT_ONCE = 20  # people; of more, each is told in a transaction of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What one call of the seats changed; `by`: who pressed, None for the clock."""

    tx: Tx
    outcome: Outcome
    now: datetime
    by: int | None
    was: datetime | None

    @property
    def course(self) -> Course:
        return self.outcome.course

    @property
    def mine(self) -> Enrolment:
        assert self.outcome.enrolment is not None  # noqa: S101 - such acts are somebody's
        return self.outcome.enrolment


def tell(
    tx: Tx, outcome: Outcome, now: datetime, *, by: int | None = None, was: datetime | None = None
) -> None:
    """Tell everybody whom a change concerns but didn't make; `now` in the tenant's zone.

    Who got or lost a seat, heads who are asked, colleagues, everybody of a session that was moved
    or cancelled; cards that can't be pressed any more say so, and calendars follow. `by`: who
    pressed. `was`: when the session would have begun before it was moved.
    """
    change = _Change(tx=tx, outcome=outcome, now=now, by=by, was=was)
    if (act := _ACTS.get(outcome.act)) is not None:
        act(change)
    for one in outcome.offered:
        telling.refresh(tx, outcome.course, one, now)
        telling.offered(tx, outcome.course, one, now)
    what: telling.Told = "closed" if outcome.act == "hold" else "lapsed"
    for one in outcome.lapsed:
        telling.settle(tx, outcome.course, one, now)
        telling.told(tx, outcome.course, one, what, now)
    _ask_calendars(change)


def _ask_calendars(change: _Change) -> None:
    outcome = change.outcome
    own = [one for one in (outcome.enrolment, outcome.substitute) if one is not None]
    for one in (*own, *outcome.dropped):
        asked.forget_entry(change.tx, one, change.now, session=outcome.session)


def _asks_head(change: _Change) -> None:
    """A new application goes to the head, also of who waits: a seat may come at night."""
    mine = change.outcome.substitute or change.mine
    if not mine.approved and mine.state in ACTIVE:
        telling.ask_head(change.tx, change.course, mine, change.now)


def _settled(change: _Change) -> None:
    telling.settle(change.tx, change.course, change.mine, change.now)


def _accepted(change: _Change) -> None:
    telling.refresh(change.tx, change.course, change.mine, change.now)


def _agreed(change: _Change) -> None:
    telling.decided(change.tx, change.mine, change.now, agree=True, by=change.by)
    telling.refresh(change.tx, change.course, change.mine, change.now)
    if change.mine.state is State.BOOKED:
        telling.told(change.tx, change.course, change.mine, "approved", change.now)


def _refused(change: _Change) -> None:
    telling.decided(change.tx, change.mine, change.now, agree=False, by=change.by)
    telling.settle(change.tx, change.course, change.mine, change.now)
    telling.told(change.tx, change.course, change.mine, "rejected", change.now)


def _substitute(change: _Change) -> None:
    before = change.outcome.before
    if before is not None and before.asked not in (None, change.mine.asked):
        telling.unask(change.tx, change.mine, change.now)
    telling.refresh(change.tx, change.course, change.mine, change.now)
    telling.ask_substitute(change.tx, change.course, change.mine, change.now)


def _declined(change: _Change) -> None:
    telling.unask(change.tx, change.mine, change.now)
    telling.refresh(change.tx, change.course, change.mine, change.now)
    telling.told(change.tx, change.course, change.mine, "substitute_declined", change.now)


def _taken_over(change: _Change) -> None:
    telling.settle(change.tx, change.course, change.mine, change.now)
    telling.told(change.tx, change.course, change.mine, "substituted", change.now)
    _asks_head(change)


def _moved(change: _Change) -> None:
    session = change.outcome.session
    assert session is not None  # noqa: S101 - it was moved
    for one in change.outcome.kept:
        asked.ask_move(change.tx, one, change.course, session, change.now)
        telling.refresh(change.tx, change.course, one, change.now)
    _tell_all(change, change.outcome.kept, "moved")


def link_changed(tx: Tx, course: Course, session: Session, now: datetime) -> None:
    """Where a session's online meeting has another address, calendars and cards say it."""
    staying = sorted(ACTIVE)
    for one in enrolments.of_session(tx, course.id, session.id, *staying):
        asked.ask_move(tx, one, course, session, now)
        telling.refresh(tx, course, one, now)


def _cancelled(change: _Change) -> None:
    for one in change.outcome.dropped:
        telling.settle(change.tx, change.course, one, change.now)
    _tell_all(change, change.outcome.dropped, "cancelled")


def _held(change: _Change) -> None:
    """Who was asked to take a seat needn't answer any more: the session begins."""
    for one in change.outcome.kept:
        telling.unask(change.tx, one, change.now)


def _tell_all(change: _Change, everybody: tuple[Enrolment, ...], what: telling.Told) -> None:
    for one in everybody:
        if len(everybody) > AT_ONCE:
            asked.ask_tell(change.tx, one, what, change.now, was=change.was)
        else:
            telling.told(change.tx, change.course, one, what, change.now, was=change.was)


def _attended(change: _Change) -> None:
    session = change.outcome.session
    assert session is not None  # noqa: S101 - a report is of one
    for one in change.outcome.finished:
        telling.finished(change.tx, change.course, one.person, change.now)
    for one in change.outcome.kept:
        if one.state is State.ABSENT:
            telling.missed(change.tx, change.course, session, one, change.now)


_ACTS: dict[str, Callable[[_Change], None]] = {
    "enrol": _asks_head,
    "accept": _accepted,
    "withdraw": _settled,
    "pass": _settled,
    "cannot": _settled,
    "leave": _settled,
    "agree": _agreed,
    "refuse": _refused,
    "substitute": _substitute,
    "decline": _declined,
    "take_over": _taken_over,
    "move_session": _moved,
    "cancel_session": _cancelled,
    "hold": _held,
    "attend": _attended,
}


def post(
    tx: Tx, one: Item, draw: Draw, now: datetime, *, due_at: datetime | None = None, about: str = ""
) -> int | None:
    """Hand over a notice; by daylight, where `due_at` says nothing else."""
    return hand_over(tx, one, draw, due_at or policy.sending_time(tx, now), about=about)


def wave_changed(tx: Tx, course: Course, municipality: str, wave: int, now: datetime) -> None:
    """Tell who of a municipality has booked a session of another wave: the booking stays."""
    coming = sessions.coming(tx, course.id, now, _MOST)
    others = [session.id for session in coming if session.wave not in (0, wave)]
    for one in enrolments.of_municipality(tx, course.id, municipality, others):
        asked.ask_tell(tx, one, "wave", now)


_MOST = 200  # sessions that are ahead
