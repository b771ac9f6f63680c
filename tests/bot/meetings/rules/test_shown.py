"""What cards read: names instead of ids, times of the tenant."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.meetings.model import (
    AgendaItem,
    Answer,
    Cadence,
    Doubt,
    FollowUp,
    Meeting,
    Period,
    Reply,
    Series,
    SeriesState,
    Slot,
    Stage,
    Trouble,
    Unit,
)
from bot.meetings.rules import shown
from bot.meetings.rules.quarters import quarters
from cards.meetings.matter import FollowUpLine as FollowUpCard
from cards.meetings.matter import Meeting as MeetingCard
from cards.meetings.matter import Series as SeriesCard

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 24)
AT = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
SLOT = Slot(start=AT, end=AT + timedelta(hours=1))
POSTS = {1: "企画課 係長", 2: "企画課 主査"}
PEOPLE = {5: "青木", 6: "大野"}
SERIES = Series(
    id=1,
    source="agreement:7",
    article="第5条",
    title="協定",
    partner="ひのでロジ株式会社",
    post=1,
    cadence=Cadence(unit=Unit.MONTHS, count=3),
    soft=True,
    since=date(2024, 4, 1),
    posts=(2, 9),
)
MEETING = Meeting(
    id=3,
    series=1,
    period=Period(first=date(2026, 10, 1), last=date(2026, 12, 31)),
    stage=Stage.CHANGED,
    slots=(SLOT,),
    doubts=(Doubt(trouble=Trouble.LEFT, person=6), Doubt(trouble=Trouble.UNREACHABLE)),
    slot=SLOT,
    seen=SLOT,
    organiser=5,
    event_id="e",
)


def test_a_meeting_is_shown_in_the_tenants_time_with_names() -> None:
    found: MeetingCard = shown.shown(
        MEETING, SERIES, today=TODAY, zone=TOKYO, posts=POSTS, people=PEOPLE
    )
    assert found.slot is not None
    assert (found.slot.start.hour, found.slot.start.utcoffset()) == (10, timedelta(hours=9))
    assert [one.start.hour for one in found.slots] == [10]
    assert (found.owner, found.organiser, found.unit, found.count) == (
        *("企画課 係長", "青木", "months", 3),
    )
    assert [(one.code, one.name) for one in found.troubles] == [
        ("left", "大野"),
        ("unreachable", ""),
    ]
    assert (found.stage, found.may_write, found.overdue) == ("changed", True, False)
    assert (found.first, found.last) == (MEETING.period.first, MEETING.period.last)


def test_a_period_that_is_over_is_overdue() -> None:
    given = {"zone": TOKYO, "posts": POSTS, "people": PEOPLE}
    last = shown.shown(MEETING, SERIES, today=date(2026, 12, 31), **given)  # type: ignore[arg-type]
    after = shown.shown(MEETING, SERIES, today=date(2027, 1, 1), **given)  # type: ignore[arg-type]
    assert (last.overdue, after.overdue) == (False, True)


def test_a_promise_that_ends_within_a_period_is_owed_until_then() -> None:
    given = {"zone": TOKYO, "posts": POSTS, "people": PEOPLE}
    ends = replace(SERIES, until=date(2026, 12, 15))
    last = shown.shown(MEETING, ends, today=date(2026, 12, 15), **given)  # type: ignore[arg-type]
    after = shown.shown(MEETING, ends, today=date(2026, 12, 16), **given)  # type: ignore[arg-type]
    assert (last.until, last.last) == (date(2026, 12, 15), date(2026, 12, 31))
    assert (last.overdue, after.overdue) == (False, True)


def test_a_period_comes_again_while_the_series_binds() -> None:
    given = {"today": TODAY, "zone": TOKYO, "posts": POSTS, "people": PEOPLE}
    ended = replace(SERIES, state=SeriesState.ENDED)
    last = replace(SERIES, until=date(2027, 1, 31))
    told = [shown.shown(MEETING, one, **given) for one in (SERIES, ended, last)]  # type: ignore[arg-type]
    assert [one.comes_again for one in told] == [True, False, False]


def test_a_series_without_a_cadence_has_no_unit() -> None:
    asking = replace(SERIES, cadence=None, state=SeriesState.ASKING, source="")
    found: SeriesCard = shown.shown_series(asking, today=TODAY, posts=POSTS)
    assert (found.unit, found.count, found.state, found.by_hand) == ("", 0, "asking", True)
    assert found.posts == ("企画課 主査",)
    running = shown.shown_series(
        SERIES, today=TODAY, posts=POSTS, quarters=quarters(SERIES, (), TODAY, TOKYO)
    )
    assert (running.unit, running.by_hand, len(running.quarters)) == ("months", False, 8)


def test_everybody_is_asked_once_and_answers_stand_beside_them() -> None:
    answers = (Answer(meeting=3, person=6, reply=Reply.NO, at=AT),)
    found = shown.attendees(((5, 1), (6, 2), (5, 2)), people=PEOPLE, posts=POSTS, answers=answers)
    assert [(one.name, one.post, one.reply) for one in found] == [
        ("青木", "企画課 係長", ""),
        ("大野", "企画課 主査", "no"),
    ]


def test_an_item_is_removed_by_its_author_or_by_who_decides() -> None:
    items = (
        AgendaItem(id=1, meeting=3, text="報告", by=5, at=AT),
        AgendaItem(id=2, meeting=3, text="宿題", by=6, at=AT, carried=True),
    )
    mine = shown.agenda(items, people=PEOPLE, reader=5)
    assert [(one.by, one.carried, one.removable) for one in mine] == [
        ("青木", False, True),
        ("大野", True, False),
    ]
    assert [one.removable for one in shown.agenda(items, people=PEOPLE)] == [False, False]
    decided = shown.agenda(items, people=PEOPLE, decides=True)
    assert [one.removable for one in decided] == [True, False]  # it goes when it is done


def test_a_follow_up_names_its_post_and_series() -> None:
    left = FollowUp(id=8, series=1, meeting=3, text="資料", post=2, due_on=TODAY, version=2)
    found: FollowUpCard = shown.follow_up(left, title="協定", posts=POSTS)
    assert (found.post, found.title, found.version, found.done_on) == (
        *("企画課 主査", "協定", 2, None),
    )
