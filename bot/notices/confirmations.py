"""「確認しました」: who has read which edition of a notice, and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, bindparam, delete, func, select

from bot.delivery.rows import DELIVERY, State
from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

CONFIRMATION = table(
    "broadcast_confirmation",
    Column("notice", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("at", Instant, nullable=False),  # civil
    PrimaryKeyConstraint("tenant_id", "notice", "person"),
)
_add = upsert(CONFIRMATION).values(
    {name: bindparam(name) for name in ("notice", "person", "edition", "at")}
)
_ADD = _add.on_conflict_do_update(
    index_elements=["tenant_id", "notice", "person"],
    set_={"edition": _add.excluded.edition, "at": _add.excluded.at},
)
_FIND = select(CONFIRMATION.c.edition, CONFIRMATION.c.at).where(
    CONFIRMATION.c.notice == bindparam("the_notice"), CONFIRMATION.c.person == bindparam("one")
)
_OF_PERSON = (
    select(CONFIRMATION.c.notice, CONFIRMATION.c.edition, CONFIRMATION.c.at)
    .where(CONFIRMATION.c.person == bindparam("one"))
    .order_by(CONFIRMATION.c.notice)
)
_OF_PEOPLE = select(CONFIRMATION.c.person, CONFIRMATION.c.edition, CONFIRMATION.c.at).where(
    CONFIRMATION.c.notice == bindparam("the_notice"),
    CONFIRMATION.c.person.in_(bindparam("ids", expanding=True)),
)
_ERASE = delete(CONFIRMATION).where(CONFIRMATION.c.person == bindparam("one"))
_COUNT = select(func.count()).where(
    CONFIRMATION.c.notice == bindparam("the_notice"), CONFIRMATION.c.edition == bindparam("edition")
)
_DROP = delete(CONFIRMATION).where(CONFIRMATION.c.notice == bindparam("the_notice"))
_COPY = select(DELIVERY.c.state).where(
    DELIVERY.c.notice_id == bindparam("the_notice"),
    DELIVERY.c.recipient == bindparam("one"),
    DELIVERY.c.held == 0,
)


def add(tx: Tx, notice: int, person: int, *, edition: int, at: datetime) -> None:
    """This person has read this edition; `at` is civil."""
    tx.run(_ADD, notice=notice, person=person, edition=edition, at=at)


def at(tx: Tx, notice: int, person: int, *, edition: int) -> datetime | None:
    """When this person confirmed this edition; None where they haven't, or only an earlier one."""
    row = tx.first(_FIND, the_notice=notice, one=person)
    return None if row is None or row.edition != edition else row.at


def of_people(tx: Tx, notice: int, people: Sequence[int]) -> dict[int, Any]:
    """What these people confirmed last of a notice: `edition` and `at`, by person."""
    found = tx.all(_OF_PEOPLE, the_notice=notice, ids=list(people))
    return {row.person: row for row in found}


def count(tx: Tx, notice: int, edition: int) -> int:
    """How many have confirmed this edition."""
    return int(tx.value(_COUNT, the_notice=notice, edition=edition))


def dispose(tx: Tx, notice: int) -> int:
    """Destroy all confirmations of a notice; how many there were."""
    return tx.run(_DROP, the_notice=notice)


def of_person(tx: Tx, person: int) -> tuple[Any, ...]:
    """Everything that a person has confirmed."""
    return tuple(tx.all(_OF_PERSON, one=person))


def erase(tx: Tx, person: int) -> int:
    """Forget what a person has confirmed; how often they had."""
    return tx.run(_ERASE, one=person)


def copy_of(tx: Tx, notice: int, person: int) -> State | None:
    """How the person's own copy stands; None where they have none, or it isn't let through yet."""
    found = tx.value(_COPY, the_notice=notice, one=person)
    return None if found is None else State(found)
