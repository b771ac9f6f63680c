"""Our courses in other tenants: how many seats they have there, and the counts that come back."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx
from bot.training.model import Offer
from bot.training.store.rows import OFFER

_COLUMNS = ("course", "tenant", "seats", "booked", "finished", "told_at")
_ONE = (OFFER.c.course == bindparam("one"), OFFER.c.tenant == bindparam("to"))
_EVERY = select(OFFER).order_by(OFFER.c.course, OFFER.c.tenant)
_OF_COURSE = _EVERY.where(OFFER.c.course == bindparam("one"))
_FIND = select(OFFER).where(*_ONE)
_put = upsert(OFFER).values({name: bindparam(name) for name in _COLUMNS})
_PUT = _put.on_conflict_do_update(
    index_elements=["tenant_id", "course", "tenant"],
    set_={name: _put.excluded[name] for name in ("seats", "booked", "finished", "told_at")},
)
_TOLD = (
    update(OFFER)
    .where(*_ONE)
    .values({name: bindparam(f"new_{name}") for name in ("booked", "finished", "told_at")})
)
_ERASE = delete(OFFER).where(OFFER.c.course == bindparam("one"))


def every(tx: Tx) -> tuple[Offer, ...]:
    """Every course that is offered to another tenant."""
    return tuple(_offer(row) for row in tx.all(_EVERY))


def of_course(tx: Tx, course: int) -> tuple[Offer, ...]:
    """The tenants to which a course is offered."""
    return tuple(_offer(row) for row in tx.all(_OF_COURSE, one=course))


def find(tx: Tx, course: int, tenant: str) -> Offer | None:
    """The offer of a course to a tenant, or None."""
    row = tx.first(_FIND, one=course, to=tenant)
    return None if row is None else _offer(row)


def put(tx: Tx, offer: Offer) -> None:
    """Remember an offer, a new one or one that changed."""
    tx.run(_PUT, **{name: getattr(offer, name) for name in _COLUMNS})


def told(tx: Tx, course: int, tenant: str, *, booked: int, finished: int, at: datetime) -> bool:
    """The other tenant tells its counts; whether the offer still stands."""
    given = {"new_booked": booked, "new_finished": finished, "new_told_at": at}
    return tx.run(_TOLD, one=course, to=tenant, **given) > 0


def erase(tx: Tx, course: int) -> int:
    """Take the offers of a course out for good; how many there were."""
    return tx.run(_ERASE, one=course)


def _offer(row: Row) -> Offer:
    return Offer(**{name: getattr(row, name) for name in _COLUMNS})
