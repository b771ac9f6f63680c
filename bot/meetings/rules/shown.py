"""What cards read of a meeting and of its series: names instead of ids, times of the tenant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.meetings.model import (
    AgendaItem,
    Answer,
    Doubt,
    FollowUp,
    Meeting,
    Series,
    SeriesState,
    Slot,
)
from bot.meetings.rules import periods
from bot.meetings.rules.quarters import Quarter
from bot.workdays import ONE_DAY

Names = Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTrouble:
    """See cards.meetings.matter.Trouble."""

    code: str
    name: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAttendee:
    """See cards.meetings.matter.Attendee."""

    name: str
    post: str
    reply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """See cards.meetings.matter.AgendaLine."""

    item_id: int
    text: str
    by: str
    carried: bool
    removable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFollowUp:
    """See cards.meetings.matter.FollowUpLine."""

    follow_up_id: int
    version: int
    text: str
    post: str
    due_on: date
    done_on: date | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One meeting as it stands on a card's day; see cards.meetings.matter.Meeting."""

    meeting_id: int
    series_id: int
    version: int
    title: str
    partner: str
    article: str
    owner: str
    first: date
    last: date
    until: date
    unit: str
    count: int
    today: date
    stage: str
    may_write: bool
    comes_again: bool
    overdue: bool
    over: bool
    slots: tuple[Slot, ...]
    troubles: tuple[ShownTrouble, ...]
    slot: Slot | None
    wanted: Slot | None
    seen: Slot | None
    minutes: int
    room: str
    online: bool
    join_url: str
    in_calendar: bool
    organiser: str
    attendees: tuple[ShownAttendee, ...]
    agenda: tuple[ShownItem, ...]
    follow_ups: tuple[ShownFollowUp, ...]
    reason: str
    held_on: date | None
    minutes_url: str
    decisions: str
    last_met_on: date | None
    undoable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSeries:
    """A series with its quarters; see cards.meetings.matter.Series."""

    series_id: int
    version: int
    title: str
    partner: str
    article: str
    by_hand: bool
    state: str
    unit: str
    count: int
    may_set_cadence: bool
    soft: bool
    owner: str
    posts: tuple[str, ...]
    room: str
    minutes: int
    online: bool
    today: date
    quarters: tuple[Quarter, ...]
    last_met_on: date | None


def shown(
    meeting: Meeting,
    series: Series,
    *,
    today: date,
    zone: ZoneInfo,
    posts: Names,
    people: Names,
    attendees: Sequence[ShownAttendee] = (),
    room: str = "",
    agenda: Sequence[ShownItem] = (),
    follow_ups: Sequence[ShownFollowUp] = (),
    last_met_on: date | None = None,
    over: bool = False,
    undoable: bool = False,
) -> Shown:
    """The meeting for a card. `posts` and `people` are names by id; who isn't in them has none.

    `room`: what the series' room is called, where that is known.
    """
    cadence, until = series.cadence, periods.bound(series, meeting.period).last
    return Shown(
        meeting_id=meeting.id,
        series_id=series.id,
        version=meeting.version,
        title=series.title,
        partner=series.partner,
        article=series.article,
        owner=posts.get(series.post, ""),
        first=meeting.period.first,
        last=meeting.period.last,
        until=until,
        unit=cadence.unit.value if cadence else "",
        count=cadence.count if cadence else 0,
        today=today,
        stage=meeting.stage.value,
        may_write=series.soft,
        comes_again=_comes_again(series, meeting),
        overdue=today > until,
        over=over,
        slots=tuple(_in(zone, one) for one in meeting.slots),
        troubles=tuple(_trouble(doubt, people, posts, zone) for doubt in meeting.doubts),
        slot=_in(zone, meeting.slot) if meeting.slot else None,
        wanted=_in(zone, meeting.wanted) if meeting.wanted else None,
        seen=_in(zone, meeting.seen) if meeting.seen else None,
        minutes=series.minutes,
        room=room or series.room,
        online=series.online,
        join_url=meeting.join_url,
        in_calendar=meeting.in_calendar,
        organiser=people.get(meeting.organiser or 0, ""),
        attendees=tuple(attendees),
        agenda=tuple(agenda),
        follow_ups=tuple(follow_ups),
        reason=meeting.reason,
        held_on=meeting.held_on,
        minutes_url=meeting.minutes_url,
        decisions=meeting.decisions,
        last_met_on=last_met_on,
        undoable=undoable,
    )


def _comes_again(series: Series, meeting: Meeting) -> bool:
    after = meeting.period.last + ONE_DAY
    ended = series.state is SeriesState.ENDED
    return not ended and periods.next_owed(series, after) is not None


def shown_series(
    series: Series,
    *,
    today: date,
    posts: Names,
    quarters: Sequence[Quarter] = (),
    last_met_on: date | None = None,
    may_set_cadence: bool = False,
) -> ShownSeries:
    """The series for a card; `posts` are names by id."""
    cadence = series.cadence
    return ShownSeries(
        series_id=series.id,
        version=series.version,
        title=series.title,
        partner=series.partner,
        article=series.article,
        by_hand=not series.source,
        state=series.state.value,
        unit=cadence.unit.value if cadence else "",
        count=cadence.count if cadence else 0,
        may_set_cadence=may_set_cadence,
        soft=series.soft,
        owner=posts.get(series.post, ""),
        posts=tuple(filter(None, (posts.get(post, "") for post in series.posts))),
        room=series.room,
        minutes=series.minutes,
        online=series.online,
        today=today,
        quarters=tuple(quarters),
        last_met_on=last_met_on,
    )


def attendees(
    holders: Iterable[tuple[int, int]], *, people: Names, posts: Names, answers: Iterable[Answer]
) -> tuple[ShownAttendee, ...]:
    """Who is asked to come, as (person, post), with what each has answered; each person once."""
    replies = {answer.person: answer.reply.value for answer in answers}
    first: dict[int, int] = {}
    for person, post in holders:
        first.setdefault(person, post)
    return tuple(
        ShownAttendee(
            name=people.get(person, ""), post=posts.get(post, ""), reply=replies.get(person, "")
        )
        for person, post in first.items()
    )


def agenda(
    items: Iterable[AgendaItem],
    *,
    people: Names,
    reader: int | None = None,
    decides: bool = False,
) -> tuple[ShownItem, ...]:
    """The agenda; `removable` by who wrote an item and by who decides (the `reader`'s view).

    What was carried over goes when it is done.
    """
    return tuple(
        ShownItem(
            item_id=item.id,
            text=item.text,
            by=people.get(item.by, ""),
            carried=item.carried,
            removable=not item.carried and (decides or (reader is not None and item.by == reader)),
        )
        for item in items
    )


def follow_up(found: FollowUp, *, title: str, posts: Names) -> ShownFollowUp:
    """What a meeting left to do; `title` is that of its series."""
    return ShownFollowUp(
        follow_up_id=found.id,
        version=found.version,
        text=found.text,
        post=posts.get(found.post, ""),
        due_on=found.due_on,
        done_on=found.done_on,
        title=title,
    )


def _in(zone: ZoneInfo, slot: Slot) -> Slot:
    return Slot(start=slot.start.astimezone(zone), end=slot.end.astimezone(zone))


def _trouble(doubt: Doubt, people: Names, posts: Names, zone: ZoneInfo) -> ShownTrouble:
    name = posts.get(doubt.post, "") if doubt.post else people.get(doubt.person, "")
    at = doubt.at.astimezone(zone) if doubt.at else None
    return ShownTrouble(code=doubt.trouble.value, name=name, at=at)
