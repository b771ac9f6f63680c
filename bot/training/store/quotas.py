"""Quotas (定員枠) of a session: at most so many of its seats for one organisation."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from bot.storage.tx import Row, Tx
from bot.training.model import SEATED, Org, Quota, Session
from bot.training.store.rows import ENROLMENT, QUOTA

_OF = select(QUOTA).where(QUOTA.c.session == bindparam("one")).order_by(QUOTA.c.org, QUOTA.c.name)
_BINDS = or_(
    and_(QUOTA.c.org == Org.MUNICIPALITY.value, QUOTA.c.name == bindparam("municipality")),
    and_(QUOTA.c.org == Org.DEPARTMENT.value, QUOTA.c.name == bindparam("department")),
)
_MATCHING = _OF.where(_BINDS)
_ADD = insert(QUOTA).values(
    {name: bindparam(name) for name in ("session", "org", "name", "seats", "held")}
)
_ADD_HELD = (
    update(QUOTA)
    .where(QUOTA.c.session == bindparam("one"), _BINDS)
    .values(held=QUOTA.c.held + bindparam("more"))
)
_DROP = delete(QUOTA).where(QUOTA.c.session == bindparam("one"))
_holding = (
    ENROLMENT.c.course == bindparam("course"),
    ENROLMENT.c.session == bindparam("one"),
    ENROLMENT.c.state.in_(sorted(state.value for state in SEATED)),
)
_HELD = {
    org: select(column.label("name"), func.count().label("held")).where(*_holding).group_by(column)
    for org, column in (
        (Org.MUNICIPALITY, ENROLMENT.c.municipality),
        (Org.DEPARTMENT, ENROLMENT.c.department),
    )
}


def of(tx: Tx, session: int) -> tuple[Quota, ...]:
    """Every quota of a session."""
    return _all(tx.all(_OF, one=session))


def matching(tx: Tx, session: int, municipality: str, department: str) -> tuple[Quota, ...]:
    """The quotas of a session that bind somebody of this municipality and department."""
    found = tx.all(_MATCHING, one=session, municipality=municipality, department=department)
    return _all(found)


def put(tx: Tx, session: Session, quotas: Sequence[Quota]) -> None:
    """Let these be all quotas of a session that is locked; what is held of each is counted here.

    A seat may come free by it: have the waiting list move up afterwards.
    """
    tx.run(_DROP, one=session.id)
    held = {org: _held(tx, session, org) for org in {quota.org for quota in quotas}}
    rows = [_row(session.id, one, held[one.org].get(one.name, 0)) for one in quotas]
    tx.many(_ADD, rows)


def add(tx: Tx, session: int, municipality: str, department: str, more: int) -> None:
    """So many seats more (or fewer) are held by somebody of this municipality and department, of a
    session that is locked."""
    where = {"municipality": municipality, "department": department}
    tx.run(_ADD_HELD, one=session, **where, more=more)


def add_all(tx: Tx, session: int, more: Mapping[tuple[str, str], int]) -> None:
    """As `add`, by municipality and department of many people at once."""
    rows = [
        {"one": session, "municipality": municipality, "department": department, "more": held}
        for (municipality, department), held in more.items()
        if held
    ]
    tx.many(_ADD_HELD, rows)


def _held(tx: Tx, session: Session, org: Org) -> dict[str, int]:
    found = tx.all(_HELD[org], course=session.course, one=session.id)
    return {row.name: row.held for row in found}


def _row(session: int, quota: Quota, held: int) -> dict[str, Any]:
    return {
        "session": session,
        "org": quota.org.value,
        "name": quota.name,
        "seats": quota.seats,
        "held": held,
    }


def _all(rows: Iterable[Row]) -> tuple[Quota, ...]:
    return tuple(
        Quota(org=Org(row.org), name=row.name, seats=row.seats, held=row.held) for row in rows
    )
