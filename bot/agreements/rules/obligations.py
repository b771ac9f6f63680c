"""The duties of both sides that a text makes: who owes, over which days, how often."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.agreements.clauses.deadlines import term_end
from bot.agreements.model import Agreement
from bot.agreements.rules.parties import is_ours
from bot.agreements.rules.reminders import has_ended
from bot.agreements.rules.shown import partner_names
from bot.agreements.rules.standing import holder_of, refuse
from bot.duties.model import EDUCATION, MEETING, Duty, DutyState, Obligor
from bot.duties.rules import again, following
from bot.errors import Stale
from bot.people.model import Holders
from bot.workdays import ONE_DAY, Calendar

# Done once a year by habit; where the text names no period the desk is asked for the city's own.
YEARLY = frozenset(
    ("audit", "education", "roster_report", "compliance_report", "backup_check", "inspection")
)
# What the end itself makes due, and within how many days the desk wants to see it.
AT_THE_END = {"disposal": 30, "disposal_certificate": 30, "leaver_pledge": 30}
BEFORE_DUE = (14, 1)  # days
LONGEST_CADENCE = 120
TOLD = (MEETING, EDUCATION)  # of which other slices speak


def owed_by_us(agreement: Agreement, duty: Duty) -> bool:
    """Whether the city owes it, alone or too."""
    return duty.obligor is Obligor.BOTH or is_ours(agreement, duty.obligor.value)


def owed_by_partner(agreement: Agreement, duty: Duty) -> bool:
    """Whether the partner owes it, alone or too."""
    return duty.obligor is Obligor.BOTH or not is_ours(agreement, duty.obligor.value)


def needs_cadence(duty: Duty) -> bool:
    """A yearly thing without a period in the text: the desk is asked once."""
    is_open = duty.state is DutyState.OPEN
    undated = duty.every_months is None and duty.due_on is None
    return duty.kind in YEARLY and is_open and undated


def bound(duty: Duty, agreement: Agreement, today: date) -> Duty:
    """The same duty over the days on which it binds now that the agreement stands like this.

    A promise to meet and a duty to teach say besides what other slices can't look up here.
    """
    until = agreement.end
    for survival in agreement.survival:
        if duty.article in survival.articles and agreement.end is not None:
            endless = survival.months is None
            until = None if endless else term_end(agreement.end + ONE_DAY, survival.months or 0)
    if duty.kind in AT_THE_END:
        until = None
    now = replace(duty, post=agreement.post, since=agreement.start, until=until)
    if duty.kind == MEETING:
        now = replace(now, since=_owed_since(duty, agreement))
    return _told(now, agreement, today) if duty.kind in TOLD else now


def revived(duty: Duty, agreement: Agreement, today: date) -> Duty | None:
    """What comes back of a duty that was done in a term, now that another term follows.

    None where it doesn't come back, and where the term that it was done in is still the last one.
    """
    now = bound(duty, agreement, today)
    follows = duty.until is not None and (now.until is None or now.until > duty.until)
    if duty.state is not DutyState.DONE or duty.done_on is None or not follows:
        return None
    if duty.kind == MEETING and duty.every_months is None:  # the city has said how often
        return again(now, None)
    return following(now, duty.done_on)


def _told(duty: Duty, agreement: Agreement, today: date) -> Duty:
    return replace(
        duty,
        title=agreement.title,
        partner=partner_names(agreement, today),
        in_force=not agreement.awaits_signing_date,
    )


def _owed_since(duty: Duty, agreement: Agreement) -> date | None:
    """From the signing on, or the start where that is later; a term that follows changes nothing,
    for what was owed before it is owed still."""
    first = max(filter(None, (agreement.start, agreement.signed_on)), default=None)
    if duty.since is None or duty.until is None or first is None:
        return first
    follows = duty.since < first and (agreement.start or first) <= duty.until + ONE_DAY
    return duty.since if follows else first


def at_the_end(duty: Duty, agreement: Agreement, calendar: Calendar, today: date) -> Duty | None:
    """The duty with the day that the end gives it, or None where the end makes nothing due."""
    days = AT_THE_END.get(duty.kind)
    if (
        days is None
        or not duty.is_open
        or duty.due_on is not None
        or not has_ended(agreement, today)
    ):
        return None
    assert agreement.end is not None  # noqa: S101 - what has ended had an end
    due = calendar.next_working_day(max(agreement.end, today) + timedelta(days=days))
    return replace(duty, due_on=due)


def duty_reminders(duty: Duty, calendar: Calendar) -> Iterator[tuple[date, str]]:
    """The working days on which a duty is brought up, each with its key.

    None for a promise to meet, of which the meetings slice reminds.
    """
    if duty.due_on is None or not duty.is_open or duty.kind == MEETING:
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
    _not_a_meeting(duty)
    if not 1 <= months <= LONGEST_CADENCE or first_on < today:
        refuse("cadence_range")
    if duty.state is DutyState.DONE or duty.state is DutyState.WAIVED:
        refuse("settled")
    return replace(duty, every_months=months, due_on=first_on)


def _open(agreement: Agreement, duty: Duty, by: Holders, version: int) -> None:
    holder_of(agreement.posts, by)
    _fresh(duty, version)
    _not_a_meeting(duty)
    if duty.state in (DutyState.DONE, DutyState.WAIVED):
        refuse("settled")


def _not_a_meeting(duty: Duty) -> None:
    """A meeting is planned and recorded under 「会議」, so that its minutes are asked for."""
    if duty.kind == MEETING:
        refuse("meeting")


def _fresh(duty: Duty, version: int) -> None:
    if version != duty.version:
        raise Stale("agreements.refused.changed")
