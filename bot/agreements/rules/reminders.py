"""What else comes back about an agreement: certificate, end, after-life, contacts, signing date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.agreements.clauses.deadlines import term_end
from bot.agreements.model import Agreement, RenewalKind
from bot.agreements.rules.bounds import is_extension
from bot.agreements.rules.deadlines import notice_day
from bot.agreements.rules.states import ENDING
from bot.workdays import ONE_DAY, Calendar

BEFORE_EXPIRY = (90, 30)  # days: to extend a certificate, or to re-stamp the signed file
BEFORE_SURVIVAL_ENDS = timedelta(days=30)
KEPT_IN_SIGHT = timedelta(days=30)
LATE_SIGNING = timedelta(days=30)


class Topic(StrEnum):
    """What a reminder is about; its value is the kind of its notice."""

    SIGNING_DAY = "signing_day"  # 締結日を登録, for the desk
    CERTIFICATE = "certificate"
    PERIOD = "period"  # silence has renewed it, the text doesn't say for how long
    ENDED = "ended"  # return and disposal, and what outlives the end
    SURVIVAL = "survival"
    CONTACTS = "contacts"  # 連絡先確認 each April


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One reminder that comes up on a working day; `until` is the day that it speaks of."""

    on: date
    topic: Topic
    key: str
    until: date | None = None
    articles: tuple[str, ...] = ()

    @property
    def expires_on(self) -> date:
        return self.on + KEPT_IN_SIGHT


def reminders(
    agreement: Agreement, calendar: Calendar, after: date, until: date
) -> tuple[Reminder, ...]:
    """All reminders later than `after` and not later than `until`, in order."""
    years = range(after.year, until.year + 1)
    yearly = (reminder for year in years for reminder in _yearly(agreement, calendar, year))
    found = [one for one in (*yearly, *_once(agreement, calendar)) if after < one.on <= until]
    return tuple(sorted(found, key=lambda reminder: (reminder.on, reminder.key)))


def over_from(agreement: Agreement) -> date | None:
    """The first day on which the term is over and nothing can have renewed it any more.

    A mutual renewal that nobody decided about may still be signed late: it gets a month.
    """
    if agreement.awaits_signing_date or agreement.end is None:
        return None
    if agreement.state in ENDING or agreement.renewal.kind is RenewalKind.NONE:
        return agreement.end + ONE_DAY
    if agreement.renewal.kind is RenewalKind.MUTUAL:
        return agreement.end + ONE_DAY + LATE_SIGNING
    return None


def has_ended(agreement: Agreement, day: date) -> bool:
    """Whether the term is over on `day` and nothing has renewed it."""
    first = over_from(agreement)
    return first is not None and day >= first


def _yearly(agreement: Agreement, calendar: Calendar, year: int) -> Iterator[Reminder]:
    """On the first working day of April: the partner's contacts, and what binds without end."""
    on = calendar.next_working_day(date(year, 4, 1))
    if has_ended(agreement, on):
        endless = tuple(a for s in agreement.survival if s.months is None for a in s.articles)
        if endless and agreement.end and on > agreement.end + KEPT_IN_SIGHT + LATE_SIGNING:
            key = f"survival:{agreement.id}:{year}"
            yield Reminder(on=on, topic=Topic.SURVIVAL, key=key, articles=endless)
    elif agreement.contacts and not agreement.awaits_signing_date:
        yield Reminder(on=on, topic=Topic.CONTACTS, key=f"contacts:{agreement.id}:{year}")


def _once(agreement: Agreement, calendar: Calendar) -> Iterator[Reminder]:
    """What comes once."""
    yield from _signing_day(agreement, calendar)
    yield from _certificate(agreement, calendar)
    yield from _period(agreement, calendar)
    yield from _after_life(agreement, calendar)


def _signing_day(agreement: Agreement, calendar: Calendar) -> Iterator[Reminder]:
    if agreement.awaits_signing_date and agreement.registered_on:
        on = calendar.next_working_day(agreement.registered_on)
        yield Reminder(on=on, topic=Topic.SIGNING_DAY, key=f"signing_day:{agreement.id}")


def _certificate(agreement: Agreement, calendar: Calendar) -> Iterator[Reminder]:
    day = agreement.certificate_expires_on
    if day is None or agreement.awaits_signing_date:
        return
    for offset in BEFORE_EXPIRY:
        on = calendar.previous_working_day(day - timedelta(days=offset))
        key = f"certificate:{agreement.id}:{day}:T-{offset}"
        yield Reminder(on=on, topic=Topic.CERTIFICATE, key=key, until=day)


def unknown_from(agreement: Agreement) -> date | None:
    """The day from which silence has renewed the term for a time that the text doesn't name."""
    renewal, end = agreement.renewal, agreement.end
    unknown = renewal.kind is RenewalKind.AUTOMATIC and not is_extension(renewal.extension_months)
    if not unknown or end is None or agreement.awaits_signing_date or agreement.state in ENDING:
        return None
    return (notice_day(end, renewal.notice) or end) + ONE_DAY


def _period(agreement: Agreement, calendar: Calendar) -> Iterator[Reminder]:
    """The register must learn for how long: until then its end is only the last one known."""
    day, end = unknown_from(agreement), agreement.end
    if day is None:
        return
    on = calendar.next_working_day(max(day, agreement.registered_on or day))
    yield Reminder(on=on, topic=Topic.PERIOD, key=f"period:{agreement.id}:{end}", until=end)


def _after_life(agreement: Agreement, calendar: Calendar) -> Iterator[Reminder]:
    """The day after the end, and a month before each surviving article lapses."""
    end, over = agreement.end, over_from(agreement)
    if end is None or over is None:
        return
    on = calendar.next_working_day(over)
    yield Reminder(on=on, topic=Topic.ENDED, key=f"ended:{agreement.id}:{end}", until=end)
    for survival in agreement.survival:
        if survival.months is not None:
            last = term_end(end + ONE_DAY, survival.months)
            warned = calendar.previous_working_day(last - BEFORE_SURVIVAL_ENDS)
            yield Reminder(
                on=max(on, warned),
                topic=Topic.SURVIVAL,
                key=f"survival:{agreement.id}:{last}",
                until=last,
                articles=survival.articles,
            )
