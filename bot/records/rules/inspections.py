"""点検: what may be recorded when, of what the clock reminds, and until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.errors import Refused, Stale
from bot.records.model.inspections import How, Inspection, Standing
from bot.workdays import ONE_DAY, Calendar

# Days from the one that is spoken of: a week around it, then every four weeks for two years.
AROUND = (-7, 0, 7, *range(35, 735, 28))


class Kind(StrEnum):
    """What the clock says of an inspection."""

    INSPECT = "records.inspection_due"
    IMPROVE = "records.improvement_due"
    DECIDE = "records.inspection_undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is said on a working day; `day` is the one that it speaks of, `after` how many days
    the clock stands past it (below zero: before it)."""

    on: date
    kind: Kind
    day: date
    after: int


def plan(one: Inspection, *, today: date) -> Inspection:
    """A new inspection; what was done already is entered with its own day."""
    if one.planned_on < today:
        _refuse("past")
    return replace(one, registered_on=today, said_on=today - ONE_DAY)


def put_off(one: Inspection, *, planned_on: date, today: date, version: int) -> Inspection:
    """Another day for what hasn't been done."""
    _fresh(one, version)
    _must_be(one, Standing.PLANNED)
    if planned_on < today:
        _refuse("past")
    return replace(one, planned_on=planned_on, version=one.version + 1)


def done(
    one: Inspection, *, on: date, sound: bool, findings: str, today: date, version: int
) -> Inspection:
    """実施した: sound ends it, else what was found must be said."""
    _fresh(one, version)
    _must_be(one, Standing.PLANNED)
    _not_ahead(on, today)
    if not findings.strip():
        _refuse("no_findings")
    ended = on if sound else None
    return replace(
        one,
        done_on=on,
        sound=sound,
        findings=findings,
        closed_on=ended,
        version=one.version + 1,
    )


def ask(one: Inspection, *, why: str, due_on: date, today: date, version: int) -> Inspection:
    """改善を要請した: in writing, with the reason and a day by which the answer is awaited."""
    _fresh(one, version)
    if one.standing is Standing.ANSWERED:  # the answer wasn't enough
        one = replace(one, answered_on=None)
    else:
        _must_be(one, Standing.DONE)
    if due_on <= today:
        _refuse("past")
    return replace(one, asked_on=today, ask=why, due_on=due_on, version=one.version + 1)


def answered(one: Inspection, *, on: date, answer: str, today: date, version: int) -> Inspection:
    """The other side has answered, in writing."""
    _fresh(one, version)
    _must_be(one, Standing.ASKED)
    _not_ahead(on, today)
    if one.asked_on is not None and on < one.asked_on:
        _refuse("before_asked")
    return replace(one, answered_on=on, answer=answer, version=one.version + 1)


def close(one: Inspection, *, why: str, today: date, version: int) -> Inspection:
    """The improvement is enough, or nothing had to be improved: with the reason."""
    _fresh(one, version)
    if one.standing not in (Standing.DONE, Standing.ANSWERED):
        _refuse("not_yet")
    return replace(one, closed_on=today, why=why, version=one.version + 1)


def cancel(one: Inspection, *, why: str, today: date, version: int) -> Inspection:
    """It won't take place; the reason stays."""
    _fresh(one, version)
    _must_be(one, Standing.PLANNED)
    return replace(one, cancelled=True, closed_on=today, why=why, version=one.version + 1)


def awaited(one: Inspection) -> tuple[Kind, date] | None:
    """What is awaited next and by when; None where the clock has nothing to wait for."""
    if one.standing is Standing.PLANNED:
        return Kind.INSPECT, one.planned_on
    if one.standing is Standing.ASKED and one.due_on is not None:
        return Kind.IMPROVE, one.due_on
    if one.standing is Standing.DONE and one.done_on is not None:
        return Kind.DECIDE, one.done_on  # something was wrong: is improvement asked for, or not?
    if one.standing is Standing.ANSWERED and one.answered_on is not None:
        return Kind.DECIDE, one.answered_on
    return None


def moments(one: Inspection, calendar: Calendar) -> tuple[Moment, ...]:
    """Everything that will be said while nothing changes, in order."""
    return tuple(sorted(_moments(one, calendar), key=lambda moment: (moment.on, moment.after)))


def _moments(one: Inspection, calendar: Calendar) -> Iterator[Moment]:
    if (found := awaited(one)) is None:
        return
    kind, day = found
    for after in (each for each in AROUND if kind is not Kind.DECIDE or each > 0):
        near = day + timedelta(days=after)
        on = calendar.previous_working_day(near) if after < 0 else calendar.next_working_day(near)
        if on >= one.registered_on:
            yield Moment(on=on, kind=kind, day=day, after=after)


def told(found: Iterable[Moment], since: date, on: date) -> Moment | None:
    """What is said on a day, with all that was missed after `since`: the last of it."""
    missed = [moment for moment in found if since < moment.on <= on]
    return missed[-1] if missed else None


def next_look(found: Iterable[Moment], after: date) -> date | None:
    """The next day on which something is said; None where nothing more is."""
    return next((moment.on for moment in found if moment.on > after), None)


def in_writing(one: Inspection) -> bool:
    """Whether another party is inspected, which is told its reasons in writing."""
    return one.how is not How.OWN


def _must_be(one: Inspection, standing: Standing) -> None:
    if one.standing is not standing:
        _refuse("not_now")


def _not_ahead(on: date, today: date) -> None:
    if on > today:
        _refuse("future")


def _fresh(one: Inspection, version: int) -> None:
    if one.version != version:
        raise Stale("records.inspections.refused.changed")


def _refuse(why: str) -> None:
    raise Refused(f"records.inspections.refused.{why}")
