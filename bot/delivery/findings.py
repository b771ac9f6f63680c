"""What was found of a place, kept for five minutes, and what follows where it was bad."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, func, insert, or_, select, update

from bot.delivery import places, recall
from bot.delivery.crowd import IN_DOUBT, Verdict
from bot.delivery.place_rows import PLACE, PLACE_CHECK
from bot.delivery.places import Destination
from bot.delivery.rows import DELIVERY, EXPOSURE, NOTICE, State
from bot.storage.columns import Instant
from bot.storage.tables import upsert
from bot.storage.tx import Tx

VALID = timedelta(minutes=5)

_FRESH = select(PLACE_CHECK.c.reason).where(
    PLACE_CHECK.c.place == bindparam("one"),
    PLACE_CHECK.c.checked_at > bindparam("after"),
    PLACE_CHECK.c.checked_at <= bindparam("upto"),
)
_ADD = upsert(PLACE_CHECK).values(
    place=bindparam("one"),
    checked_at=bindparam("at"),
    ok=bindparam("fine"),
    reason=bindparam("why"),
)
_KEEP = _ADD.on_conflict_do_update(
    index_elements=["tenant_id", "place"],
    set_={name: getattr(_ADD.excluded, name) for name in ("checked_at", "ok", "reason")},
)
_FOUND = (
    update(PLACE)
    .where(PLACE.c.id == bindparam("one"))
    .values(
        trouble=bindparam("why"),
        told=case(
            (or_(PLACE.c.trouble == bindparam("why"), PLACE.c.owner == ""), PLACE.c.told), else_=0
        ),
        kind=bindparam("new_kind"),
        near=bindparam("whose"),
        recheck=0,
        fine_at=case(
            (bindparam("why") == "", bindparam("at", type_=Instant())), else_=PLACE.c.fine_at
        ),
    )
)


def fresh(tx: Tx, place: int, real: datetime) -> str | None:
    """What was found within five minutes ("": in order); None: nobody knows now."""
    found: str | None = tx.value(_FRESH, one=place, after=real - VALID, upto=real)
    return found


def found(tx: Tx, place: Destination, verdict: Verdict, *, kind: str, real: datetime) -> bool:
    """Keep what was found of a place as it was when somebody went to look; False, and nothing
    kept, where it has changed since.

    A certain breach takes back every card that stands there and leaves an exposure, here and now.
    """
    if places.get(tx, place.id).version != place.version:
        return False
    why = str(verdict.why)
    tx.run(_KEEP, one=place.id, at=real, fine=int(not why), why=why)
    tx.run(_FOUND, one=place.id, why=why, new_kind=kind, whose=verdict.near, at=real)
    if why and why not in IN_DOUBT:
        _expose(tx, place, real)
        recall.take_back(tx, place.id, why)
    return True


# A card whose content was emptied tells nothing of anybody.
_STANDING = (
    select(DELIVERY.c.notice_id, func.min(DELIVERY.c.sent_at).label("since"))
    .join(NOTICE, NOTICE.c.id == DELIVERY.c.notice_id)
    .where(
        DELIVERY.c.recipient == bindparam("copy_of"),
        DELIVERY.c.wanted_revision > 0,
        NOTICE.c.payload.is_not(None),
        or_(
            DELIVERY.c.activity_id.is_not(None),
            DELIVERY.c.uncertain > 0,
            DELIVERY.c.state.in_((State.SENDING.value, State.UNKNOWN.value)),
        ),
    )
    .group_by(DELIVERY.c.notice_id)
    .order_by(DELIVERY.c.notice_id)
)
_EXPOSE = insert(EXPOSURE).values(
    destination=bindparam("where_"),
    since=bindparam("since"),
    notices=bindparam("which"),
    found_at=bindparam("at"),
)


def _expose(tx: Tx, place: Destination, real: datetime) -> None:
    """Who is there now can't have been there when all was last found in order."""
    rows = tx.all(_STANDING, copy_of=places.recipient(place.id))
    if not rows:
        return
    since = max(place.fine_at or _first(rows, real), _first(rows, real))
    which = [row.notice_id for row in rows]
    tx.run(_EXPOSE, where_=f"place:{place.id}", since=since, which=which, at=real)


def _first(rows: list[Any], real: datetime) -> datetime:
    return min((row.since for row in rows if row.since is not None), default=real)


_LAST = (
    select(EXPOSURE.c.notices)
    .where(EXPOSURE.c.destination == bindparam("where_"), EXPOSURE.c.found_at > bindparam("after"))
    .order_by(EXPOSURE.c.id.desc())
    .limit(1)
)


def taken_back(tx: Tx, place: int, real: datetime) -> int:
    """How many cards were just taken back there because somebody might have read them."""
    return len(tx.value(_LAST, where_=f"place:{place}", after=real - VALID) or ())
