"""Expands an audience in the database, a page at a time: its memory doesn't grow with it.

Each selector is one or a few streams of person ids in ascending order, read by an index; a page
is their union without duplicates. Nobody is seen before their first day or after their last.

A department or a group means its staff: a school's pupils and guardians stand in the register too,
and are meant only where somebody names them: by their role, in a list, or with everybody.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, or_, select

from bot.people import store
from bot.people.members import AUDIENCE_MEMBER
from bot.people.model import STAFF_ROLES, Person, Role
from bot.people.posts import posts_named
from bot.people.rules import folded
from bot.people.selectors import Audience, By, Selector, parse, read, written
from bot.people.tables import (
    BY_HAND,
    CURRENT,
    HOLDING,
    LEAVE,
    LISTING,
    ON,
    ONE,
    ROLE,
    covers,
    held,
    now,
)
from bot.storage.packed import among
from bot.storage.tx import Tx

__all__ = [
    "Audience",
    "By",
    "Counts",
    "Page",
    "Selector",
    "absent",
    "chunk",
    "count",
    "page",
    "parse",
    "read",
    "streams",
    "without_account",
    "written",
]

Streams = Mapping[By, Any]  # the statement that reads the people of each kind of selector
Condition = Callable[[ColumnElement[int]], ColumnElement[bool]]
_AFTER: Any = bindparam("after")
_MOST: Any = bindparam("most")
_IDS: Any = bindparam("ids", expanding=True)
_PUPILS = (Role.PUPIL, Role.GUARDIAN)
PAGE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many are meant; who is on leave is left out and counted apart."""

    people: int = 0
    on_leave: int = 0
    without_account: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The next people of an audience, and up to which id was looked; `last` None at the end."""

    people: tuple[int, ...]
    on_leave: int
    without_account: tuple[int, ...]
    pupils: int  # and guardians; who is staff too counts as staff
    last: int | None


def page(
    tx: Tx,
    audience: Audience,
    on: date,
    after: int,
    most: int = PAGE,
    *,
    of: Streams | None = None,
    **asked: Any,
) -> Page:
    """Who comes after the person `after`, looking at `most` people at once.

    `of`: some people alone, as `streams` says; `asked`: what their condition is to be given.
    """
    given = {**asked, "on": on, "after": after, "most": most}
    found = _union(tx, audience.to, of or _EVERYBODY, given)
    left = _without(tx, audience.but, on, found)
    present = [row for row in left if not row.away]
    return Page(
        people=tuple(row.person for row in present),
        on_leave=len(left) - len(present),
        without_account=tuple(row.person for row in present if not row.aad_object_id),
        pupils=sum(bool(row.pupil and not row.staff) for row in present),
        last=found[-1].person if found else None,
    )


def pages(tx: Tx, audience: Audience, on: date, after: int = 0) -> Iterator[Page]:
    """One page after another, to the end."""
    last: int | None = after
    while last is not None:
        found = page(tx, audience, on, last)
        yield found
        last = found.last


def chunk(tx: Tx, audience: Audience, on: date, after: int, most: int) -> tuple[int, ...]:
    """The next people, ascending, at most so many; () at the end. Who is on leave is left out."""
    last: int | None = after
    while last is not None:
        found = page(tx, audience, on, last, most)
        if found.people:
            return found.people
        last = found.last
    return ()


def count(tx: Tx, audience: Audience, on: date) -> Counts:
    """How many people an audience has on a day."""
    people, on_leave, without = 0, 0, 0
    for one in pages(tx, audience, on):
        people += len(one.people)
        on_leave += one.on_leave
        without += len(one.without_account)
    return Counts(people=people, on_leave=on_leave, without_account=without)


def without_account(
    tx: Tx, audience: Audience, on: date, after: int = 0, most: int = PAGE
) -> tuple[Person, ...]:
    """The next people whom Teams doesn't know: they get a printed list; () at the end."""
    found: list[int] = []
    for one in pages(tx, audience, on, after):
        found += one.without_account
        if len(found) >= most:
            break
    return tuple(store.get(tx, person, on) for person in found[:most])


def absent(tx: Tx, people: Sequence[int], on: date) -> dict[int, bool]:
    """Who of some people isn't here on a day, each with whether they are only on leave."""
    found = {row.person: bool(row.away) for row in tx.all(_HERE, ids=people, on=on)}
    return {one: one in found for one in people if found.get(one, True)}


def _union(
    tx: Tx, selectors: Sequence[Selector], read_by: Streams, given: dict[str, Any]
) -> list[Any]:
    """The next people of any of the selectors, each once, ascending."""
    on, most = given["on"], given["most"]
    found: dict[int, Any] = {}
    known_to: int | None = None  # beyond it a full page of one stream says nothing
    for selector, values in _valued(tx, selectors, on):
        for one in values:
            rows = tx.all(read_by[selector.by], **one, **given)
            found |= {row.person: row for row in rows}
            if len(rows) == most:
                last = rows[-1].person
                known_to = last if known_to is None else min(known_to, last)
    people = sorted(person for person in found if known_to is None or person <= known_to)
    return [found[person] for person in people[:most]]


def _without(tx: Tx, selectors: Sequence[Selector], on: date, rows: list[Any]) -> list[Any]:
    """The rows of those whom none of the selectors chooses."""
    for selector, values in _valued(tx, selectors, on):
        for one in values:
            if not rows:
                return rows
            ids = [row.person for row in rows]
            needed = {"on": on} if selector.by in _DATED else {}
            chosen = {row.person for row in tx.all(_AMONG[selector.by], **one, **needed, ids=ids)}
            rows = [row for row in rows if row.person not in chosen]
    return rows


