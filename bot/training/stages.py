"""The stages of a working morning: each takes a step from a place on, and says where to go on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice

from bot import policy
from bot.slice import Tick
from bot.storage.parts import apart
from bot.training import notices, reminding, seats, shown
from bot.training.model import Course
from bot.training.plan import courses as of_courses
from bot.training.plan import heads, newcomers
from bot.training.plan.heads import Digest
from bot.training.plan.item import Item
from bot.training.plan.moments import Span
from bot.training.store import enrolments, gone, marks, noted, sessions
from bot.zone import zone_of
from cards import training as view

LEFT_OUT = "training_left_out"
MOST = 50  # people whose seats are given back, or whose heads are asked, in one step
_NOTED = "training.mornings.noted"  # up to which step this morning's digests tell
_EACH = 4  # a person of these costs as much as so many who are only listed
_COURSE, _WALK = 20, 100  # a course costs as much as so many people; a look through its audience
_TOLD_AT_ONCE = 200  # people whom the digests of one step name


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was done. `place`: where to go on, None at the stage's end."""

    place: int | None
    cost: int = 0


Stage = Callable[[Tick, Span, int], Step]


def leave(tick: Tick, span: Span, place: int) -> Step:
    """Who is no longer here needs no seat."""
    left = gone.seated(tick.tx, span.start, place, MOST)
    for session in gone.sessions(tick.tx, left):
        sessions.lock(tick.tx, session)  # all before the first changes: as everybody locks them
    for person in left:
        apart(tick.tx, LEFT_OUT, partial(_leave, tick, person))
    return Step(place=left[-1] if len(left) == MOST else None, cost=_EACH * len(left))


def _leave(tick: Tick, person: int) -> None:
    for outcome in seats.leave(tick.tx, person, tick.now):
        notices.tell(tick.tx, outcome, tick.now)


def ask_again(tick: Tick, span: Span, place: int) -> Step:
    """Heads who haven't answered for two working days, and who stands above them."""
    hours, here = policy.of(tick.tx).hours, zone_of(tick.now)
    found = list(islice(heads.again(tick.tx, hours, here, span, place), MOST))
    for enrolment, one in found:
        apart(tick.tx, LEFT_OUT, partial(_request, tick, enrolment, one), enrolment=enrolment)
    more = len(found) == MOST
    return Step(place=found[-1][0] if more else None, cost=_EACH * len(found))


def _request(tick: Tick, enrolment: int, one: Item) -> None:
    seen = shown.request(tick.tx, enrolments.get(tick.tx, enrolment), tick.now)
    notices.post(
        tick.tx,
        one,
        lambda lang: view.request(lang, seen, asked="superior"),
        tick.now,
        about=one.subject,
    )


def tell_heads(tick: Tick, span: Span, place: int) -> Step:
    """Who of their staff has booked since the last digest."""
    if not place:  # who books while the digests are written is in tomorrow's
        marks.put(tick.tx, _NOTED, tick.today, noted.last_step(tick.tx))
    _, until = marks.of(tick.tx, _NOTED)
    told = 0
    for one in heads.digests(tick.tx, span.start, until, place):
        apart(tick.tx, LEFT_OUT, partial(_notify, tick, one), post=one.post)
        told += len(one.booked)
        if told >= _TOLD_AT_ONCE:
            return Step(place=one.post + 1, cost=told)
    noted.keep(tick.tx, tick.today, until)
    return Step(place=None, cost=told)


def _notify(tick: Tick, one: Digest) -> None:
    seen = shown.requests(tick.tx, one.booked, tick.now)
    notices.post(tick.tx, one.item, lambda lang: view.notified(lang, seen), tick.now)


def remind(tick: Tick, span: Span, place: int) -> Step:
    """What is said of the next course today; one that is over ends."""
    course = _following(of_courses.running(tick.tx), place)
    if course is None:
        return Step(place=None)
    reminded = apart(
        tick.tx, LEFT_OUT, partial(reminding.of_course, tick, course, span), course=course.id
    )
    return Step(place=course.id, cost=_COURSE + _WALK * (reminded or 0))


def welcome(tick: Tick, span: Span, place: int) -> Step:
    """Once a week: who came after the enrolment card of a course went out."""
    week = newcomers.owed(tick.tx, span.start, policy.of(tick.tx).calendar)
    if week is None:
        return Step(place=None)
    course = _following(newcomers.open_to(tick.tx, span.start), place)
    if course is None:
        marks.put(tick.tx, newcomers.NEWCOMERS, week, 1)
        return Step(place=None)
    apart(tick.tx, LEFT_OUT, partial(reminding.welcome, tick, course), course=course.id)
    return Step(place=course.id, cost=_WALK)


def _following(found: Iterable[Course], place: int) -> Course | None:
    later = (one for one in found if one.id > place)
    return min(later, key=lambda course: course.id, default=None)


def editions(tick: Tick, span: Span, place: int) -> Step:
    """With a new fiscal year the courses that repeat appear as drafts, and the desk is told."""
    del place
    found = [*of_courses.editions(tick.tx, policy.of(tick.tx).calendar, span.start, span.until)]
    for one in found:
        apart(tick.tx, LEFT_OUT, partial(reminding.edition, tick, one), course=one.before.id)
    return Step(place=None, cost=_COURSE * len(found))


STAGES: tuple[Stage, ...] = (leave, ask_again, tell_heads, remind, welcome, editions)
