"""Whom a notice can reach: who has a chat with the bot, who gets one first, who never will."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    func,
    or_,
    select,
)

from bot.delivery.rows import DELIVERY, NOTICE, OPEN, Gate
from bot.errors import Refused
from bot.notices import lasting
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
_CHAT, _FIRST = "reachable", "first_contact"  # of a rehearsal's parts: who has a chat or gets one

_keep = upsert(CONTACT).values(
    {name: bindparam(name) for name in ("person", "state", "reason", "at")}
)
_KEEP = _keep.on_conflict_do_update(
    index_elements=["tenant_id", "person"],
    set_={name: _keep.excluded[name] for name in ("state", "reason", "at")},
)
_TRIED = select(CONTACT).where(CONTACT.c.person.in_(bindparam("ids", expanding=True)))
# Of those who wait for a conversation: for whom something follows now. Who was asked for or given
# the app a moment ago is passed over here, so that the rest needn't be fetched to find it.
_DUE = (
    select(DELIVERY.c.recipient, CONTACT.c.state, CONTACT.c.reason, CONTACT.c.at)
    .join_from(DELIVERY, NOTICE, NOTICE.c.id == DELIVERY.c.notice_id)
    .outerjoin(CONTACT, CONTACT.c.person == DELIVERY.c.recipient)
    .where(
        DELIVERY.c.state == "pending",
        DELIVERY.c.conversation.is_(None),
        NOTICE.c.state == OPEN,
        NOTICE.c.gate != Gate.SHUT,
        or_(
            CONTACT.c.person.is_(None),
            CONTACT.c.state == REFUSED,
            (CONTACT.c.state == INSTALLED) & (CONTACT.c.at <= bindparam("told", type_=Instant)),
            CONTACT.c.at <= bindparam("forgotten", type_=Instant),
        ),
    )
    .order_by(DELIVERY.c.recipient)
    .limit(bindparam("most"))
)
_FORGET = delete(CONTACT).where(CONTACT.c.person == bindparam("one"))
_DROP = delete(CONTACT).where(
    ~select(DELIVERY.c.id).where(DELIVERY.c.recipient == CONTACT.c.person).exists(),
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
WITHOUT_ACCOUNT = select(LISTING.c.person).where(  # who has no account is counted as that alone
    LISTING.c.generation == CURRENT, LISTING.c.aad_object_id == ""
)
_REFUSED = (
    select(CONTACT.c.reason, func.count().label("people"))
    .join_from(DELIVERY, CONTACT, CONTACT.c.person == DELIVERY.c.recipient)
    .where(_unreached, CONTACT.c.state == REFUSED, CONTACT.c.person.not_in(WITHOUT_ACCOUNT))
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


def due(tx: Tx, *, told: datetime, forgotten: datetime, most: int) -> dict[int, Any]:
    """For whom without a conversation something follows, and what was tried with them so far.

    Who was given the app by `told` has to be looked for; what was tried by `forgotten` counts no
    more. One of several notices that wait for a person is as good as the other.
    """
    return {row.recipient: row for row in tx.all(_DUE, told=told, forgotten=forgotten, most=most)}


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

    `audience`: as if there were so many people, with the same shares of it, which sum to it. Raises
    Refused while the people are still being counted.
    """
    if broadcast.stage in (Stage.DRAFT, Stage.COUNTING):
        raise Refused("notices.refused.counting")
    every = broadcast.audience
    lost = unreachable(tx, broadcast.notice)
    without_chat = int(tx.value(_UNREACHED, the_notice=broadcast.notice))
    parts = {_CHAT: every - without_chat, _FIRST: without_chat - sum(lost.values()), **lost}
    whole = every if audience is None else audience
    shares = _shares(parts, whole)
    reachable, first = shares.pop(_CHAT), shares.pop(_FIRST)
    return Rehearsal(
        audience=whole,
        reachable=reachable,
        first_contact=first,
        without_account=_apart(broadcast.without_account, every, whole),
        on_leave=_apart(broadcast.on_leave, every, whole),
        unreachable=shares,
        seconds=lasting.seconds(reachable, first),
    )


def _shares(parts: Mapping[str, int], whole: int) -> dict[str, int]:
    """Each part's share of a whole; what rounding leaves goes to the largest remainders."""
    every = sum(parts.values())
    if not every:
        return dict(parts)
    shares = {name: count * whole // every for name, count in parts.items()}
    by_rest = sorted(parts, key=lambda name: -(parts[name] * whole % every))
    for name in by_rest[: whole - sum(shares.values())]:
        shares[name] += 1
    return shares


def _apart(count: int, every: int, whole: int) -> int:
    return round(count * whole / every) if every else count
