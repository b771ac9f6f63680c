"""What attendance keeps of children and adults, for how long: disclosure, erasure, disposal."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from bot.attendance import emptying, family_state, open_months, suspending
from bot.attendance.model import Door
from bot.attendance.rules.years import first_day, last_day, school_year
from bot.attendance.store import (
    cases,
    drafts,
    enrolments,
    guardians,
    marks,
    months,
    mornings,
    pupils,
    reasons,
    reports,
    rhythms,
    suspensions,
    words,
)
from bot.delivery import outbox
from bot.retention import Expired, Kind, Wanted
from bot.storage.tx import Tx

KEEPS = (Kind.ATTENDANCE_BOOKS, Kind.SUSPENSIONS, Kind.SLIPS, Kind.PUPILS)
_EVER = first_day(2000)
_FAMILY = frozenset((Door.WORD, Door.PUPIL, Door.GUARDIAN))
_BOOK, _SUSPENSION, _REPORT, _PUPIL = range(4)  # as KEEPS names them
_KINDS = 4


def evidence(tx: Tx, article: str) -> tuple[Any, ...]:
    """Attendance is evidence for no article of any agreement: nothing of it leaves the school."""
    del tx, article
    return ()


def erase(tx: Tx, person: int, now: datetime) -> int:
    """Take an account out of what families have, its links and drafts; how many there were.

    What it reported is the school's record of the child, and stays until that is disposed of.
    """
    outbox.turnstile(tx)  # before any other row
    _empty_account(tx, person)
    gone = drafts.erase(tx, person)
    for link in guardians.by_person(tx, person):
        suspending.empty_families(tx, link.pupil, now, account=person)
        guardians.erase(tx, link.id)
        gone += 1
    return gone


def _empty_account(tx: Tx, person: int) -> None:
    """What stands in an account's chat of reports it sent says nothing any more."""
    for one in reports.by_author(tx, person, _EVER):
        if one.door in _FAMILY:
            family_state.empty(tx, one.id)


def expired(tx: Tx, now: datetime, wanted: Wanted) -> tuple[Expired, ...]:
    """The next that needn't be kept any longer: books of classes, suspensions, reports, or all
    about children who have left; ids that `dispose` understands. `now` in the tenant's zone;
    years are counted from the school year's end."""
    if wanted.kind not in KEEPS:
        return ()
    kind, year = KEEPS.index(wanted.kind), school_year(now.date()) - wanted.years
    after = wanted.after // _KINDS if wanted.after else 0
    found = [one for one in _OVER[kind](tx, year, after, wanted.most) if one > after]
    accounts = pupils.accounts(tx, found) if kind == _PUPIL else {}
    needed = open_months.needed(tx, found, now.date()) if kind == _REPORT else frozenset()
    return tuple(
        Expired(
            id=_coded(kind, one),
            subject=f"{_SUBJECTS[kind]}:{one}",
            since=first_day(year),
            until=last_day(year + wanted.years - 1),
            person=accounts.get(one, 0),
            blocked="open_month" if one in needed else _searched(tx, kind, one),
        )
        for one in found[: wanted.most]
    )


def _searched(tx: Tx, kind: int, one: int) -> str:
    """A word where a search for a child is open, which would go with it."""
    is_open = {_BOOK: cases.is_open_in, _PUPIL: cases.is_open}.get(kind)
    return "open_case" if is_open and is_open(tx, one) else ""


def _books(tx: Tx, year: int, after: int, most: int) -> tuple[int, ...]:
    del after, most
    day = first_day(year)
    stores = (months, marks, mornings)
    return tuple(sorted({one for store in stores for one in store.classes_before(tx, day)}))


def _suspensions(tx: Tx, year: int, after: int, most: int) -> tuple[int, ...]:
    del after, most
    return tuple(sorted(suspensions.older(tx, year)))


def _reports(tx: Tx, year: int, after: int, most: int) -> tuple[int, ...]:
    return reports.ids_before(tx, first_day(year), most, after)


