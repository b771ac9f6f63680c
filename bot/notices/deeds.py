"""What every act on a notice shares: who does it, whether they may, and what is kept of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import policy
from bot.clock import real_now
from bot.delivery import outbox
from bot.errors import Stale
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.notices import editors, rules, store, telling
from bot.notices.model import Act, Broadcast
from bot.people.model import Person
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Somebody acts: `by` is who (None: the operator at the machine), `actor` how the ledger names
    them, `now` the civil time in the tenant's zone, `version` what they saw (None: as it is)."""

    by: Person | None
    actor: Actor
    now: datetime
    version: int | None = None


def allowed(tx: Tx, act: Act, notice: int, deed: Deed) -> Broadcast:
    """The notice as it stands, for nobody else to change meanwhile.

    Raises Refused where a rule forbids the act, Stale where the version isn't the one that was
    seen.
    """
    outbox.turnstile(tx)
    broadcast = store.get(tx, notice)
    rules.check(act, broadcast, deed.by, approval_size=policy.of(tx).approval_size)
    rules.check_version(act, broadcast, deed.version)
    anew = broadcast.revision != outbox.get_draft(tx, notice).revision
    if anew and act in (Act.ASK, Act.START, Act.APPROVE):
        raise Stale("notices.refused.changed")  # its slice wrote it anew: it is counted again
    return broadcast


def step(old: Broadcast, deed: Deed) -> Broadcast:
    """One version on."""
    return replace(old, version=old.version + 1, changed_at=deed.now)


def rewritten(old: Broadcast, deed: Deed) -> Broadcast:
    """One version on with other words, of which the doer is an author."""
    assert deed.by is not None  # noqa: S101 - the rule wants somebody by name
    by = deed.by.id
    return replace(step(old, deed), changed_by=by, editors=old.editors | {by})


def told(tx: Tx, broadcast: Broadcast, now: datetime) -> Broadcast:
    """Say it on the progress card at once."""
    store.save(tx, broadcast)
    return telling.progress(tx, broadcast, now=now, real=real_now())


def keep(tx: Tx, deed: Deed, act: str, broadcast: Broadcast) -> Broadcast:
    """Remember what the notice became, and in the ledger who has done it."""
    note(tx, deed, act, broadcast)
    editors.keep(tx, broadcast)
    return store.save(tx, broadcast)


def note(tx: Tx, deed: Deed, act: str, broadcast: Broadcast) -> None:
    """An entry of the ledger: numbers and the stage, no words."""
    detail: dict[str, Any] = {
        "version": broadcast.version,
        "edition": broadcast.edition,
        "audience": broadcast.audience,
        "stage": broadcast.stage.value,
    }
    subject = f"notice:{broadcast.notice}"
    record(tx, deed.actor, at=deed.now, act=f"notices.{act}", subject=subject, detail=detail)
