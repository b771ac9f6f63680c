"""What is said of a booked meeting: that it comes, and that its minutes are missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import policy
from bot.meetings import audience
from bot.meetings.model import Meeting, Series, Slot, Stage, Trouble
from bot.meetings.plan import item
from bot.meetings.plan.item import Item
from bot.meetings.store import history
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY, Hours

AN_HOUR = timedelta(hours=1)
DAYS_BEFORE = {"7d": 7, "1d": 1}
MINUTES_ASKED_AGAIN = (3, 10)  # working days after the meeting
KEPT_IN_SIGHT = timedelta(days=30)
ASKED_AGAIN = {3: False, 7: True}  # days after a question about an event → the superior too?


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something is said; `ahead`: which reminder it is, "" for a question after the meeting
    (`again`: the working days since then). `waiting`: for how many days a question about the event
    itself has had no answer, 0 where it isn't about that."""

    at: datetime
    ahead: str = ""
    again: int = 0
    waiting: int = 0


def moments(
    meeting: Meeting, hours: Hours, zone: ZoneInfo, asked: datetime | None = None
) -> tuple[Moment, ...]:
    """The reminders of a booked meeting and the questions for its minutes, the earliest first.

    Where the slot is in doubt (moved by hand) nobody is reminded of it, but whoever was `asked`
    about it is, and a week later their superior hears of it.
    """
    if meeting.slot is None or meeting.stage not in (Stage.BOOKED, Stage.CHANGED):
        return ()
    slot = Slot(start=meeting.slot.start.astimezone(zone), end=meeting.slot.end.astimezone(zone))
    found = list(_reminders(slot, hours)) if meeting.stage is Stage.BOOKED else []
    found += _questions(slot, hours)
    if asked is not None:
        found += _asked_again(meeting, slot, hours, asked.astimezone(zone))
    return tuple(sorted(found, key=lambda one: one.at))


def asked_at(tx: Tx, meeting: Meeting) -> datetime | None:
    """Since when the owner has been asked about the event; None where nothing is in doubt."""
    left = any(one.trouble is Trouble.ORGANISER_LEFT for one in meeting.doubts)
    if meeting.stage is not Stage.CHANGED and not left:
        return None
    return history.reached(tx, meeting)


def _asked_again(meeting: Meeting, slot: Slot, hours: Hours, asked: datetime) -> Iterator[Moment]:
    """Until the meeting begins, at the agreed or at the other time."""
    begins = max(slot.start, meeting.seen.start) if meeting.seen else slot.start
    for days in ASKED_AGAIN:
        day = hours.calendar.next_working_day(asked.date() + timedelta(days=days))
        if (at := morning(day, hours, asked)) < begins:
            yield Moment(at=at, waiting=days)


def _reminders(slot: Slot, hours: Hours) -> Iterator[Moment]:
    """Two on one working day are one: the later."""
    mornings: dict[datetime, str] = {}
    for ahead, days in DAYS_BEFORE.items():
        day = hours.calendar.previous_working_day(slot.start.date() - timedelta(days=days))
        mornings[morning(day, hours, slot.start)] = ahead
    for at, ahead in mornings.items():
        yield Moment(at=at, ahead=ahead)
    yield Moment(at=slot.start - AN_HOUR, ahead="1h")


def _questions(slot: Slot, hours: Hours) -> Iterator[Moment]:
    yield Moment(at=hours.opens(slot.end))
    day = slot.end.date()
    for count in range(1, max(MINUTES_ASKED_AGAIN) + 1):
        day = hours.calendar.next_working_day(day + ONE_DAY)
        if count in MINUTES_ASKED_AGAIN:
            yield Moment(at=morning(day, hours, slot.end), again=count)


def morning(day: date, hours: Hours, like: datetime) -> datetime:
    """When the cards of a working day go out, in the zone of `like`."""
    return hours.opens(datetime.combine(day, time.min, like.tzinfo))