def _valued(
    tx: Tx, selectors: Sequence[Selector], on: date
) -> Iterator[tuple[Selector, list[dict[str, Any]]]]:
    """Each selector with what to look it up by: every spelling, every post meant."""
    spelled: dict[By, dict[str, list[str]]] = {}
    for selector in selectors:
        if selector.by in _SPELLINGS:
            if selector.by not in spelled:
                spelled[selector.by] = _spellings(tx, selector.by)
            words = spelled[selector.by].get(folded(selector.value), [])
            yield selector, [{"one": word} for word in words]
        else:
            yield selector, _values(tx, selector, on)


def _spellings(tx: Tx, by: By) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in tx.all(_SPELLINGS[by]):
        found.setdefault(folded(row[0]), []).append(row[0])
    return found


def _values(tx: Tx, selector: Selector, on: date) -> list[dict[str, Any]]:
    match selector.by:
        case By.ALL:
            return [{}]
        case By.POST:
            return [{"one": post.id} for post in posts_named(tx, selector.value, on)]
        case By.ROLE:
            return [{"one": selector.value}]
    return [{"one": str(selector)}]


def _away(source: Table) -> Any:
    on_leave = select(LEAVE.c.id).where(
        LEAVE.c.person == source.c.person,
        or_(LEAVE.c.generation == BY_HAND, LEAVE.c.generation == CURRENT),
        covers(LEAVE),
    )
    return on_leave.exists().label("away")


def _in_role(source: Table, roles: Iterable[Role]) -> Any:
    one: Any = ROLE.alias()  # for ROLE may be the stream itself
    found = select(one.c.id).where(
        one.c.person == source.c.person, one.c.role.in_(sorted(roles)), held(one)
    )
    return found.exists()


def _is_meant(source: Table) -> Any:
    """Whoever has neither a line of the register nor a role for the day isn't meant: a newcomer of
    the coming year, or an account of which only the directory knows."""
    one: Any = ROLE.alias()
    line = select(HOLDING.c.id).where(HOLDING.c.person == source.c.person, now(HOLDING))
    role = select(one.c.id).where(one.c.person == source.c.person, held(one))
    return or_(line.exists(), role.exists())


def _following(source: Table, *chosen: Any, staff_only: bool, condition: Condition | None) -> Any:
    """The next people of one stream, with their account and whether they are on leave."""
    staff, pupil = _in_role(source, STAFF_ROLES), _in_role(source, _PUPILS)
    found = select(
        source.c.person,
        LISTING.c.aad_object_id,
        _away(source),
        staff.label("staff"),
        pupil.label("pupil"),
    )
    if source is not LISTING:
        found = found.join_from(source, LISTING, LISTING.c.person == source.c.person)
    return (
        found.where(LISTING.c.generation == CURRENT, LISTING.c.left_on > ON, *chosen)
        .where(*(() if condition is None else (condition(source.c.person),)))
        .where(source.c.person > _AFTER, *(() if source is HOLDING else (_is_meant(source),)))
        .where(*((staff,) if staff_only else ()))
        .order_by(source.c.person)
        .limit(_MOST)
    )


def _among(source: Table, *chosen: Any) -> Any:
    """Who of some people is in a stream."""
    return select(source.c.person).where(source.c.person.in_(_IDS), *chosen)


_CHOSEN: dict[By, tuple[Any, ...]] = {
    By.ALL: (LISTING, LISTING.c.generation == CURRENT),
    By.DEPARTMENT: (HOLDING, HOLDING.c.department == ONE, now(HOLDING)),
    By.POST: (HOLDING, HOLDING.c.post == ONE, now(HOLDING)),
    By.GRADE: (HOLDING, HOLDING.c.grade == ONE, now(HOLDING)),
    By.MUNICIPALITY: (LISTING, LISTING.c.municipality == ONE, LISTING.c.generation == CURRENT),
    By.ROLE: (ROLE, ROLE.c.role == ONE, held(ROLE)),
    By.GROUP: (AUDIENCE_MEMBER, AUDIENCE_MEMBER.c.list_key == ONE),
    By.LIST: (AUDIENCE_MEMBER, AUDIENCE_MEMBER.c.list_key == ONE),
}
_DATED = frozenset((By.DEPARTMENT, By.POST, By.GRADE, By.ROLE))
_ANYBODY = frozenset((By.ALL, By.ROLE, By.LIST))  # they name whom they mean


def streams(condition: Condition | None = None) -> Streams:
    """How audiences are read; `condition`, of a person's id: of those alone for whom it is true.

    It is asked in the same statements, so that the few among many are found at once. Made once, as
    a module begins: it is dear. The condition may also speak of LISTING.
    """
    return {
        by: _following(*chosen, staff_only=by not in _ANYBODY, condition=condition)
        for by, chosen in _CHOSEN.items()
    }


_EVERYBODY = streams()
_AMONG = {by: _among(*chosen) for by, chosen in _CHOSEN.items()}
# Of every generation: an index alone answers, and what is gone finds nobody.
_SPELLINGS = {
    By.DEPARTMENT: select(HOLDING.c.department).distinct(),
    By.GRADE: select(HOLDING.c.grade).distinct(),
    By.MUNICIPALITY: select(LISTING.c.municipality).distinct(),
}
_HERE = select(LISTING.c.person, _away(LISTING)).where(
    among(LISTING.c.person, "ids"),
    LISTING.c.generation == CURRENT,
    LISTING.c.left_on > ON,
    _is_meant(LISTING),
)
