"""Cards about courses go with them: what was posted of their people, sessions and themselves."""

from collections.abc import Iterable, Iterator
from datetime import date

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


def dispose(tx: Tx, courses: Iterable[Course]) -> None:
    """Destroy every card about these courses, before they go themselves; cards in chats stay.

    What went through the notices' approval is theirs to destroy. Raises Refused while a copy is on
    its way.
    """
    found = {course.id: course for course in courses}
    if not found:
        return
    own = {one for course in found for one in _enrolments(tx, course)}
    held = {one.id for course in found for one in sessions.of_course(tx, course)}
    for kinds, ids in ((_OF_COURSE, found.keys()), (_OF_SESSION, held), (_OF_ENROLMENT, own)):
        for kind in kinds:
            _drop(tx, (notice for notice, key in outbox.keys(tx, kind) if _number(key) in ids))
    _drop(tx, _digests(tx, found.values()))
    for course in found.values():
        _drop(tx, _of_the_year(tx, course))
        _forget_lists(tx, course.id)
    _unask(tx, own)


def _enrolments(tx: Tx, course: int) -> Iterator[int]:
    last = 0
    while page := enrolments.of_course(tx, course, last):
        yield from (one.id for one in page)
        last = page[-1].id


def _number(key: str) -> int:
    """Of what a key speaks: `offered:12:3` and `desk:apply:12:0` of 12."""
    numbers = (int(part) for part in key.split(":") if part.isdecimal())
    return next(numbers, 0)


def _drop(tx: Tx, notices: Iterable[int]) -> None:
    for notice in tuple(notices):
        if outbox.find_draft(tx, notice) is None:
            outbox.cancel(tx, notice)
            outbox.dispose(tx, notice)


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


def _unask(tx: Tx, own: Iterable[int]) -> None:
    """What nobody has begun needn't be; an event that has to go still goes."""
    for kind in (ENTRY, ENTRY_MOVE, TELL):
        if errands.is_waiting(tx, f"{kind}:"):
            for enrolment in own:
                errands.unask(tx, f"{kind}:{enrolment}:")
