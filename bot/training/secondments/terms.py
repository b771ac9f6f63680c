"""派遣: somebody's term at another place, the reports that it owes, when who is reminded."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.workdays import ONE_DAY, Calendar, add_months

RETURN_DAYS = (60, 30, 7)  # before the end
MISSING_DAYS = 7  # after a report's day


@dataclass(frozen=True, slots=True, kw_only=True)
class Secondment:
    """A term at `host`, from `start` to `end`, both included.

    `home` is the post that the person returns to (0: whoever heads them), `every` the months
    between reports (0: none is owed). What lies before `registered_on` isn't asked for; `said_on`
    is the last day of which everything was said.
    """

    id: int
    person: int
    host: str
    home: int = 0
    start: date
    end: date
    every: int = 0
    registered_on: date
    said_on: date
    version: int = 1

    @property
    def subject(self) -> str:
        return f"secondment:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that is owed by a day; `sent_on` None while it hasn't come."""

    due_on: date
    sent_on: date | None = None
    text: str = ""


def due_days(one: Secondment) -> tuple[date, ...]:
    """The days by which reports are owed, the earliest first."""
    if not one.every:
        return ()
    found: list[date] = []
    while (day := add_months(one.start, one.every * (len(found) + 1))) <= one.end:
        found.append(day)
    return tuple(day for day in found if day >= one.registered_on)


def reports(one: Secondment, sent: Iterable[Report]) -> tuple[Report, ...]:
    """What came and what is still owed, in the order of the days."""
    owed = {day: Report(due_on=day) for day in due_days(one)}
    every = owed | {report.due_on: report for report in sent}
    return tuple(every[day] for day in sorted(every))


def owed(found: Iterable[Report]) -> Report | None:
    """The earliest report that hasn't come; None where all have."""
    return next((report for report in found if report.sent_on is None), None)


class Kind(StrEnum):
    """What the clock says of a secondment."""

    RETURN = "training.secondment_return"
    REPORT = "training.secondment_report"  # to the person, on its day
    MISSING = "training.secondment_missing"  # to the desk, a week later


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is said on a working day; `day` is the one that it speaks of, `ahead` how many days the
    end then lies ahead."""

    on: date
    kind: Kind
    day: date
    ahead: int = 0


def moments(one: Secondment, sent: Collection[date], calendar: Calendar) -> tuple[Moment, ...]:
    """Everything that will be said while nothing changes, in order; `sent`: reports that came."""
    owed_days = [day for day in due_days(one) if day not in sent]
    found = [*_returns(one, calendar)]
    for day in owed_days:
        late = calendar.next_working_day(day + timedelta(days=MISSING_DAYS))
        found.append(Moment(on=calendar.next_working_day(day), kind=Kind.REPORT, day=day))
        found.append(Moment(on=late, kind=Kind.MISSING, day=day))
    return tuple(sorted(found, key=lambda moment: (moment.on, moment.day)))


def _returns(one: Secondment, calendar: Calendar) -> Iterable[Moment]:
    for ahead in RETURN_DAYS:
        day = one.end - timedelta(days=ahead)
        on = calendar.next_working_day(day)
        if day >= one.registered_on and on <= one.end:
            yield Moment(on=on, kind=Kind.RETURN, day=one.end, ahead=ahead)


def told(found: Iterable[Moment], after: date, on: date) -> tuple[Moment, ...]:
    """What is said on a day, with all that was missed since `after`: of each kind the last."""
    missed = (moment for moment in found if after < moment.on <= on)
    last = {moment.kind: moment for moment in missed}
    return tuple(last.values())


def next_look(found: Iterable[Moment], after: date) -> date | None:
    """The next day on which something is said; None where nothing more is."""
    return next((moment.on for moment in found if moment.on > after), None)


def began(registered_on: date) -> date:
    """Up to when everything counts as said on the day of entering: that day itself isn't."""
    return registered_on - ONE_DAY