def due(
    meeting: Meeting, found: tuple[Moment, ...], since: datetime, now: datetime
) -> tuple[Moment, ...]:
    """What is to say now of all that came after `since`: the last reminder, the last question.

    A reminder never comes after the beginning.
    """
    missed = [one for one in found if since < one.at <= now]
    begun = meeting.slot is None or now >= meeting.slot.start
    ahead = [] if begun else [one for one in missed if one.ahead]
    waits = [one for one in missed if one.waiting]
    after = [one for one in missed if not one.ahead and not one.waiting]
    return (*ahead[-1:], *waits[-1:], *after[-1:])


def told(tx: Tx, series: Series, meeting: Meeting, moment: Moment, on: date) -> tuple[Item, ...]:
    """The notices of a moment: for who comes, for who keeps the minutes, or for who was asked."""
    if moment.ahead:
        found = [_reminder(tx, series, meeting, moment, on)]
    elif moment.waiting:
        found = _waiting(tx, series, meeting, moment, on)
    else:
        found = [_question(tx, series, meeting, moment, on)]
    return tuple(one for one in found if one.to)


def _reminder(tx: Tx, series: Series, meeting: Meeting, moment: Moment, on: date) -> Item:
    comes = tuple(person.id for person in audience.attendees(tx, series, on))
    about = _about(series, meeting, moment, on, item.REMIND)
    return replace(
        about,
        key=f"remind:{_slot_key(meeting)}:{moment.ahead}",
        to=comes,
        expires=_start(meeting),
        ahead=moment.ahead,
    )


def _question(tx: Tx, series: Series, meeting: Meeting, moment: Moment, on: date) -> Item:
    about = _about(series, meeting, moment, on, item.AFTER)
    key = f"after:{_slot_key(meeting)}:{moment.again}"
    return replace(about, key=key, to=audience.owners(tx, series.post, on))


def _waiting(tx: Tx, series: Series, meeting: Meeting, moment: Moment, on: date) -> list[Item]:
    about = _about(series, meeting, moment, on, item.TROUBLE)
    key = f"trouble:{meeting.id}:{meeting.version}:{moment.waiting}"
    own = replace(about, key=key, to=audience.owners(tx, series.post, on))
    if not ASKED_AGAIN[moment.waiting]:
        return [own]
    above = audience.superiors(tx, series.post, on)
    return [own, replace(own, key=f"{key}:above", to=above, above=True)]


def _about(series: Series, meeting: Meeting, moment: Moment, on: date, kind: str) -> Item:
    return Item(
        on=on,
        kind=kind,
        key="",
        subject=meeting.subject,
        title=series.title,
        day=_start(meeting).astimezone(moment.at.tzinfo).date(),
        to=(),
        expires=on + KEPT_IN_SIGHT,
    )


def _slot_key(meeting: Meeting) -> str:
    return f"{meeting.id}:{_start(meeting).isoformat()}"


def _start(meeting: Meeting) -> datetime:
    assert meeting.slot is not None  # noqa: S101 - what has moments has a slot
    return meeting.slot.start


def next_look(
    meeting: Meeting, found: tuple[Moment, ...], hours: Hours, now: datetime
) -> datetime | None:
    """When the clock looks again: at the next moment, and each working morning until it begins."""
    coming = [one.at for one in found if one.at > now]
    if is_checked(meeting, now):
        coming.append(morning(hours.calendar.next_working_day(now.date() + ONE_DAY), hours, now))
    return min(coming, default=None)


def is_checked(meeting: Meeting, now: datetime) -> bool:
    """Whether an event should stand for it that has yet to begin."""
    at = meeting.seen or meeting.slot
    stands = meeting.in_calendar and bool(meeting.event_id)
    return stands and at is not None and now < at.start


def planned(
    tx: Tx, series: Series, meeting: Meeting, since: datetime, first: datetime, last: datetime
) -> Iterator[Item]:
    """What will be said from `first` to `last` of all that comes after `since`."""
    hours = policy.of(tx).hours
    zone = first.tzinfo
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - a plan is asked for in the tenant's own zone
    found = moments(meeting, hours, zone, asked_at(tx, meeting))
    for one in due(meeting, found, since, first):
        yield from told(tx, series, meeting, one, hours.opens(first).date())
    for one in found:
        if max(first, since) < one.at <= last:
            yield from told(tx, series, meeting, one, one.at.date())
