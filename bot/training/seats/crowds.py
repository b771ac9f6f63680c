"""Everybody of a session, some dozens at a step: no transaction is long, nobody is forgotten.

The session itself has changed at once; its first people go in the same transaction, and whoever is
left then is remembered with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.storage.tx import Tx
from bot.training.model import ACTIVE, Enrolment, State
from bot.training.rules import completion, lifecycle
from bot.training.seats.locked import Locked
from bot.training.seats.outcome import Outcome
from bot.training.store import completions, crowds, enrolments
from bot.training.store.crowds import Crowd

AT_ONCE = 50  # people: with all that they are told well below what a press may wait
CANCEL, MOVE, HOLD, ATTEND = "cancel_session", "move_session", "hold", "attend"
_SEEN = (State.BOOKED, State.ABSENT, State.ATTENDED)
_STATES = {
    CANCEL: tuple(sorted(ACTIVE)),
    MOVE: tuple(sorted(ACTIVE)),
    HOLD: tuple(sorted(lifecycle.SEATLESS)),
    ATTEND: _SEEN,
}


def begin(
    locked: Locked,
    act: str,
    *,
    was: datetime | None = None,
    minutes: Mapping[int, int] | None = None,
) -> Outcome:
    """Take the first step with the people of a session that has changed."""
    session = locked.session.id
    at = _latest(locked) if act == MOVE else locked.now
    return _step(locked, Crowd(session=session, act=act, at=at, was=was, minutes=minutes or {}))


def _latest(locked: Locked) -> datetime:
    """Not before whoever is in it has come, by another process's clock maybe."""
    where = (locked.session.course, locked.session.id)
    return max(locked.now, enrolments.newest(locked.tx, *where, _STATES[MOVE]) or locked.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A further step. `was`: when the session began before it was moved."""

    outcome: Outcome
    was: datetime | None


def go_on(tx: Tx, now: datetime) -> Further | None:
    """Take the next step of what was begun first; None where nobody is left anywhere."""
    found = crowds.next_one(tx)
    if found is None:
        return None
    return Further(outcome=_step(Locked(tx, found.session, now), found), was=found.was)


def _step(locked: Locked, crowd: Crowd) -> Outcome:
    where = (locked.session.course, locked.session.id)
    people = enrolments.page(locked.tx, *where, _STATES[crowd.act], crowd.last, AT_ONCE)
    is_last = len(people) < AT_ONCE
    outcome = _ACTS[crowd.act](locked, crowd, people, is_last)
    if is_last:
        crowds.done(locked.tx, crowd)
    else:
        crowds.reached(locked.tx, crowd, people[-1].id)
    return replace(outcome, more=not is_last)


People = tuple[Enrolment, ...]


def _cancel(locked: Locked, crowd: Crowd, people: People, is_last: bool) -> Outcome:
    del is_last
    return locked.close(crowd.act, dropped=locked.go_all(people, lifecycle.dropped, "drop"))


def _hold(locked: Locked, crowd: Crowd, people: People, is_last: bool) -> Outcome:
    """Substitutions that nobody answered are few: they end with the first step."""
    del is_last
    asked = () if crowd.last else enrolments.asking_in(locked.tx, locked.session.id)
    booked = [one for one in asked if one.state is State.BOOKED]
    kept = locked.go_all(booked, lifecycle.unasked, "unasked")
    left = locked.go_all(people, lifecycle.left_over, "left_over")
    return locked.close(crowd.act, kept=kept, lapsed=left)


def _move(locked: Locked, crowd: Crowd, people: People, is_last: bool) -> Outcome:
    """Whoever came since has booked what it is now."""
    del is_last
    return locked.close(crowd.act, kept=tuple(one for one in people if one.since <= crowd.at))


def _attend(locked: Locked, crowd: Crowd, people: People, is_last: bool) -> Outcome:
    kept = locked.go_all(people, lambda one: _seen(locked, crowd, one), "attend")
    attended = [one for one in kept if one.state is State.ATTENDED]
    finished = [one for one in attended if _finish(locked, one)]
    if is_last:
        finished += [one for one in _elsewhere(locked, crowd) if _finish_late(locked, one)]
    return locked.close(crowd.act, kept=kept, finished=tuple(finished))


def _seen(locked: Locked, crowd: Crowd, one: Enrolment) -> Enrolment:
    minutes = crowd.minutes.get(one.person, 0)
    enough = completion.is_enough(locked.course, locked.session, minutes)
    return lifecycle.seen(one, minutes=minutes, enough=enough)


def _elsewhere(locked: Locked, crowd: Crowd) -> People:
    """Who had a seat here when it began, was there, and has gone on to another session since: an
    earlier report had missed them."""
    enough = [
        person
        for person, minutes in crowd.minutes.items()
        if completion.is_enough(locked.course, locked.session, minutes)
    ]
    return enrolments.gone_on(locked.tx, locked.course.id, locked.session.id, _SEEN, enough)


def _finish_late(locked: Locked, enrolment: Enrolment) -> bool:
    """Where they are now stays as it is; their history has where they were."""
    if not _finish(locked, enrolment):
        return False
    was = replace(enrolment, session=locked.session.id, state=State.ATTENDED)
    locked.note([was], ATTEND)
    return True


def _finish(locked: Locked, enrolment: Enrolment) -> bool:
    day = locked.session.ends_at.astimezone(locked.now.tzinfo).date()
    return completions.add(locked.tx, completion.by_attendance(enrolment, day))


_ACTS: dict[str, Callable[[Locked, Crowd, People, bool], Outcome]] = {
    CANCEL: _cancel,
    HOLD: _hold,
    MOVE: _move,
    ATTEND: _attend,
}
