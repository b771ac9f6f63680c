"""Whom a notice can reach: who has a chat with the bot, who gets one first, who never will."""

from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    func,
    select,
)

from bot.delivery.rows import DELIVERY
from bot.errors import Refused
from bot.notices import rules
from bot.notices.model import Broadcast, Rehearsal, Stage
from bot.people.tables import CURRENT, LISTING
from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

NO_ACCOUNT = "no_account"
LEFT = "left"  # the register knows them no more

# What was tried to get a conversation with somebody, and when (real time): asked (an errand is
# under way), installed (Teams will tell where the chat is), refused (`reason` says why: ours or
# Teams' own code; of NOBODY what holds up all).
CONTACT = table(
    "contact",
    Column("person", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("reason", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "person"),
)
ASKED, INSTALLED, REFUSED = "asked", "installed", "refused"

_keep = upsert(CONTACT).values(
    {name: bindparam(name) for name in ("person", "state", "reason", "at")}
)
_KEEP = _keep.on_conflict_do_update(
    index_elements=["tenant_id", "person"],
    set_={name: _keep.excluded[name] for name in ("state", "reason", "at")},
)
_TRIED = select(CONTACT).where(CONTACT.c.person.in_(bindparam("ids", expanding=True)))
_FORGET = delete(CONTACT).where(CONTACT.c.person == bindparam("one"))
_DROP = delete(CONTACT).where(
    CONTACT.c.person.not_in(select(DELIVERY.c.recipient).distinct()),
    CONTACT.c.person != 0,  # nobody's row: whether Graph lets us install at all
)
_unreached = (DELIVERY.c.notice_id == bindparam("the_notice")) & DELIVERY.c.conversation.is_(None)
_WAITING = select(func.count()).where(_unreached, DELIVERY.c.state == "pending")
_UNREACHED = select(func.count()).where(_unreached)
_NO_ACCOUNT = (
    select(func.count())
    .select_from(DELIVERY.join(LISTING, LISTING.c.person == DELIVERY.c.recipient))
    .where(_unreached, LISTING.c.generation == CURRENT, LISTING.c.aad_object_id == "")
)
_REFUSED = (
    select(CONTACT.c.reason, func.count().label("people"))
    .join_from(DELIVERY, CONTACT, CONTACT.c.person == DELIVERY.c.recipient)
    .where(_unreached, CONTACT.c.state == REFUSED)
    .group_by(CONTACT.c.reason)
)


def keep(tx: Tx, person: int, state: str, *, at: datetime, reason: str = "") -> None:
    """Remember what was tried; `at` is real time."""
    tx.run(_KEEP, person=person, state=state, reason=reason, at=at)


def forget(tx: Tx, person: int) -> int:
    """Forget what was tried; whether there was anything."""
    return tx.run(_FORGET, one=person)


def dispose(tx: Tx) -> int:
    """Forget what was tried with people to whom nothing was ever sent that is still kept."""
    return tx.run(_DROP)


def tried(tx: Tx, people: tuple[int, ...]) -> dict[int, Any]:
    """What was tried with these people."""
    return {row.person: row for row in tx.all(_TRIED, ids=people)} if people else {}


def first_contacts(tx: Tx, notice: int) -> int:
    """How many copies wait for a conversation."""
    return int(tx.value(_WAITING, the_notice=notice))


def unreachable(tx: Tx, notice: int) -> dict[str, int]:
    """How many of a draft's people can't be reached, by the reason that is known beforehand."""
    found = {row.reason: int(row.people) for row in tx.all(_REFUSED, the_notice=notice)}
    without = int(tx.value(_NO_ACCOUNT, the_notice=notice))
    return {**found, NO_ACCOUNT: without} if without else found


def rehearse(tx: Tx, broadcast: Broadcast, audience: int | None = None) -> Rehearsal:
    """How long sending would take and who can't be reached; sends nothing.

    `audience`: as if there were so many people, of whom as large a part is reachable. Raises
    Refused while the people are still being counted.
    """
    if broadcast.stage in (Stage.DRAFT, Stage.COUNTING):
        raise Refused("notices.refused.counting")
    every = broadcast.audience
    lost = unreachable(tx, broadcast.notice)
    first = int(tx.value(_UNREACHED, the_notice=broadcast.notice)) - sum(lost.values())
    times = 1.0 if audience is None or not every else audience / every
    reachable = _times(every - sum(lost.values()) - first, times)
    first = _times(first, times)
    return Rehearsal(
        audience=every if audience is None else audience,
        reachable=reachable,
        first_contact=first,
        without_account=_times(broadcast.without_account, times),
        on_leave=_times(broadcast.on_leave, times),
        unreachable={reason: _times(count, times) for reason, count in lost.items()},
        seconds=rules.seconds(reachable, first),
    )


def _times(count: int, times: float) -> int:
    return ceil(count * times)
