"""Channels and group chats in which the app is: which there are, who has chosen them, who looks.

As a recipient a place is the negative of its id, so that no person's copy is ever taken for a
place's, nor the other way about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, exists, or_, select, update

from bot.delivery.place_rows import PLACE, PLACE_CHECK
from bot.delivery.rows import DELIVERY, NOTICE
from bot.errors import NotFound
from bot.storage.columns import Instant
from bot.storage.packed import among
from bot.storage.tx import Tx

CHAT, TEAM, PRIVATE = "chat", "team", "private"
REMOVED = "removed"  # the app is there no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A place as delivery knows it. `near`: the owners some of whose staff were found there; while
    nothing troubles the place, those whose staff all are."""

    id: int
    owner: str
    near: tuple[str, ...]
    kind: str
    name: str
    conversation: str
    service_url: str
    team: str
    thread: str
    channel: str  # "" of a chat
    trouble: str
    told: int
    recheck: int
    version: int
    fine_at: datetime | None


_ALL = select(*(PLACE.c[field.name] for field in fields(Destination)))
_BY_ID = _ALL.where(PLACE.c.id == bindparam("one"))
_BY_CONVERSATION = _ALL.where(PLACE.c.conversation == bindparam("one"))
_BY_OWNER = _ALL.where(PLACE.c.owner == bindparam("one")).order_by(PLACE.c.id)


def recipient(place: int) -> int:
    """How a place's copies name it."""
    return -place


def place_of(recipient: int) -> int:
    """The place that a copy goes to; 0 for a person's."""
    return max(0, -recipient)


def root(conversation: str) -> str:
    """A channel's id without the thread in it (…;messageid=…)."""
    return conversation.partition(";")[0]


def find(tx: Tx, conversation: str) -> Destination | None:
    """The place that this conversation is, a channel's thread being its channel."""
    row = tx.first(_BY_CONVERSATION, one=root(conversation))
    return None if row is None else _destination(tx, row)


def get(tx: Tx, place: int) -> Destination:
    """The place with this id; raises NotFound."""
    row = tx.first(_BY_ID, one=place)
    if row is None:
        raise NotFound(f"place:{place}")
    return _destination(tx, row)


def owned_by(tx: Tx, owner: str) -> tuple[Destination, ...]:
    """The places that somebody has chosen; of "" those that nobody has."""
    return tuple(_destination(tx, row) for row in tx.all(_BY_OWNER, one=owner))


_CHOSEN = _ALL.where(PLACE.c.owner != "").order_by(PLACE.c.id)


def chosen(tx: Tx) -> tuple[Destination, ...]:
    """Every place that somebody has chosen."""
    return tuple(_destination(tx, row) for row in tx.all(_CHOSEN))


# A place that was given up is looked at anew: what troubled its owner may trouble nobody else.
_OWN = (
    update(PLACE)
    .where(PLACE.c.id == bindparam("one"))
    .values(
        owner=bindparam("whose"),
        told=1,
        recheck=case((bindparam("whose") == "", 1), else_=PLACE.c.recheck),
        version=PLACE.c.version + 1,
    )
)
_FORGET = delete(PLACE_CHECK).where(among(PLACE_CHECK.c.place, "ids"))


def own(tx: Tx, place: int, owner: str) -> None:
    """From now on this owner's cards go there; "" gives it up. What stands there stays."""
    tx.run(_OWN, one=place, whose=owner)
    forget(tx, (place,))


def forget(tx: Tx, ids: Iterable[int]) -> None:
    """What was found of these places counts no more."""
    tx.run(_FORGET, ids=list(ids))


_TOLD = update(PLACE).where(PLACE.c.id == bindparam("one")).values(told=1)
_ASKED = update(PLACE).where(PLACE.c.id == bindparam("one")).values(recheck=0)


def told(tx: Tx, place: int) -> None:
    """The desk has heard of the place's trouble."""
    tx.run(_TOLD, one=place)


def asked(tx: Tx, place: int) -> None:
    """Somebody is on the way to look who is there now."""
    tx.run(_ASKED, one=place)


_WAITING = _ALL.where(or_(PLACE.c.recheck == 1, PLACE.c.told == 0)).order_by(PLACE.c.id).limit(20)
_SWEPT = update(PLACE).where(PLACE.c.id == bindparam("one")).values(swept_on=bindparam("day"))
_of_place = (DELIVERY.c.tenant_id == PLACE.c.tenant_id, DELIVERY.c.recipient == -PLACE.c.id)
# Cards stand there with what they say: also where the owner has given the place up.
_USED = exists().where(
    *_of_place,
    DELIVERY.c.wanted_revision > 0,
    NOTICE.c.tenant_id == DELIVERY.c.tenant_id,
    NOTICE.c.id == DELIVERY.c.notice_id,
    NOTICE.c.payload.is_not(None),
)
_UNSWEPT = _ALL.where(
    or_(PLACE.c.owner != "", _USED),
    PLACE.c.trouble != REMOVED,
    or_(PLACE.c.swept_on.is_(None), PLACE.c.swept_on < bindparam("day")),
).order_by(PLACE.c.id)


def waiting(tx: Tx) -> tuple[Destination, ...]:
    """Places of which somebody must be told, or at which somebody must look."""
    return tuple(_destination(tx, row) for row in tx.all(_WAITING))


def sweep(tx: Tx, today: date) -> tuple[Destination, ...]:
    """The places that are chosen, or where cards stand, at which nobody has looked for today;
    from now on somebody does."""
    found = tuple(_destination(tx, row) for row in tx.all(_UNSWEPT, day=today))
    for place in found:
        tx.run(_SWEPT, one=place.id, day=today)
    return found


_BEFORE: Any = bindparam("before", type_=Instant())
# While a copy for it is known, so is the place: copies name nothing but its id.
_UNWANTED = select(PLACE.c.id).where(
    PLACE.c.owner == "",
    or_(
        PLACE.c.trouble == REMOVED,
        and_(PLACE.c.met_at < _BEFORE, or_(PLACE.c.fine_at.is_(None), PLACE.c.fine_at < _BEFORE)),
    ),
    ~exists().where(*_of_place),
)
_DROP = delete(PLACE).where(among(PLACE.c.id, "ids"))


def dispose(tx: Tx, before: datetime) -> int:
    """Forget the places in which nobody spoke to us or looked since then and that nobody has
    chosen, and those which the app has left; one
    that is spoken in again is met anew. How many there were."""
    ids = [row.id for row in tx.all(_UNWANTED, before=before)]
    if not ids:
        return 0
    forget(tx, ids)
    return tx.run(_DROP, ids=ids)


def sealed(tx: Tx, conversation: str, name: str) -> bytes | None:
    """A place's name as it is kept: a chat's is what its members call a child's matter."""
    return tx.seal("place", "name", conversation, name) if name else None


def _destination(tx: Tx, row: Any) -> Destination:
    found = {one.name: getattr(row, one.name) for one in fields(Destination)}
    name = tx.unseal("place", "name", row.conversation, row.name) if row.name else ""
    return Destination(**{**found, "near": tuple(row.near), "name": name})
