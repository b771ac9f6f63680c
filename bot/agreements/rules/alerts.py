"""Which renewal cards of an agreement are due on which working day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from bot.agreements.model import Agreement
from bot.agreements.rules.deadlines import deadlines
from bot.agreements.rules.standing import refuse
from bot.agreements.rules.states import is_open
from bot.workdays import ONE_DAY, Calendar

SNOOZE = timedelta(days=7)
ESCALATED = (30, 14, 7)  # days before the decision day at which silence reaches further
LAST_CARDS = 2  # they can't be put off


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One card about one matter: `offset` days before the decision day; None after a snooze.

    It goes out `on` a day, which is later than the day `due` only where it was missed. A `quiet`
    one reaches no owner: on its day silence escalates, though the city wants no card then.
    """

    on: date
    due: date
    offset: int | None
    key: str
    quiet: bool = False


def schedule(agreement: Agreement, calendar: Calendar) -> tuple[Alert, ...]:
    """All cards of the current term in order; two offsets on one working day are one card."""
    return tuple(alert for alert in _moments(agreement, calendar) if not alert.quiet)


def _moments(agreement: Agreement, calendar: Calendar) -> tuple[Alert, ...]:
    """The cards, and the days between them on which silence escalates."""
    days = deadlines(agreement, calendar)
    if days is None or not is_open(agreement):
        return ()
    return tuple(
        Alert(on=on, due=on, offset=offset, key=_key(agreement, offset), quiet=quiet)
        for on, offset, quiet in _days(days.decision, agreement.offsets, calendar)
    )


@lru_cache(4096)  # most agreements of a city end on the same few days
def _days(
    decision: date, offsets: tuple[int, ...], calendar: Calendar
) -> tuple[tuple[date, int, bool], ...]:
    """Nothing escalates before the first card: a day with both has the card first."""
    between = [days for days in ESCALATED if days < max(offsets, default=0)]
    quiet = tuple(days for days in between if days not in offsets)
    loud = [(on, offset, False) for on, offset in _card_days(decision, offsets, calendar)]
    return tuple(
        sorted(
            [*loud, *((on, days, True) for on, days in _card_days(decision, quiet, calendar))],
            key=lambda found: (found[0], found[2]),
        )
    )


@lru_cache(4096)
def _card_days(
    decision: date, offsets: tuple[int, ...], calendar: Calendar
) -> tuple[tuple[date, int], ...]:
    by_day: dict[date, int] = {}
    for offset in sorted(offsets, reverse=True):
        by_day[calendar.previous_working_day(decision - timedelta(days=offset))] = offset
    return tuple(sorted(by_day.items()))


def untold(agreement: Agreement, calendar: Calendar) -> tuple[Alert, ...]:
    """The cards of this term that nobody has had yet, a snoozed one among them."""
    told = agreement.alerted
    waiting = [
        _after_the_card(agreement, alert, calendar)
        for alert in _moments(agreement, calendar)
        if told is None or (alert.offset is not None and alert.offset < told)
    ]
    again = _snoozed(agreement)
    if again is None or not is_open(agreement):
        return tuple(sorted(waiting, key=_in_order))
    taken = any(alert.on == again.on and not alert.quiet for alert in waiting)
    return tuple(sorted(waiting if taken else [*waiting, again], key=_in_order))


def _after_the_card(agreement: Agreement, alert: Alert, calendar: Calendar) -> Alert:
    """Silence escalates at the earliest on the working day after the last card that went out."""
    told = agreement.alerted_on
    if not alert.quiet or told is None or alert.on > told:
        return alert
    return replace(alert, on=calendar.next_working_day(told + ONE_DAY))


def _in_order(alert: Alert) -> tuple[date, bool]:
    return alert.on, alert.quiet


def next_card(agreement: Agreement, calendar: Calendar, start: date) -> Alert | None:
    """The card that goes out next, if time stands at `start` and nobody presses anything.

    What was missed before `start` collapses to the latest card, sent on the next working day;
    what lies before the registration collapses to one after the registration in the same way.
    """
    first = calendar.next_working_day(max(start, agreement.registered_on or start))
    waiting = untold(agreement, calendar)
    if not waiting:
        return None
    day = max(first, waiting[0].on)
    ready = [alert for alert in waiting if alert.on <= day]
    loud = [alert for alert in ready if not alert.quiet]
    return replace((loud or ready)[-1], on=day)


def expiry_day(agreement: Agreement, alert: Alert, calendar: Calendar) -> date:
    """The day on which a card is too late: that of the next one, or the day after the end."""
    later = [other.on for other in schedule(agreement, calendar) if other.on > alert.on]
    if later:
        return later[0]
    assert agreement.end is not None  # noqa: S101 - an alert exists only where a term ends
    return max(agreement.end, alert.on) + ONE_DAY


def is_unconfirmed(agreement: Agreement) -> bool:
    """Whether the last card of this term is still unanswered."""
    if agreement.alerted_on is None:
        return False
    seen = agreement.confirmation
    return seen is None or seen.alert_on < agreement.alerted_on


def snooze_day(agreement: Agreement, calendar: Calendar, today: date) -> date | None:
    """The working day of 「7日後に再通知」, or None where it can't be put off any more.

    It never passes the decision day, and the last two cards don't offer it.
    """
    days = deadlines(agreement, calendar)
    if days is None or not is_open(agreement):
        return None
    again = calendar.previous_working_day(today + SNOOZE)
    cards = _card_days(days.decision, agreement.offsets, calendar)
    last_cards = cards[-LAST_CARDS:]
    if not last_cards or today >= last_cards[0][0] or not today < again <= days.practical:
        return None
    return again


def snooze(agreement: Agreement, calendar: Calendar, today: date) -> date:
    """As `snooze_day`; raises Refused where there is none."""
    again = snooze_day(agreement, calendar, today)
    if again is None:
        refuse("snooze_too_late")
    return again


def _snoozed(agreement: Agreement) -> Alert | None:
    again = agreement.snoozed_until
    if again is None:
        return None
    key = f"renewal:{agreement.id}:{agreement.end}:S-{again}"
    return Alert(on=again, due=again, offset=None, key=key)


def _key(agreement: Agreement, offset: int) -> str:
    later = "" if agreement.round == 1 else f":{agreement.round}"
    return f"renewal:{agreement.id}:{agreement.end}:T-{offset}{later}"
