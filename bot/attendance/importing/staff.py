"""The staff of a roster: who holds which post at which school, from–to."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from bot.attendance.importing import accounts
from bot.attendance.importing.accounts import Owner
from bot.attendance.importing.work import CHUNK, Work
from bot.attendance.model import Function
from bot.attendance.sheets.roster import Kind, reading
from bot.attendance.sheets.roster.lines import Place, StaffLine
from bot.attendance.store import building
from bot.attendance.store.tables import PUPILS, STAFF
from bot.people import parts
from bot.people.guests import guests
from bot.people.model import Role
from bot.sheets import BadCell, good
from bot.storage.tx import Tx

_WITH_CLASSES = frozenset((Function.HOMEROOM, Function.DEPUTY_HOMEROOM, Function.YEAR_HEAD))


def read_staff(work: Work) -> None:
    """Every line of 教職員, into the new generation."""
    if not work.has(Kind.STAFF):
        return
    rows = work.tables[Kind.STAFF].rows()
    lines = good(rows, partial(reading.staff, year=work.year), work.faults)
    while chunk := list(islice(lines, CHUNK)):
        known = [line for line in chunk if _is_known(work, line)]
        if not work.is_spoilt:
            work.begin(partial(_put, work=work, lines=known))
        work.count("staff", len(chunk))
        if work.is_full:
            break
    work.finish()


def _is_known(work: Work, line: StaffLine) -> bool:
    """Whether there is such a post."""
    if line.school not in work.schools:
        if work.schools_are_sure:
            work.faults.append(line.row.bad("school", "is no known school; add it to 学校"))
        return False
    if line.function not in _WITH_CLASSES or any(_means(line, one) for one in work.classes):
        return True
    if work.classes_are_sure:
        key = "class" if line.class_name else "grade"
        work.faults.append(line.row.bad(key, "is no class of this year; add it to 学級"))
    return False


def _means(line: StaffLine, place: Place) -> bool:
    """A class's own posts mean that class, a year head's any of the grade."""
    wanted = line.class_name or place.name
    return (line.school, line.grade, wanted) == (place.school, place.grade, place.name)


def _put(tx: Tx, work: Work, lines: list[StaffLine]) -> list[BadCell]:
    people = accounts.people(tx, {one.account.key: Owner(one.account, one.name) for one in lines})
    held = [(one, people[one.account.key]) for one in lines]
    if faults := list(_not_staff(tx, work, held)):
        return faults
    parts.add_holdings(tx, work.fresh[STAFF], [_holding(work, *one) for one in held])
    parts.add_roles(tx, work.fresh[STAFF], list(_roles(held)))
    return []


def _not_staff(tx: Tx, work: Work, held: Iterable[tuple[StaffLine, int]]) -> Iterator[BadCell]:
    """Accounts that must not have what staff may: a child's, and a guest's of whom nobody knows
    more than an address."""
    wanted = list(held)
    ids = [person for _, person in wanted]
    children = building.accounts_of_pupils(tx, work.before(PUPILS), ids)
    outside = guests(tx, ids)
    for one, person in wanted:
        if person in children and not work.has(Kind.PUPILS):
            yield one.row.bad(
                one.account.column, "is a child's account; a child is no member of staff"
            )
        elif person in outside:
            yield one.row.bad(
                one.account.column, "is a guest's account; give the one that the school gave"
            )


def _holding(work: Work, line: StaffLine, person: int) -> dict[str, Any]:
    school = work.schools[line.school]
    return {
        "person": person,
        "post": work.posts[school.id, line.function, line.grade, line.class_name],
        "department": school.name,
        "since": line.since,
        "until": line.until,
    }


def _roles(held: Iterable[tuple[StaffLine, int]]) -> Iterable[dict[str, Any]]:
    """Who holds a post at a school is staff, and has the role of that name."""
    for line, person in held:
        for role in (Role.STAFF, Role(line.function.value)):
            yield {
                "person": person,
                "role": role.value,
                "since": line.since,
                "until": line.until,
            }
