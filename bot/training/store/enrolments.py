"""Enrolments: one row for a person's way through a course; by person, by session, by the clock."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Integer,
    and_,
    bindparam,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from bot.errors import NotFound, Stale
from bot.storage.columns import Instant
from bot.storage.packed import among
from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx
from bot.training.model import ACTIVE, Enrolment, Entry, Org, State
from bot.training.store.rows import ENROLMENT, QUOTA, STEP

PAGE = 2000
_PLAIN = (
    "course",
    "session",
    "person",
    "municipality",
    "department",
    "since",
    "until",
    "approved",
    "asked",
    "cause",
    "minutes",
    "event_id",
    "transaction_id",
    "version",
)
_COLUMNS = (*_PLAIN, "state", "entry")
_ACTIVE = sorted(state.value for state in ACTIVE)
_MOST = bindparam("most", type_=Integer)
_AFTER = ENROLMENT.c.id > bindparam("last")
_GET = select(ENROLMENT).where(ENROLMENT.c.id == bindparam("one"))
_LOCK = _GET.with_for_update()
_OF = select(ENROLMENT).where(
    ENROLMENT.c.person == bindparam("person"), ENROLMENT.c.course == bindparam("course")
)
_BY = (
    select(ENROLMENT)
    .where(ENROLMENT.c.person == bindparam("one"))
    .order_by(ENROLMENT.c.since, ENROLMENT.c.id)
)
_HERE = (ENROLMENT.c.course == bindparam("course"), ENROLMENT.c.session == bindparam("one"))
_QUEUED = (ENROLMENT.c.since, ENROLMENT.c.id)
_OF_SESSION = {
    state: select(ENROLMENT).where(*_HERE, ENROLMENT.c.state == state.value).order_by(*_QUEUED)
    for state in State
}
_IN_STATES = ENROLMENT.c.state.in_(bindparam("states", expanding=True))
_PAGE = select(ENROLMENT).where(*_HERE, _IN_STATES, _AFTER).order_by(ENROLMENT.c.id).limit(_MOST)
_NEWEST = select(func.max(ENROLMENT.c.since)).where(*_HERE, _IN_STATES)
_OF_MUNICIPALITY = (
    select(ENROLMENT)
    .where(
        ENROLMENT.c.course == bindparam("course"),
        ENROLMENT.c.municipality == bindparam("name"),
        ENROLMENT.c.state.in_(_ACTIVE),
        among(ENROLMENT.c.session, "sessions"),
    )
    .order_by(ENROLMENT.c.id)
)
_later = STEP.alias("later")
_GONE_ON = (
    select(ENROLMENT)
    .join(STEP, STEP.c.enrolment == ENROLMENT.c.id)
    .where(
        ENROLMENT.c.course == bindparam("course"),
        ENROLMENT.c.session != bindparam("one"),
        among(ENROLMENT.c.person, "people"),
        STEP.c.session == bindparam("one"),
        STEP.c.state.in_(bindparam("states", expanding=True)),
        ~exists().where(
            _later.c.enrolment == STEP.c.enrolment,
            _later.c.session == STEP.c.session,
            _later.c.id > STEP.c.id,
        ),
    )
    .order_by(ENROLMENT.c.id)
)
_full = exists().where(
    QUOTA.c.tenant_id == ENROLMENT.c.tenant_id,
    QUOTA.c.session == ENROLMENT.c.session,
    QUOTA.c.held >= QUOTA.c.seats,
    or_(
        and_(QUOTA.c.org == Org.MUNICIPALITY.value, QUOTA.c.name == ENROLMENT.c.municipality),
        and_(QUOTA.c.org == Org.DEPARTMENT.value, QUOTA.c.name == ENROLMENT.c.department),
    ),
)
_NEXT = _OF_SESSION[State.WAITING].where(~_full).limit(_MOST)
_EARLIER = (
    select(func.count())
    .select_from(ENROLMENT)
    .where(
        *_HERE,
        ENROLMENT.c.state == State.WAITING.value,
        or_(
            ENROLMENT.c.since < bindparam("since_", type_=Instant),
            (ENROLMENT.c.since == bindparam("since_", type_=Instant))
            & (ENROLMENT.c.id < bindparam("last")),
        ),
    )
)
_OF_COURSE = (
    select(ENROLMENT)
    .where(ENROLMENT.c.course == bindparam("course"), _AFTER)
    .order_by(ENROLMENT.c.id)
    .limit(_MOST)
)
_ASKING = (
    select(ENROLMENT)
    .where(ENROLMENT.c.asked.is_not(None), ENROLMENT.c.asked == bindparam("one"))
    .order_by(ENROLMENT.c.id)
)
_ASKING_IN = (
    select(ENROLMENT)
    .where(ENROLMENT.c.asked.is_not(None), ENROLMENT.c.session == bindparam("one"))
    .order_by(ENROLMENT.c.id)
)
_IS_UNDECIDED = (~ENROLMENT.c.approved, ENROLMENT.c.state.in_(_ACTIVE))
_UNDECIDED = select(ENROLMENT).where(*_IS_UNDECIDED, _AFTER).order_by(ENROLMENT.c.id).limit(_MOST)
_UNDECIDED_OF = (
    select(ENROLMENT)
    .where(*_IS_UNDECIDED, among(ENROLMENT.c.person, "people"))
    .order_by(ENROLMENT.c.id)
)
_OFFERED = (ENROLMENT.c.until.is_not(None), ENROLMENT.c.state == State.OFFERED.value)
_UNTIL = (
    select(ENROLMENT.c.until)
    .where(
        *_OFFERED,
        ENROLMENT.c.until > bindparam("from_", type_=Instant),
        ENROLMENT.c.until <= bindparam("to", type_=Instant),
    )
    .distinct()
    .order_by(ENROLMENT.c.until)
)
_ADD_ONCE = (
    upsert(ENROLMENT)
    .values({name: bindparam(name) for name in _COLUMNS})
    .on_conflict_do_nothing(index_elements=["tenant_id", "person", "course"])
    .returning(ENROLMENT.c.id)
)
_SAVE = (
    update(ENROLMENT)
    .where(ENROLMENT.c.id == bindparam("one"), ENROLMENT.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_ENTRY = (
    update(ENROLMENT)
    .where(ENROLMENT.c.id == bindparam("one"))
    .values({name: bindparam(f"new_{name}") for name in ("entry", "event_id", "transaction_id")})
)
_FORGET = delete(ENROLMENT).where(ENROLMENT.c.person == bindparam("one"))
_UNASK = update(ENROLMENT).where(ENROLMENT.c.asked == bindparam("one")).values(asked=null())
_ERASE = delete(ENROLMENT).where(ENROLMENT.c.course == bindparam("one"))


def get(tx: Tx, enrolment: int) -> Enrolment:
    """The enrolment by id; raises NotFound."""
    if (found := find_one(tx, enrolment)) is None:
        raise NotFound(f"enrolment:{enrolment}")
    return found


def find_one(tx: Tx, enrolment: int) -> Enrolment | None:
    """The enrolment by id, or None."""
    row = tx.first(_GET, one=enrolment)
    return None if row is None else of_row(row)


def lock(tx: Tx, enrolment: int) -> Enrolment | None:
    """As `find_one`; nobody changes it until this transaction ends. Its session is locked before,
    where there is one."""
    row = tx.first(_LOCK, one=enrolment)
    return None if row is None else of_row(row)


def of(tx: Tx, course: int, person: int) -> Enrolment | None:
    """How a person stands to a course, or None where they never pressed anything."""
    row = tx.first(_OF, course=course, person=person)
    return None if row is None else of_row(row)


def by(tx: Tx, person: int) -> tuple[Enrolment, ...]:
    """Everything that a person has enrolled in, the earliest first."""
    return _all(tx.all(_BY, one=person))


def of_session(tx: Tx, course: int, session: int, *states: State) -> tuple[Enrolment, ...]:
    """The enrolments of a session in these states, each state in the order of its queue."""
    rows = [tx.all(_OF_SESSION[state], course=course, one=session) for state in states]
    return tuple(of_row(row) for found in rows for row in found)


def page(
    tx: Tx, course: int, session: int, states: Iterable[State], after: int, most: int
) -> tuple[Enrolment, ...]:
    """The enrolments of a session in these states after this one, a page of them in the order of
    their ids."""
    given = {"states": [state.value for state in states], "last": after, "most": most}
    return _all(tx.all(_PAGE, course=course, one=session, **given))


def newest(tx: Tx, course: int, session: int, states: Iterable[State]) -> datetime | None:
    """When the last of a session's people in these states came to it."""
    given = {"states": [state.value for state in states]}
    found: datetime | None = tx.value(_NEWEST, course=course, one=session, **given)
    return found


