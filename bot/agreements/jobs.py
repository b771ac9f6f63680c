"""What the clock does about agreements: it posts exactly what the plan shows for the day."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import policy
from bot.agreements.audience import calendar_of
from bot.agreements.duty_spans import rebind
from bot.agreements.managers import ask_for_manager
from bot.agreements.model import Agreement
from bot.agreements.notices import post
from bot.agreements.plan.courses import Outlook, outlook
from bot.agreements.plan.duties import of_disclosures, of_duties
from bot.agreements.plan.escalations import lapsed
from bot.agreements.plan.item import Item, digested
from bot.agreements.plan.matters import Matters
from bot.agreements.rules.course import next_due_on
from bot.agreements.store import changes, register
from bot.delivery import notices as sent
from bot.duties import store as duties
from bot.ledger.record import record
from bot.slice import Planned, Tick
from bot.storage.tx import Tx
from cards.lang import SOURCE, Lang

MOST_AT_ONCE = 2000  # agreements; the next tick takes the rest
CATCH_UP = timedelta(days=30)
RENEWED = "agreements.renewed"
_LAPSING = ("renewal", "escalation")


def due(tick: Tick) -> None:
    """Post what is due and wasn't posted; remember what was told, and what renewed silently."""
    matters = Matters(tick.tx, calendar_of(tick.tx))
    agreements = register.due(tick.tx, tick.today, MOST_AT_ONCE)
    outlooks = [outlook(matters, one, tick.today, tick.today) for one in agreements]
    items = [item for found in outlooks for item in found.items]
    items += _hanging(matters, tick.today, tick.today)
    _post(tick, matters, digested(items))
    for found in outlooks:
        _remember(tick, matters, found)
    _save_told(tick, matters, agreements, outlooks)


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """Every notice from one day to another, if nobody presses anything meanwhile."""
    matters = Matters(tx, calendar_of(tx))
    agreements = register.due(tx, until, register.count(tx))
    items = [
        item
        for agreement in agreements
        for item in outlook(matters, agreement, date.min, until).items
        if item.on >= since
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
    """Duties and disclosures; what was missed before `since` comes once, on `since`."""
    first = since - CATCH_UP
    found = [*of_duties(matters, first, until), *of_disclosures(matters, first, until)]
    missed: dict[str, Item] = {}
    for item in sorted(found, key=lambda item: item.on):
        if item.on <= since:
            missed[item.key.rpartition(":")[0]] = item
    late = (replace(item, on=since) for item in missed.values() if not _is_sent(matters.tx, item))
    return [*late, *(item for item in found if item.on > since)]


def _is_sent(tx: Tx, item: Item) -> bool:
    return sent.find(tx, kind=item.kind, source_key=item.key) is not None


def _post(tick: Tick, matters: Matters, items: Iterable[Item]) -> None:
    """Not before the morning of the day."""
    morning = datetime.combine(tick.today, policy.of(tick.tx).morning, tick.now.tzinfo)
    audience = matters.audience(tick.today)
    for item in items:
        post(tick.tx, item, audience=audience, due_at=max(morning, tick.now))


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
    register.save(tick.tx, after, due_on=due_on)
    changes.add(tick.tx, after, before=before, act=RENEWED, at=tick.now)
    detail = {"end": str(after.end)}
    record(tick.tx, tick.actor, at=tick.now, act=RENEWED, subject=after.subject, detail=detail)
    rebind(tick.tx, after)


def _save_told(
    tick: Tick, matters: Matters, agreements: Sequence[Agreement], outlooks: Sequence[Outlook]
) -> None:
    """What was told, and when the clock looks again; agreements with nothing to tell move on."""
    after = [found.after or one for one, found in zip(agreements, outlooks, strict=True)]
    register.save_told(
        tick.tx, [(one, next_due_on(one, matters.calendar, tick.today)) for one in after]
    )


def lapses(tick: Tick) -> None:
    """A card that never surely arrived goes to the superior instead."""
    for kind in _LAPSING:
        found = sent.lapses(tick.tx, kind=kind)
        if not found:
            continue
        matters = Matters(tick.tx, calendar_of(tick.tx))
        for lapse in found:
            agreement = register.find(tick.tx, int(lapse.source_key.split(":")[1]))
            if agreement is not None:
                _post(tick, matters, lapsed(matters, agreement, lapse.delivery, tick.today))
        sent.heard(tick.tx, found)


def replan(tx: Tx, today: date) -> int:
    """Find anew when the clock looks at each agreement, after the closed days have changed."""
    calendar = calendar_of(tx)
    found = [(one, next_due_on(one, calendar, today)) for one in register.every(tx)]
    register.save_plan(tx, found)
    return len(found)
