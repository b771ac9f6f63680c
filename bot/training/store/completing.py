"""Many completions at once, as an LMS tells them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.people import sealing
from bot.people.tables import CURRENT, LISTING
from bot.storage.tx import Tx
from bot.training.model import How
from bot.training.store import progress
from bot.training.store.rows import COMPLETION

_IDS: Any = bindparam("ids", expanding=True)
_STANDING = select(COMPLETION.c.person, COMPLETION.c.on, COMPLETION.c.how).where(
    COMPLETION.c.course == bindparam("one"), COMPLETION.c.person.in_(_IDS)
)
_ADD = insert(COMPLETION).values(
    {
        name: bindparam(name)
        for name in ("course", "person", "on", "how", "municipality", "department", "told")
    }
)
_CORRECT = (
    update(COMPLETION)
    .where(COMPLETION.c.course == bindparam("one"), COMPLETION.c.person == bindparam("whom"))
    .values(on=bindparam("new_on"))
)
_BY_MAIL = (
    select(LISTING.c.mail, LISTING.c.person)
    .where(LISTING.c.mail.in_(_IDS), LISTING.c.generation == CURRENT)
    .order_by(LISTING.c.left_on)  # of several with one address, who is still here comes last
)

_NAMED = select(LISTING.c.person, LISTING.c.mail, LISTING.c.name, LISTING.c.sealed_name).where(
    LISTING.c.person.in_(_IDS), LISTING.c.generation == CURRENT
)


def named(tx: Tx, people: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The mail addresses and names of these people, as far as the register has them."""
    if not people:
        return {}
    rows = tx.all(_NAMED, ids=list(people))
    return {row.person: (row.mail, sealing.name_of(tx, row)) for row in rows}


def people(tx: Tx, mails: Sequence[str]) -> dict[str, int]:
    """Who answers to these mail addresses, also of those who have left."""
    if not mails:
        return {}
    return {row.mail: row.person for row in tx.all(_BY_MAIL, ids=list(mails))}


def new(tx: Tx, course: int, people: Sequence[int]) -> int:
    """How many of these people haven't finished yet."""
    return len(people) - len(tx.all(_STANDING, one=course, ids=list(people)))


def put(
    tx: Tx, course: int, days: Mapping[int, date], today: date, *, told: bool = False
) -> tuple[int, int]:
    """Remember on which day each of these people finished; how many are new and how many changed.
    `told`: they get no certificate card by themselves.

    Who finished otherwise, or earlier by our own knowledge, keeps that day; what an LMS said before
    it may correct. They count for where they belong today.
    """
    standing = {row.person: row for row in tx.all(_STANDING, one=course, ids=list(days))}
    more = [person for person in days if person not in standing]
    wrong = [
        {"one": course, "whom": person, "new_on": days[person]}
        for person, row in standing.items()
        if row.how == How.LMS.value and row.on != days[person]
    ]
    places = progress.places(tx, more, today)
    added = [_row(course, person, days[person], places.get(person, ("", ""))) for person in more]
    return tx.many(_ADD, [{**row, "told": told} for row in added]), tx.many(_CORRECT, wrong)


def _row(course: int, person: int, on: date, place: progress.Place) -> dict[str, Any]:
    return {
        "course": course,
        "person": person,
        "on": on,
        "how": How.LMS.value,
        "municipality": place[0],
        "department": place[1],
    }
