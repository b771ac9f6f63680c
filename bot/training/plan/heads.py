"""What heads of staff hear on mornings: who still waits for their word, and who has booked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.people import heads
from bot.storage.tx import Tx
from bot.training import whom
from bot.training.model import Course, Enrolment
from bot.training.plan import item
from bot.training.plan.item import Item
from bot.training.plan.moments import Span
from bot.training.rules import reminders
from bot.training.store import courses, noted, undecided
from bot.workdays import ONE_DAY, Hours

KEPT_IN_SIGHT = timedelta(days=30)
_PAGE = 200


def request(tx: Tx, one: Enrolment, course: Course, at: datetime) -> Item:
    """The card that asks who heads somebody for their word; sent at `at`."""
    to = whom.heads_of(tx, one.person, at.date())
    return _request(one, course, at.date(), f"first:{one.id}:{one.version}", to)


def again(
    tx: Tx, hours: Hours, zone: ZoneInfo, span: Span, place: int = 0
) -> Iterator[tuple[int, Item]]:
    """Who hasn't answered for two working days is asked again, with who stands above them.

    In the order of the enrolments, from the one after `place` on; each with its enrolment's id.
    """
    for one in _undecided(tx, hours, zone, span, place):
        asked = hours.opens(one.since.astimezone(zone))
        on = span.on(reminders.head_again(asked, hours).date())
        if on is not None and on <= span.until:
            to = whom.above(tx, one.person, on)
            key = f"superior:{one.id}:{one.since.timestamp():.6f}"
            yield one.id, _request(one, courses.get(tx, one.course), on, key, to)


def _undecided(tx: Tx, hours: Hours, zone: ZoneInfo, span: Span, last: int) -> Iterator[Enrolment]:
    """Those whose second asking may fall into the span."""
    first = _midnight(_first_asked(hours, zone, span), zone)
    until = _midnight(span.until + ONE_DAY, zone)
    while found := undecided.between(tx, first, until, last, _PAGE):
        yield from found
        last = found[-1].id


def _first_asked(hours: Hours, zone: ZoneInfo, span: Span) -> date:
    """No application of an earlier day is asked about again after the day `span.after`."""
    day = span.after
    while reminders.head_again(hours.opens(_midnight(day, zone)), hours).date() > span.after:
        day -= ONE_DAY
    return day


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _request(one: Enrolment, course: Course, on: date, key: str, to: tuple[int, ...]) -> Item:
    return Item(
        on=on,
        kind=item.REQUEST,
        key=key,
        subject=one.subject,
        title=course.title,
        day=on,
        to=to,
        expires=on + KEPT_IN_SIGHT,
    )


def booked(tx: Tx, start: date, until: int) -> dict[int, list[int]]:
    """The enrolments of who has booked since the last digest, up to a step, by the post that heads
    them (0: the desk)."""
    found: dict[int, list[int]] = {}
    noticed = noted.between(tx, noted.read(tx), until)
    posts = heads.Heads(tx, start).of([person for _, person in noticed])
    for enrolment, person in noticed:
        for post in posts[person] or (0,):
            found.setdefault(post, []).append(enrolment)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one post hears: who of its staff has booked."""

    post: int
    item: Item
    booked: tuple[Enrolment, ...]


def digests(tx: Tx, start: date, until: int, place: int = 0) -> Iterator[Digest]:
    """One card for each post that heads people who have booked until that step; in the order of
    the posts, from `place` on."""
    for post, ids in sorted(booked(tx, start, until).items()):
        if post >= place:
            theirs = noted.these(tx, ids)
            to = whom.acting(tx, post, start)
            about = _digest(post, courses.get(tx, theirs[0].course), start, to)
            yield Digest(post=post, item=about, booked=theirs)


def _digest(post: int, course: Course, on: date, to: tuple[int, ...]) -> Item:
    return Item(
        on=on,
        kind=item.NOTIFIED,
        key=f"notified:{post}:{on}",
        subject=course.subject,
        title=course.title,
        day=on,
        to=to,
        expires=on + ONE_DAY,
    )