def _pupils(tx: Tx, year: int, after: int, most: int) -> tuple[int, ...]:
    return pupils.left_before(tx, first_day(year), most, after)


_OVER = (_books, _suspensions, _reports, _pupils)
_SUBJECTS = ("class", "suspension", "report", "pupil")


def around(tx: Tx, subject: str) -> tuple[str, ...]:
    """All about a child, also of what the school has of them; of a class its book and its
    children; of an account its children."""
    kind, _, number = subject.partition(":")
    if not number.isdecimal():
        return ()
    if kind == "person":
        return tuple(one for child in _children(tx, int(number)) for one in _about(tx, child))
    if kind == "class":
        seated = enrolments.in_class(tx, int(number), date.min, date.max)
        return tuple(one for seat in seated for one in _about(tx, seat.pupil))
    child = _child(tx, kind, int(number))
    return tuple(_about(tx, child)) if child else ()


def _child(tx: Tx, kind: str, number: int) -> int:
    """The child whom a matter is about; 0 where it is about none."""
    if kind == "report":
        return next((one.pupil for one in reports.some(tx, (number,))), 0)
    if kind == "suspension":
        found = suspensions.find(tx, number)
        return found.pupil if found else 0
    return number if kind == "pupil" else 0


def own(tx: Tx, person: int) -> tuple[str, ...]:
    """The child whose own account this is."""
    child = pupils.by_person(tx, person)
    return (child.subject,) if child else ()


def _children(tx: Tx, person: int) -> frozenset[int]:
    own = pupils.by_person(tx, person)
    linked = {one.pupil for one in guardians.by_person(tx, person)}
    return frozenset({own.id, *linked} if own else linked)


def _about(tx: Tx, pupil: int) -> Iterator[str]:
    yield f"pupil:{pupil}"
    yield from (f"class:{one.class_id}" for one in enrolments.of_pupil(tx, pupil))
    yield from (one.subject for one in suspensions.of_pupil(tx, pupil))
    yield from (one.subject for one in reports.of_pupil(tx, pupil, date.min, date.max))


def dispose(tx: Tx, ids: tuple[int, ...], now: datetime) -> int:
    """Destroy these, and the cards about them; how many there were."""
    outbox.turnstile(tx)
    kinds = {kind: [one // _KINDS for one in ids if one % _KINDS == kind] for kind in range(_KINDS)}
    for class_id in kinds[_BOOK]:
        months.erase_class(tx, class_id)
        marks.erase_class(tx, class_id)
        mornings.erase_class(tx, class_id)
    suspended = sum(_dispose_suspension(tx, one) for one in kinds[_SUSPENSION])
    gone = len(kinds[_BOOK]) + suspended + reports.erase(tx, kinds[_REPORT])
    for pupil in kinds[_PUPIL]:
        forget(tx, pupil, now)
    return gone + len(kinds[_PUPIL])


def _coded(kind: int, id: int) -> int:
    return id * _KINDS + kind


def _dispose_suspension(tx: Tx, suspension: int) -> int:
    one = suspensions.find(tx, suspension)
    if one is None:
        return 0
    suspending.withdraw(tx, one)
    return suspensions.erase(tx, suspension)


def forget(tx: Tx, pupil: int, now: datetime) -> int:
    """Destroy everything about one child; how many rows there were.

    Cards of the family are emptied first; rosters and lists are drawn anew last, when nobody can
    be on them who is no more.
    """
    emptying.families(tx, pupil, now)
    gone = 0
    for one in suspensions.of_pupil(tx, pupil):
        gone += _dispose_suspension(tx, one.id)
    for link in guardians.of_pupil(tx, pupil):
        guardians.erase(tx, link.id)
        gone += 1
    words.erase(tx, pupil)
    gone += marks.erase(tx, pupil) + reasons.erase(tx, pupil) + rhythms.erase(tx, pupil)
    gone += reports.erase_pupil(tx, pupil) + drafts.erase_pupil(tx, pupil)
    gone += cases.erase_pupil(tx, pupil)
    pupils.erase(tx, pupil)
    emptying.pupil(tx, pupil, now)
    return gone