def of_municipality(
    tx: Tx, course: int, municipality: str, sessions: Iterable[int]
) -> tuple[Enrolment, ...]:
    """Who of a municipality has a place in one of these sessions of a course."""
    return _all(
        tx.all(_OF_MUNICIPALITY, course=course, name=municipality, sessions=sorted(sessions))
    )


def gone_on(
    tx: Tx, course: int, session: int, states: Iterable[State], people: Iterable[int]
) -> tuple[Enrolment, ...]:
    """Which of these people stood so when they were last with a session, and are with another one
    of its course by now."""
    given = {"states": [state.value for state in states], "people": people}
    return _all(tx.all(_GONE_ON, course=course, one=session, **given))


def next_waiting(tx: Tx, course: int, session: int, most: int) -> tuple[Enrolment, ...]:
    """The first in a session's waiting list whose organisations haven't got all their seats."""
    return _all(tx.all(_NEXT, course=course, one=session, most=most))


def place(tx: Tx, enrolment: Enrolment) -> int:
    """Where somebody stands in the waiting list: 1 is next; 0 for who isn't waiting."""
    if enrolment.state != State.WAITING:
        return 0
    where = {"course": enrolment.course, "one": enrolment.session}
    return 1 + int(tx.value(_EARLIER, **where, since_=enrolment.since, last=enrolment.id))


