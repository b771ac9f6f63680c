"""Oral disclosure: what was told, mailed or shown must follow in writing, or may not count."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.agreements.model import Agreement, Disclosure
from bot.agreements.rules.standing import holder_of, refuse
from bot.errors import Stale
from bot.people.model import Holders
from bot.workdays import ONE_DAY, Calendar

FIRST_REMINDER = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureReminder:
    """A reminder of the paper; `overdue`: its day has passed."""

    on: date
    key: str
    overdue: bool


def disclose(
    agreement: Agreement,
    *,
    by: Holders,
    disclosed_on: date,
    ours: bool,
    topic: str,
    told_confidential: bool,
    today: date,
) -> Disclosure:
    """Record an oral disclosure; the first day isn't counted (民法140条)."""
    holder_of(agreement.posts, by)
    if disclosed_on > today:
        refuse("future_day")
    days = agreement.oral_disclosure_days
    return Disclosure(
        id=0,
        agreement=agreement.id,
        post=agreement.post,
        disclosed_on=disclosed_on,
        ours=ours,
        topic=topic,
        told_confidential=told_confidential,
        due_on=disclosed_on + timedelta(days=days) if days else None,
    )


def written(
    agreement: Agreement,
    disclosure: Disclosure,
    *,
    by: Holders,
    on: date,
    version: int,
    today: date,
) -> Disclosure:
    """The paper was sent, or has arrived."""
    holder_of(agreement.posts, by)
    if disclosure.written_on is not None:
        refuse("already")
    if version != disclosure.version:
        raise Stale("agreements.refused.changed")
    if not disclosure.disclosed_on <= on <= today:
        refuse("future_day")
    return replace(disclosure, written_on=on, version=version + 1)


def practical_day(disclosure: Disclosure, calendar: Calendar) -> date | None:
    """The working day on or before the last day of the paper."""
    return calendar.previous_working_day(disclosure.due_on) if disclosure.due_on else None


def disclosure_reminders(
    disclosure: Disclosure, calendar: Calendar
) -> Iterator[DisclosureReminder]:
    """A week before, on the last working day, and on the working day after it has passed."""
    due, practical = disclosure.due_on, practical_day(disclosure, calendar)
    if due is None or practical is None or disclosure.written_on is not None:
        return
    key = f"disclosure:{disclosure.id}:{due}"
    early = calendar.previous_working_day(practical - FIRST_REMINDER)
    if early > disclosure.disclosed_on:
        yield DisclosureReminder(on=early, key=f"{key}:T-7", overdue=False)
    if practical > disclosure.disclosed_on:
        yield DisclosureReminder(on=practical, key=f"{key}:T-0", overdue=False)
    late = calendar.next_working_day(due + ONE_DAY)
    yield DisclosureReminder(on=late, key=f"{key}:late", overdue=True)
