"""Cards about courses go with them: what was posted of their people, sessions and themselves."""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date, datetime

from bot.delivery import outbox
from bot.errands import rows as errands
from bot.people import members
from bot.people.selectors import parse
from bot.storage.tx import Tx
from bot.training.model import Course
from bot.training.plan import item
from bot.training.questions import ENTRY, ENTRY_MOVE, TELL
from bot.training.rules.years import fiscal_year
from bot.training.store import announcements, enrolments, sessions

_OF_COURSE = (
    item.ENROL,
    item.APPLY,
    item.UNFINISHED,
    item.RECORDING,
    item.FINISHED,
    item.SESSIONLESS,
    item.WAVE,
    item.ARRIVED,
)
_OF_SESSION = (item.REMIND, item.UNATTENDED, item.UNGATHERED)
_OF_ENROLMENT = (item.REQUEST, item.OFFERED, item.TOLD, item.SUBSTITUTE)


def empty(tx: Tx, course: Course, now: datetime) -> bool:
    """Take every card about a course back from the chats; whether nothing is left there."""
    return outbox.empty(tx, _cards(tx, (course,)), now)


def dispose(tx: Tx, courses: Iterable[Course]) -> None:
    """Destroy every card about these courses, before they go themselves.

    What went through the notices' approval is theirs to destroy. Raises Refused while a copy is on
    its way.
    """
    found = tuple(courses)
    for notice in _cards(tx, found):
        outbox.cancel(tx, notice)
        outbox.dispose(tx, notice)
    for course in found:
        _forget_lists(tx, course.id)
        _unask(tx, frozenset(_enrolments(tx, course.id)))


def _cards(tx: Tx, courses: Sequence[Course]) -> tuple[int, ...]:
    """Every notice about these courses, but what went through the notices' approval."""
    if not courses:
        return ()
    own = {one for course in courses for one in _enrolments(tx, course.id)}
    held = {one.id for course in courses for one in sessions.of_course(tx, course.id)}
    ids = {course.id for course in courses}
    found = (
        *_keyed(tx, _OF_COURSE, ids),
        *_keyed(tx, _OF_SESSION, held),
        *_keyed(tx, _OF_ENROLMENT, own),
        *_digests(tx, courses),
        *(notice for course in courses for notice in _of_the_year(tx, course)),
    )
    return tuple(one for one in dict.fromkeys(found) if outbox.find_draft(tx, one) is None)


def _keyed(tx: Tx, kinds: Iterable[str], ids: Set[int]) -> Iterator[int]:
    for kind in kinds:
        yield from (notice for notice, key in outbox.keys(tx, kind) if _number(key) in ids)


def _enrolments(tx: Tx, course: int) -> Iterator[int]:
    last = 0
    while page := enrolments.of_course(tx, course, last):
        yield from (one.id for one in page)
        last = page[-1].id


def _number(key: str) -> int:
    """Of what a key speaks: `offered:12:3` and `desk:apply:12:0` of 12."""
    numbers = (int(part) for part in key.split(":") if part.isdecimal())
    return next(numbers, 0)


def _digests(tx: Tx, courses: Iterable[Course]) -> Iterator[int]:
    """What heads heard on the mornings of those years: of several courses on one card."""
    last = max(course.year for course in courses)
    for notice, key in outbox.keys(tx, item.NOTIFIED):
        if fiscal_year(date.fromisoformat(key.rpartition(":")[2])) <= last:
            yield notice


def _of_the_year(tx: Tx, course: Course) -> Iterator[int]:
    """What the desk heard when it came back as this year's edition."""
    found = outbox.find(tx, kind=item.NEW_YEAR, source_key=f"new_year:{course.code}:{course.year}")
    if found is not None:
        yield found.id


def _forget_lists(tx: Tx, course: int) -> None:
    for one in announcements.of_course(tx, course):
        if one.selector:
            members.forget(tx, parse(one.selector))


def _unask(tx: Tx, own: Set[int]) -> None:
    """What nobody has begun needn't be; an event that has to go still goes."""
    for kind in (ENTRY, ENTRY_MOVE, TELL):
        if errands.is_waiting(tx, f"{kind}:"):
            for enrolment in own:
                errands.unask(tx, f"{kind}:{enrolment}:")