def of_course(tx: Tx, course: int, after: int = 0, most: int = PAGE) -> tuple[Enrolment, ...]:
    """The enrolments of a course after this one, a page of them in the order of their ids."""
    return _all(tx.all(_OF_COURSE, course=course, last=after, most=most))


def asking(tx: Tx, person: int) -> tuple[Enrolment, ...]:
    """The enrolments whose seat this person has been asked to take."""
    return _all(tx.all(_ASKING, one=person))


def asking_in(tx: Tx, session: int) -> tuple[Enrolment, ...]:
    """The enrolments of a session whose seat a colleague has been asked to take."""
    return _all(tx.all(_ASKING_IN, one=session))


def undecided(tx: Tx, after: int = 0, most: int = PAGE) -> tuple[Enrolment, ...]:
    """Enrolments that a head hasn't agreed to yet, a page of them in the order of their ids."""
    return _all(tx.all(_UNDECIDED, last=after, most=most))


def undecided_of(tx: Tx, people: Iterable[int]) -> tuple[Enrolment, ...]:
    """Enrolments of these people that a head hasn't agreed to yet."""
    return _all(tx.all(_UNDECIDED_OF, people=people))


def offers_until(tx: Tx, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """The instants at which offers run out: after `since`, until `until` included."""
    return tuple(row.until for row in tx.all(_UNTIL, from_=since, to=until))


def add(tx: Tx, enrolment: Enrolment) -> Enrolment:
    """Remember somebody's first step in a course; the same with its id.

    Who pressed twice at once fails with Stale: the other press was first.
    """
    found = tx.value(_ADD_ONCE, **_values(enrolment))
    if found is None:
        raise Stale("training.refused.changed")
    return replace(enrolment, id=int(found))


def save(tx: Tx, enrolment: Enrolment) -> Enrolment:
    """Remember a changed enrolment whose version was raised by one; raises Stale."""
    if tx.run(_SAVE, **_changed(enrolment)) != 1:
        raise Stale("training.refused.changed")
    return enrolment


def save_all(tx: Tx, changed: Iterable[Enrolment]) -> None:
    """Remember many changed enrolments of sessions that are locked."""
    tx.many(_SAVE, [_changed(one) for one in changed])


def mark_entry(
    tx: Tx, enrolment: int, entry: Entry, *, event_id: str = "", transaction_id: str = ""
) -> None:
    """How far a booking is in the calendar; what cards show of the seat stays as it is."""
    given = {"new_event_id": event_id, "new_transaction_id": transaction_id}
    tx.run(_ENTRY, one=enrolment, new_entry=entry.value, **given)


def forget(tx: Tx, person: int) -> int:
    """Take a person's enrolments out, and out of whom they were asked to replace; how many.

    Their seats are to be given back before.
    """
    return tx.run(_FORGET, one=person) + tx.run(_UNASK, one=person)


def erase(tx: Tx, course: int) -> int:
    """Take the enrolments of a course out for good; how many there were."""
    return tx.run(_ERASE, one=course)


def _all(rows: Iterable[Row]) -> tuple[Enrolment, ...]:
    return tuple(of_row(row) for row in rows)


def _values(enrolment: Enrolment) -> dict[str, Any]:
    return {
        **{name: getattr(enrolment, name) for name in _PLAIN},
        "state": enrolment.state.value,
        "entry": enrolment.entry.value,
    }


def _changed(enrolment: Enrolment) -> dict[str, Any]:
    values = {f"new_{name}": value for name, value in _values(enrolment).items()}
    return {"one": enrolment.id, "shown": enrolment.version - 1, **values}


def of_row(row: Row) -> Enrolment:
    """The enrolment that a row of ENROLMENT says."""
    return Enrolment(
        id=row.id,
        state=State(row.state),
        entry=Entry(row.entry),
        **{name: getattr(row, name) for name in _PLAIN},
    )
