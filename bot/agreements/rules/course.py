"""The course that a matter takes if nobody presses anything: cards, silent renewals, reminders."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.agreements.model import Agreement
from bot.agreements.rules.alerts import Alert, next_card
from bot.agreements.rules.cycles import notice_day_or_end, roll_over
from bot.agreements.rules.escalation import superiors_told
from bot.agreements.rules.reminders import Reminder, reminders
from bot.workdays import ONE_DAY, Calendar

HORIZON = 366  # days: yearly reminders make sure that something comes up within a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A renewal card goes out (unless its alert is quiet), and so many superiors learn of it."""

    on: date
    alert: Alert
    superiors: int
    after: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """Nobody objected: the next term begins (`after`), and its owners are told."""

    on: date
    key: str
    before: Agreement
    after: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """Other reminders come up; those that were missed come together."""

    on: date
    reminders: tuple[Reminder, ...]
    after: Agreement


Step = Card | Rolled | Reminded


def course(agreement: Agreement, calendar: Calendar, start: date, until: date) -> Iterator[Step]:
    """Every step until a day, if time stands at `start`; each says how the matter stands after."""
    while (step := _next_step(agreement, calendar, start, until)) is not None:
        yield step
        agreement, start = step.after, max(start, step.on)


def next_due_on(agreement: Agreement, calendar: Calendar, today: date) -> date:
    """The day on which the clock next looks at this matter; in the past where it was missed."""
    until = date.fromordinal(today.toordinal() + HORIZON)
    card = next_card(agreement, calendar, date.min)
    coming = reminders(agreement, calendar, _seen(agreement, today), until)
    days = (
        card.on if card else None,
        _roll_day(agreement),
        *(reminder.on for reminder in coming[:1]),
    )
    return min((day for day in days if day is not None), default=until)


def _next_step(agreement: Agreement, calendar: Calendar, start: date, until: date) -> Step | None:
    """A silent renewal goes before the cards of its day: they'd speak of the term before."""
    steps = (
        _rolled(agreement, start),
        _card(agreement, calendar, start),
        _reminded(agreement, calendar, start, until),
    )
    due = [step for step in steps if step is not None and step.on <= until]
    return min(due, key=lambda step: step.on, default=None)


def _card(agreement: Agreement, calendar: Calendar, start: date) -> Card | None:
    alert = next_card(agreement, calendar, start)
    if alert is None:
        return None
    superiors = superiors_told(agreement, alert)
    return Card(on=alert.on, alert=alert, superiors=superiors, after=_told(agreement, alert))


def _told(agreement: Agreement, alert: Alert) -> Agreement:
    """How the matter stands once a card is out: a snooze that it answers is over."""
    if alert.quiet:
        return replace(agreement, alerted=alert.offset)
    again = agreement.snoozed_until
    return replace(
        agreement,
        alerted=agreement.alerted if alert.offset is None else alert.offset,
        alerted_on=alert.on,
        snoozed_until=None if again is not None and again <= alert.on else again,
    )


def _roll_day(agreement: Agreement) -> date | None:
    """The day after the last one on which an objection counts."""
    if agreement.end is None:
        return None
    day = notice_day_or_end(agreement, agreement.end) + ONE_DAY
    return day if roll_over(agreement, today=day) is not None else None


def _rolled(agreement: Agreement, start: date) -> Rolled | None:
    day = _roll_day(agreement)
    after = roll_over(agreement, today=day) if day else None
    if day is None or after is None:
        return None
    on = max(day, start, agreement.registered_on or day)
    key = f"renewed:{agreement.id}:{after.end}"
    return Rolled(on=on, key=key, before=agreement, after=after)


def _reminded(
    agreement: Agreement, calendar: Calendar, start: date, until: date
) -> Reminded | None:
    """The reminders of the next day that has any; what was missed comes with them."""
    coming = reminders(agreement, calendar, _seen(agreement, start), until)
    if not coming:
        return None
    on = calendar.next_working_day(max(coming[0].on, start))
    due = tuple(reminder for reminder in coming if reminder.on <= on)
    return Reminded(on=on, reminders=due, after=replace(agreement, seen_on=on))


def _seen(agreement: Agreement, start: date) -> date:
    return agreement.seen_on or (agreement.registered_on or start) - ONE_DAY
