"""What the slice keeps of people and for how long: evidence, disclosure, erasure, disposal."""

from datetime import date, datetime
from typing import Any

from bot import retention
from bot.agreements import posted
from bot.agreements.model import Agreement
from bot.agreements.rules.reminders import has_ended
from bot.agreements.store import changes, digests, disclosures, publicity, readings, register, shown
from bot.delivery import outbox
from bot.duties import store as duties
from bot.duties.model import DutyState
from bot.retention import Expired, Kind, Wanted
from bot.storage.tx import Tx

KEEPS = (Kind.AGREEMENTS,)


def evidence(tx: Tx, article: str) -> tuple[Any, ...]:
    """What was done under an article of any agreement, with where it is recorded."""
    return tuple(
        {
            "subject": agreement.subject,
            "title": agreement.title,
            "kind": duty.kind,
            "article": duty.article,
            "on": duty.done_on,
            "evidence": duty.evidence,
        }
        for agreement in register.every(tx)
        for duty in duties.of_source(tx, agreement.subject)
        if duty.article == article and duty.state is DutyState.DONE
    )


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """What the history says of a person: their presses."""
    return tuple(
        {"at": change.at, "act": change.act, "subject": f"agreement:{change.agreement}"}
        for change in changes.by(tx, person)
    )


def erase(tx: Tx, person: int, now: datetime) -> int:
    """Take a person out of the history; posts and acts stay. How many rows named them."""
    del now
    return changes.forget(tx, person)


def expired(tx: Tx, now: datetime, wanted: Wanted) -> tuple[Expired, ...]:
    """Agreements whose end, and whatever outlives it, lies longer back than records are kept."""
    if wanted.kind not in KEEPS:
        return ()
    found = (_expired(one, wanted, now.date()) for one in register.every(tx))
    return retention.page(filter(None, found), wanted, now.date())


def _expired(one: Agreement, wanted: Wanted, today: date) -> Expired | None:
    """None: it binds still, or something of it does for ever."""
    for_ever = any(survival.months is None for survival in one.survival)
    if one.end is None or for_ever or not has_ended(one, today):
        return None
    years = wanted.years + _survives(one)
    return retention.expired(one.subject, one.id, ended=one.end, years=years)


def around(tx: Tx, subject: str) -> tuple[str, ...]:
    """An agreement itself; of a person, those in whose history they stand."""
    kind, _, number = subject.partition(":")
    if kind != "person":
        return ()
    return tuple({f"agreement:{one.agreement}" for one in changes.by(tx, int(number))})


def under(tx: Tx, subject: str) -> tuple[str, ...]:
    """The duties, disclosures, publicity and readings of an agreement."""
    kind, _, number = subject.partition(":")
    if kind != "agreement" or not number.isdecimal():
        return ()
    return (
        *(f"duty:{one.id}" for one in duties.of_source(tx, subject)),
        *(one.subject for one in disclosures.of(tx, int(number))),
        *(one.subject for one in publicity.of(tx, int(number))),
        *readings.of(tx, int(number)),
    )


def _survives(agreement: Agreement) -> int:
    """The years by which the longest surviving article outlives the end, rounded up."""
    longest = max((survival.months or 0 for survival in agreement.survival), default=0)
    return -(-longest // 12)


def dispose(tx: Tx, ids: tuple[int, ...], now: datetime) -> int:
    """Destroy these agreements and all that hangs on them, their cards in chats too, those of a
    morning's digest with them; how many there were."""
    for agreement in ids:
        outbox.empty(tx, posted.of_agreement(tx, agreement), now)
        changes.erase(tx, agreement)
        digests.erase(tx, agreement)
        disclosures.erase(tx, agreement)
        publicity.erase(tx, agreement)
        readings.erase(tx, agreement)
        shown.settle(tx, agreement)
        duties.erase(tx, f"agreement:{agreement}")
    return sum(register.erase(tx, agreement) for agreement in ids)
