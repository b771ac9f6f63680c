"""What the slice keeps of people and for how long: evidence, disclosure, erasure, disposal."""

from datetime import datetime
from typing import Any

from bot.agreements.rules.deadlines import fiscal_year
from bot.agreements.rules.reminders import has_ended
from bot.agreements.store import changes, digests, disclosures, publicity, readings, register, shown
from bot.duties import store as duties
from bot.duties.model import DutyState
from bot.storage.tx import Tx

KEPT_YEARS = 10  # after the fiscal year of the end, as contracts are filed


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


def erase(tx: Tx, person: int) -> int:
    """Take a person out of the history; posts and acts stay. How many rows named them."""
    return changes.forget(tx, person)


def expired(tx: Tx, now: datetime) -> tuple[int, ...]:
    """Agreements whose end, and whatever outlives it, lies longer back than records are kept."""
    today = now.date()
    return tuple(
        agreement.id
        for agreement in register.every(tx)
        if agreement.end is not None
        and has_ended(agreement, today)
        and all(survival.months is not None for survival in agreement.survival)
        and fiscal_year(today) > fiscal_year(agreement.end) + KEPT_YEARS + _survives(agreement)
    )


def _survives(agreement: Any) -> int:
    """The years by which the longest surviving article outlives the end, rounded up."""
    longest = max((survival.months or 0 for survival in agreement.survival), default=0)
    return -(-longest // 12)


def dispose(tx: Tx, ids: tuple[int, ...]) -> int:
    """Destroy these agreements and all that hangs on them; how many there were."""
    for agreement in ids:
        changes.erase(tx, agreement)
        digests.erase(tx, agreement)
        disclosures.erase(tx, agreement)
        publicity.erase(tx, agreement)
        readings.erase(tx, agreement)
        shown.settle(tx, agreement)
        duties.erase(tx, f"agreement:{agreement}")
    return sum(register.erase(tx, agreement) for agreement in ids)
