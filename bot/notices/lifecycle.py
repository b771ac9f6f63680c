"""All that people do with a notice and ask about it, from draft to end.

Every act runs in the caller's transaction and is recorded in the ledger. What a rule forbids
raises Refused, an act on what has changed meanwhile Stale.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.notices import reach, shown, store
from bot.notices.correcting import accept, correct, decline
from bot.notices.deciding import approve, ask, send_back, start
from bot.notices.deeds import Deed
from bot.notices.drafting import change, new
from bot.notices.ending import cancel, discard, withdraw
from bot.notices.holding import pause, resume
from bot.notices.model import Broadcast, Rehearsal, Stage, Standing
from bot.people.model import Person
from bot.storage.tx import Tx

READING = timedelta(minutes=3)

__all__ = [
    "Deed",
    "accept",
    "approve",
    "ask",
    "cancel",
    "change",
    "concerning",
    "correct",
    "decline",
    "discard",
    "get",
    "going_out",
    "leave_open",
    "new",
    "of_kind",
    "pause",
    "rehearse",
    "resume",
    "send_back",
    "standing",
    "start",
    "undecided",
    "withdraw",
]


def get(tx: Tx, notice: int) -> Broadcast:
    """The notice; raises NotFound."""
    return store.get(tx, notice)


def leave_open(tx: Tx, notice: int, *, real: datetime) -> None:
    """What a person opened in the place of the progress card stays while they read or write there.

    Replacing the card would take a half-written correction away; any act shows the numbers again.
    """
    broadcast = store.get(tx, notice)
    if broadcast.told_at is not None:
        store.save(tx, replace(broadcast, told_at=real + READING))


def of_kind(tx: Tx, *, recent: int = 50) -> tuple[Broadcast, ...]:
    """The newest notices, drafts included, the newest first."""
    return store.newest(tx, recent)


def undecided(tx: Tx) -> tuple[Broadcast, ...]:
    """What waits for an approver: drafts, then corrections, the oldest first."""
    return (*store.in_stage(tx, Stage.ASKED), *store.proposed(tx))


def going_out(tx: Tx) -> tuple[Broadcast, ...]:
    """What is let go now: to the first ones, then to all."""
    return (*store.in_stage(tx, Stage.CANARY), *store.in_stage(tx, Stage.SENDING))


def concerning(tx: Tx, person: Person, *, recent: int) -> tuple[Broadcast, ...]:
    """The newest of a person's desks, and those that they wrote or approved themselves."""
    desks = sorted(role.value for role in person.roles)
    return store.concerning(tx, person.id, desks, recent)


def standing(tx: Tx, notice: int, *, by: Person | None, now: datetime) -> Standing:
    """Where a notice stands, and what the reader may do with it."""
    return shown.standing(tx, store.get(tx, notice), by=by, now=now)


def rehearse(tx: Tx, notice: int, *, audience: int | None = None) -> Rehearsal:
    """How long sending would take and who can't be reached; sends nothing.

    `audience`: as if there were so many people, of whom as large a part is reachable.
    """
    return reach.rehearse(tx, store.get(tx, notice), audience)
