"""What the clock does about agreements: it posts exactly what the plan shows for the day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from bot import policy
from bot.agreements.audience import calendar_of
from bot.agreements.duty_spans import rebind
from bot.agreements.managers import ask_for_manager
from bot.agreements.model import Agreement
from bot.agreements.notices import is_told, post
from bot.agreements.plan.courses import Outlook, outlook
from bot.agreements.plan.duties import of_disclosures, of_duties
from bot.agreements.plan.escalations import lapsed
from bot.agreements.plan.item import DIGEST, Item, digested
from bot.agreements.plan.matters import Matters
from bot.agreements.rules.course import next_due_on
from bot.agreements.rules.obligations import TOLD
from bot.agreements.store import changes, digests, register
from bot.delivery import notices as sent
from bot.duties import store as duties
from bot.ledger.record import record
from bot.slice import Planned, Tick
from bot.storage.parts import apart
from bot.storage.tx import Tx
from cards.lang import SOURCE, Lang

MOST_AT_ONCE = 2000  # agreements; the next tick takes the rest
CATCH_UP = timedelta(days=30)
RENEWED = "agreements.renewed"
_LAPSING = ("renewal", "escalation")


def due(tick: Tick) -> None:
    """Post what is due and wasn't posted; remember what was told, and what renewed silently.

    At night and on closed days nothing happens: the next working day finds the same, and whoever
    holds the posts on that day.
    """
    if _is_closed(tick):
        return
    matters = Matters(tick.tx, calendar_of(tick.tx))
    agreements = register.due(tick.tx, tick.today, MOST_AT_ONCE)
    looks = [look for one in agreements if (look := _looked_at(tick, matters, one)) is not None]
    items = [item for look in looks for item in look.found.items]
    items += _hanging(matters, tick.today, tick.today)
    _post(tick, matters, digested(items))
    for look in looks:
        _remember(tick, matters, look.found)
    # What was told, and when the clock looks again; agreements with nothing to tell move on.
    register.save_told(tick.tx, [(look.after, look.next_on) for look in looks])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What is to tell of one agreement, how it stands then, and when the clock looks again."""

    found: Outlook
    after: Agreement
    next_on: date | None


def _looked_at(tick: Tick, matters: Matters, one: Agreement) -> _Look | None:
    """None where it can't be worked out: that is logged, and the others are told all the same."""
    work = partial(_look, tick, matters, one)
    return apart(tick.tx, "agreement_left_out", work, agreement=one.id)


def _look(tick: Tick, matters: Matters, one: Agreement) -> _Look:
    found = outlook(matters, one, tick.today, tick.today)
    after = found.after or one
    return _Look(found=found, after=after, next_on=next_due_on(after, matters.calendar, tick.today))


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """Every notice from one day to another, if nobody presses anything meanwhile."""
    matters = Matters(tx, calendar_of(tx))
    agreements = register.due(tx, until, register.count(tx))
    items = [
        item
        for agreement in agreements
        for item in outlook(matters, agreement, date.min, until).items
        if since <= item.on <= until
    ]
    return tuple(map(_planned, digested([*items, *_hanging(matters, since, until)])))


def _planned(item: Item) -> Planned:
    return Planned(
        on=item.on,
        key=item.key,
        kind=item.kind,
        subject=item.subject,
        title=item.title,
        to=item.to,
        why=item.why(Lang(SOURCE)),
    )


def _hanging(matters: Matters, since: date, until: date) -> list[Item]:
    """Duties and disclosures; what was missed comes once, on the first working day from `since`."""
    start = matters.calendar.next_working_day(since)
    if start > until:
        return []
    first = since - CATCH_UP
    found = [*of_duties(matters, first, until), *of_disclosures(matters, first, until)]
    missed: dict[str, Item] = {}
    for item in sorted(found, key=lambda item: item.on):
        if item.on <= start:
            missed[item.key.rpartition(":")[0]] = item
    late = (
        replace(item, on=start)
        for item in missed.values()
        if not is_told(matters.tx, kind=item.kind, key=item.key)
    )
    return [*late, *(item for item in found if item.on > start)]


def _is_closed(tick: Tick) -> bool:
    """Whether nothing may go out any more today."""
    return policy.sending_time(tick.tx, tick.now).date() > tick.today


def _post(tick: Tick, matters: Matters, items: Iterable[Item]) -> None:
    """Not before the morning of the day."""
    audience = matters.audience(tick.today)
    due_at = policy.sending_time(tick.tx, tick.now)
    for item in items:
        post(tick.tx, item, audience=audience, due_at=due_at)


def _remember(tick: Tick, matters: Matters, found: Outlook) -> None:
    for before, after in found.rolled:
        _renew(tick, matters, before, after)
    for duty in found.dated:
        duties.save(tick.tx, duty)
    for headless in found.headless:
        ask_for_manager(tick.tx, headless, now=tick.now)


def _renew(tick: Tick, matters: Matters, before: Agreement, after: Agreement) -> None:
    """Nobody objected: the register has the next term."""
    due_on = next_due_on(after, matters.calendar, tick.today)
    register.save(tick.tx, after, before=before, due_on=due_on)
    changes.add(tick.tx, after, before=before, act=RENEWED, at=tick.now)
    detail = {"end": str(after.end)}
    record(tick.tx, tick.actor, at=tick.now, act=RENEWED, subject=after.subject, detail=detail)
    rebind(tick.tx, after, tick.today)


def lapses(tick: Tick) -> None:
    """A card that never surely arrived goes to the superior instead, in working hours."""
    if _is_closed(tick):
        return
    found = [lapse for kind in (*_LAPSING, DIGEST) for lapse in sent.lapses(tick.tx, kind=kind)]
    if not found:
        return
    matters = Matters(tick.tx, calendar_of(tick.tx))
    items = [item for lapse in found for item in _instead(tick, matters, lapse)]
    _post(tick, matters, digested(items))
    sent.heard(tick.tx, found)


def _instead(tick: Tick, matters: Matters, lapse: sent.Lapse) -> Iterator[Item]:
    """What superiors learn; of a digest, each of its matters that a card would have been about."""
    for number in _agreements_in(tick.tx, lapse):
        agreement = register.find(tick.tx, number)
        if agreement is not None:
            yield from lapsed(matters, agreement, lapse, tick.today)


def _agreements_in(tx: Tx, lapse: sent.Lapse) -> tuple[int, ...]:
    if lapse.kind != DIGEST:
        return (int(lapse.source_key.split(":")[1]),)
    lines = digests.of(tx, lapse.notice)
    return tuple(dict.fromkeys(line.agreement for line in lines if line.kind in _LAPSING))


def promises(tick: Tick) -> None:
    """Duties of which other slices speak say what they come from, also of an older release."""
    for kind in TOLD:
        for duty in duties.untold(tick.tx, kind, MOST_AT_ONCE):
            agreement = register.find(tick.tx, int(duty.source.partition(":")[2]))
            if agreement is not None:
                rebind(tick.tx, agreement, tick.today)


def replan(tx: Tx, today: date) -> int:
    """Find anew when the clock looks at each agreement, after the closed days have changed."""
    calendar = calendar_of(tx)
    found = [(one, next_due_on(one, calendar, today)) for one in register.every(tx)]
    register.save_plan(tx, found)
    return len(found)
