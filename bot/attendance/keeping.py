"""What attendance keeps of children and adults, for how long: disclosure, erasure, disposal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.attendance import emptying, family_state, suspending
from bot.attendance.model import Door, Guardian, LinkState, Pupil, Report
from bot.attendance.rules.years import first_day, school_year
from bot.attendance.store import (
    cases,
    classes,
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
from bot.clock import real_now
from bot.delivery import outbox
from bot.storage.tx import Tx
from bot.zone import zone

KEPT_YEARS = 5  # 出席簿 (学校教育法施行規則28条2項), counted from the school year's end
REPORT_YEARS = 1  # slips of what families said: the book has what the school decided of it
MOST_AT_ONCE = 10_000
MOST_CHILDREN = 200  # with each of them go all their rows and cards
_EVER = first_day(2000)
_FAMILY = frozenset((Door.WORD, Door.PUPIL, Door.GUARDIAN))
_BOOK, _SUSPENSION, _REPORT, _PUPIL = range(4)
_KINDS = 4


def evidence(tx: Tx, article: str) -> tuple[Any, ...]:
    """Attendance is evidence for no article of any agreement: nothing of it leaves the school."""
    del tx, article
    return ()


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """What this account entered itself, and what concerns it alone.

    Never another adult's entries, nor what staff wrote or watch; of a protected child (秘匿対象)
    nothing that tells where they are: no class, no school, no days.
    """
    own = pupils.by_person(tx, person)
    return (
        *(_own(tx, own) if own else ()),
        *(_link(tx, one) for one in guardians.by_person(tx, person)),
        *(_report(tx, one) for one in reports.by_author(tx, person, _EVER) if one.door in _FAMILY),
        *drafts.personal_data(tx, person),
    )


def _own(tx: Tx, pupil: Pupil) -> Iterator[dict[str, Any]]:
    """The child's own account: that they are known, and in which classes unless protected."""
    yield {"subject": pupil.subject, "name": pupil.name, "language": pupil.language}
    for seat in () if pupil.protected else enrolments.of_pupil(tx, pupil.id):
        class_ = classes.find(tx, seat.class_id)
        if class_ and class_.is_known(real_now()):
            yield {"subject": class_.subject, "since": seat.since, "until": seat.until}


def _link(tx: Tx, one: Guardian) -> dict[str, Any]:
    """A guardian's own link; nobody else's of the same child is told."""
    child = pupils.find(tx, one.pupil)
    confirmed = one.state is LinkState.CONFIRMED
    return {
        "subject": one.subject,
        "child": child.name if child and confirmed else "",
        "name": one.name,
        "relation": one.relation,
        "contact": one.contact,
        "state": one.state.value,
    }


def _report(tx: Tx, one: Report) -> dict[str, Any]:
    """What was sent with the family word an adult wrote on the child's account: whoever holds that
    account reads its days alone, as on the card that stayed there."""
    child = pupils.find(tx, one.pupil)
    shown = {"subject": one.subject, "sent_at": one.sent_at}
    if child is None or child.protected:
        return shown
    days = {**shown, "since": one.since, "until": one.until}
    if one.door is Door.WORD:
        return days
    return {**days, "kind": one.kind.value, "text": one.content.text}


def erase(tx: Tx, person: int) -> int:
    """Take an account out of what families have, its links and drafts; how many there were.

    What it reported is the school's record of the child, and stays until that is disposed of.
    """
    outbox.turnstile(tx)  # before any other row
    _empty_account(tx, person)
    gone = drafts.erase(tx, person)
    for link in guardians.by_person(tx, person):
        suspending.empty_families(tx, link.pupil, _now(tx), account=person)
        guardians.erase(tx, link.id)
        gone += 1
    return gone


def _empty_account(tx: Tx, person: int) -> None:
    """What stands in an account's chat of reports it sent says nothing any more."""
    for one in reports.by_author(tx, person, _EVER):
        if one.door in _FAMILY:
            family_state.empty(tx, one.id)


def expired(tx: Tx, now: datetime) -> tuple[int, ...]:
    """What needn't be kept any longer: books of classes, suspensions, reports, and all about
    children who have left; ids that `dispose` understands. `now` in the tenant's zone; years are
    counted from the school year's end.
    """
    year = school_year(now.date())
    books = first_day(year - KEPT_YEARS)
    old = {
        *months.classes_before(tx, books),
        *marks.classes_before(tx, books),
        *mornings.classes_before(tx, books),
    }
    said = reports.ids_before(tx, first_day(year - REPORT_YEARS), MOST_AT_ONCE)
    return (
        *(_coded(_BOOK, one) for one in sorted(old)),
        *(_coded(_SUSPENSION, one) for one in suspensions.older(tx, year - KEPT_YEARS)),
        *(_coded(_REPORT, one) for one in said),
        *(_coded(_PUPIL, one) for one in pupils.left_before(tx, books, MOST_CHILDREN)),
    )


def dispose(tx: Tx, ids: tuple[int, ...]) -> int:
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
        forget(tx, pupil, _now(tx))
    return gone + len(kinds[_PUPIL])


def _now(tx: Tx) -> datetime:
    return real_now().astimezone(zone(tx))


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
