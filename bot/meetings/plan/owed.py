"""What is said of the periods of a series: planning, warnings, that one has passed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot import policy
from bot.delivery import notices as sent
from bot.meetings import audience
from bot.meetings.model import Meeting, Period, Series, SeriesState
from bot.meetings.plan import item
from bot.meetings.plan.course import LOOK_BACK, Kind, Step, asking, asking_again, steps
from bot.meetings.plan.item import Item
from bot.meetings.rules import periods
from bot.meetings.store import meetings
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY, Calendar
from bot.zone import zone

KEPT_IN_SIGHT = timedelta(days=30)
_BEFORE_ITS_FIRST = timedelta(days=14)  # planning may begin so long before a short period
_KINDS = {Kind.PLAN: item.PLAN, Kind.LATE: item.LATE, Kind.PASSED: item.PASSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A step on the day on which it is taken, and whom it tells: owners first, then superiors."""

    step: Step
    items: tuple[Item, ...]


def said(tx: Tx, series: Series, start: date, until: date) -> tuple[Said, ...]:
    """Everything from `start` (a working day) to `until`, if nobody presses anything.

    What was missed of a period before `start` collapses to one card on that day.
    """
    calendar = policy.of(tx).calendar
    if series.state is SeriesState.ASKING:
        return tuple(_asked(tx, series, calendar, start, until))
    known = {one.period.first: one for one in meetings.of_series(tx, series.id)}
    near = periods.owed_between(series, start - LOOK_BACK, until + _BEFORE_ITS_FIRST)
    return tuple(
        _said(tx, series, step, known.get(period.first))
        for period in near
        for step in _of_period(tx, series, period, known.get(period.first), start, until)
    )


def _of_period(
    tx: Tx, series: Series, period: Period, meeting: Meeting | None, start: date, until: date
) -> Iterator[Step]:
    calendar = policy.of(tx).calendar
    found = steps(series, period, meeting, calendar, zone(tx))
    missed = [step for step in found if step.on <= start]
    if missed and not _is_told(tx, series, missed[-1], meeting):
        yield replace(missed[-1], on=start)
    yield from (step for step in found if start < step.on <= until)


def _is_told(tx: Tx, series: Series, step: Step, meeting: Meeting | None) -> bool:
    kind, key = _KINDS[step.kind], _key(series, step, meeting)
    return sent.find(tx, kind=kind, source_key=key) is not None


def _key(series: Series, step: Step, meeting: Meeting | None) -> str:
    """late:7:2026-10-01:2026-12-31:T-30

    An end that is another now makes it another matter, as does planning that began anew.
    """
    parts = [step.kind.value, series.id, step.period.first]
    if step.kind is not Kind.PLAN:
        parts.append(periods.bound(series, step.period).last)
    if meeting is not None and meeting.revivals:
        parts.append(f"again{meeting.revivals}")
    if step.met is not None:
        parts.append(f"met{step.met}")
    if step.kind is Kind.LATE:
        parts.append(f"T-{step.before}")
    return ":".join(map(str, parts))


def _said(tx: Tx, series: Series, step: Step, meeting: Meeting | None) -> Said:
    own = Item(
        on=step.on,
        kind=_KINDS[step.kind],
        key=_key(series, step, meeting),
        subject=meeting.subject if meeting else series.subject,
        title=series.title,
        day=periods.bound(series, step.period).last,
        to=audience.owners(tx, series.post, step.on),
        expires=_expires(step),
    )
    above = replace(
        own, key=f"{own.key}:above", to=audience.superiors(tx, series.post, step.on), above=True
    )
    told = (own,) if step.kind is Kind.PLAN else (own, above)
    return Said(step=step, items=tuple(one for one in told if one.to))


def _expires(step: Step) -> date:
    """A card about a period is of use until it is over; that it passed, for a month."""
    if step.kind is Kind.PASSED:
        return step.on + KEPT_IN_SIGHT
    return max(step.period.last, step.on) + ONE_DAY


def _asked(tx: Tx, series: Series, calendar: Calendar, start: date, until: date) -> Iterator[Said]:
    """The owner is asked once; where nobody answers, the superior hears of it."""
    asks = _ask(tx, series, max(asking(series, calendar), start))
    if asks.on <= until and not _is_asked(tx, asks):
        yield _cadence(series, asks)
    on = max(asking_again(series, calendar), start)
    above = replace(
        _ask(tx, series, on),
        key=f"cadence:{series.id}:above",
        to=audience.superiors(tx, series.post, on),
        above=True,
    )
    if on <= until and not _is_asked(tx, above):
        yield _cadence(series, above)


def _is_asked(tx: Tx, asks: Item) -> bool:
    return sent.find(tx, kind=item.CADENCE, source_key=asks.key) is not None


def _ask(tx: Tx, series: Series, on: date) -> Item:
    return Item(
        on=on,
        kind=item.CADENCE,
        key=f"cadence:{series.id}",
        subject=series.subject,
        title=series.title,
        day=on,
        to=audience.owners(tx, series.post, on),
        expires=on + 2 * KEPT_IN_SIGHT,
    )


def _cadence(series: Series, asks: Item) -> Said:
    nothing = Period(first=series.since, last=series.since)
    step = Step(on=asks.on, kind=Kind.CADENCE, period=nothing)
    return Said(step=step, items=(asks,) if asks.to else ())
