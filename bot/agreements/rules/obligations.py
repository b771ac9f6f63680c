"""The duties of both sides that a text makes: who owes, over which days, how often."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.agreements.clauses.deadlines import term_end
from bot.agreements.model import Agreement
from bot.agreements.rules.parties import is_ours
from bot.agreements.rules.reminders import has_ended
from bot.agreements.rules.standing import holder_of, refuse
from bot.duties.model import Duty, DutyState, Obligor
from bot.errors import Stale
from bot.people.model import Holders
from bot.workdays import ONE_DAY, Calendar

# Done once a year by habit; where the text names no period the desk is asked for the city's own.
YEARLY = frozenset(
    ("audit", "education", "roster_report", "compliance_report", "backup_check", "inspection")
)
MEETING = "meeting"  # a promised meeting (協議, 意見交換) is a duty of both sides
# What the end itself makes due, and within how many days the desk wants to see it.
AT_THE_END = {"disposal": 30, "disposal_certificate": 30, "leaver_pledge": 30}
BEFORE_DUE = (14, 1)  # days
LONGEST_CADENCE = 120


def owed_by_us(agreement: Agreement, duty: Duty) -> bool:
    """Whether the city owes it, alone or too."""
    return duty.obligor is Obligor.BOTH or is_ours(agreement, duty.obligor.value)


def owed_by_partner(agreement: Agreement, duty: Duty) -> bool:
    """Whether the partner owes it, alone or too."""
    return duty.obligor is Obligor.BOTH or not is_ours(agreement, duty.obligor.value)


def needs_cadence(duty: Duty) -> bool:
    """A yearly thing, or a meeting, without a period in the text: the desk is asked once."""
    periodic = duty.kind in YEARLY or duty.kind == MEETING
    is_open = duty.state is DutyState.OPEN
    return periodic and is_open and duty.every_months is None and duty.due_on is None


def bound(duty: Duty, agreement: Agreement) -> Duty:
    """The same duty over the days on which it binds now that the agreement stands like this."""
    until = agreement.end
    for survival in agreement.survival:
        if duty.article in survival.articles and agreement.end is not None:
            endless = survival.months is None
            until = None if endless else term_end(agreement.end + ONE_DAY, survival.months or 0)
    if duty.kind in AT_THE_END:
        until = None
    return replace(duty, post=agreement.post, since=agreement.start, until=until)


def at_the_end(duty: Duty, agreement: Agreement, calendar: Calendar, today: date) -> Duty | None:
    """The duty with the day that the end gives it, or None where the end makes nothing due."""
    open_ = duty.state in (DutyState.OPEN, DutyState.REQUESTED)
    days = AT_THE_END.get(duty.kind)
    if days is None or not open_ or duty.due_on is not None or not has_ended(agreement, today):
        return None
    assert agreement.end is not None  # noqa: S101 - what has ended had an end
    due = calendar.next_working_day(max(agreement.end, today) + timedelta(days=days))
    return replace(duty, due_on=due)


def duty_reminders(duty: Duty, calendar: Calendar) -> Iterator[tuple[date, str]]:
    """The working days on which a duty is brought up, each with its key."""
    if duty.due_on is None or duty.state not in (DutyState.OPEN, DutyState.REQUESTED):
        return
    days: dict[date, int] = {}
    for offset in BEFORE_DUE:
        days[calendar.previous_working_day(duty.due_on - timedelta(days=offset))] = offset
    for on, offset in days.items():
        yield on, f"duty:{duty.id}:{duty.due_on}:T-{offset}"


def ask(agreement: Agreement, duty: Duty, *, by: Holders, version: int) -> Duty:
    """The partner was asked (提出を求めた)."""
    _open(agreement, duty, by, version)
    if not owed_by_partner(agreement, duty):
        refuse("wrong_kind")
    if duty.state is DutyState.REQUESTED:
        refuse("already")
    return replace(duty, state=DutyState.REQUESTED)


def done(
    agreement: Agreement, duty: Duty, *, by: Holders, version: int, on: date, today: date
) -> Duty:
    """Done or received; the store remembers the evidence and brings the duty back."""
    _open(agreement, duty, by, version)
    if on > today:
        refuse("future_day")
    return duty


def waive(agreement: Agreement, duty: Duty, *, by: Holders, version: int, reason: str) -> Duty:
    """Not applicable (該当なし), with its reason."""
    _open(agreement, duty, by, version)
    return replace(duty, state=DutyState.WAIVED, evidence=reason)


def set_cadence(duty: Duty, *, version: int, months: int, first_on: date, today: date) -> Duty:
    """The city's own period of a yearly thing; the desk's to say."""
    _fresh(duty, version)
    if not 1 <= months <= LONGEST_CADENCE or first_on < today:
        refuse("cadence_range")
    if duty.state is DutyState.DONE or duty.state is DutyState.WAIVED:
        refuse("settled")
    return replace(duty, every_months=months, due_on=first_on)


def _open(agreement: Agreement, duty: Duty, by: Holders, version: int) -> None:
    holder_of(agreement.posts, by)
    _fresh(duty, version)
    if duty.state in (DutyState.DONE, DutyState.WAIVED):
        refuse("settled")


def _fresh(duty: Duty, version: int) -> None:
    if version != duty.version:
        raise Stale("agreements.refused.changed")
