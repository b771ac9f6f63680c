"""What the slice remembers, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.errors import NotFound, Stale
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
from bot.meetings.store import agenda, answers, follow_ups, history, marks, meetings, rooms, shown
from bot.meetings.store import series as all_series
from bot.storage.store import Storage

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
START = datetime(2026, 12, 8, 1, tzinfo=UTC)
SLOT = Slot(start=START, end=START + timedelta(hours=1))
LATER = Slot(start=START + timedelta(days=1), end=START + timedelta(days=1, hours=1))
SERIES = Series(
    id=0,
    source="agreement:7",
    article="第6条",
    title="見守り活動に関する協定",
    partner="ひのでロジ株式会社",
    post=3,
    cadence=Cadence(unit=Unit.WEEKS, count=2),
    soft=True,
    since=date(2026, 4, 1),
    until=date(2029, 3, 31),
    posts=(9, 4),
    room="room@akatsuki.example",
    minutes=90,
    online=False,
    registered_on=date(2026, 11, 1),
    promise=31,
)
MEETING = Meeting(
    id=0,
    series=1,
    period=Period(first=date(2026, 10, 1), last=date(2026, 12, 31)),
    stage=Stage.MOVING,
    slots=(SLOT, LATER),
    doubts=(Doubt(trouble=Trouble.NO_MAILBOX, person=5), Doubt(trouble=Trouble.TAKEN)),
    slot=SLOT,
    wanted=LATER,
    organiser=5,
    event_id="AAMk",
    transaction_id="t-1",
    join_url="https://teams.example/join",
    reason="都合により",
    held_on=date(2026, 12, 8),
    minutes_url="https://docs.example/1",
    decisions="来期も続ける\n担当を増やす",
    round=2,
    released=True,
    revivals=1,
)
Write = Callable[[Callable[[Any], Any]], Any]


@pytest.fixture
def write(storage: Storage, tenant: str) -> Write:
    return lambda work: storage.write_now(tenant, work)


def test_a_series_comes_back_as_it_was(write: Write) -> None:
    kept = write(lambda tx: all_series.add(tx, SERIES))
    assert kept == replace(SERIES, id=kept.id)
    assert write(lambda tx: all_series.get(tx, kept.id)) == kept
    assert write(lambda tx: all_series.of_promise(tx, 31)) == kept
    assert write(lambda tx: all_series.of_promise(tx, 32)) is None
    assert write(lambda tx: tuple(all_series.every(tx))) == (kept,)
    assert write(all_series.count) == 1
    with pytest.raises(NotFound):
        write(lambda tx: all_series.get(tx, 10_000_000))


def test_a_series_is_found_by_the_posts_that_own_or_attend_it(write: Write) -> None:
    kept = write(lambda tx: all_series.add(tx, SERIES))
    assert write(lambda tx: all_series.owned_by(tx, (3, 3))) == (kept,)
    assert write(lambda tx: all_series.owned_by(tx, (9,))) == ()
    assert write(lambda tx: all_series.concerning(tx, (9, 3))) == (kept,)


def test_a_series_that_changed_meanwhile_is_stale(write: Write) -> None:
    kept = write(lambda tx: all_series.add(tx, SERIES))
    ended = replace(kept, state=SeriesState.ENDED, posts=(4,), cadence=None, version=2)
    write(lambda tx: all_series.save(tx, ended, due_on=None))
    assert write(lambda tx: all_series.get(tx, kept.id)) == ended
    with pytest.raises(Stale):
        write(lambda tx: all_series.save(tx, replace(kept, version=2)))


def test_the_clock_finds_the_longest_due_first(write: Write) -> None:
    one, two, never = (
        write(lambda tx, day=day: all_series.add(tx, SERIES, due_on=day))
        for day in (date(2026, 12, 2), date(2026, 12, 1), None)
    )
    assert write(lambda tx: all_series.due(tx, date(2026, 12, 2), 10)) == (two, one)
    write(lambda tx: all_series.look_on(tx, [(two.id, None), (never.id, date(2026, 11, 1))]))
    assert write(lambda tx: all_series.due(tx, date(2026, 12, 2), 10)) == (never, one)


def test_a_meeting_comes_back_as_it_was(write: Write) -> None:
    kept = write(lambda tx: meetings.add(tx, MEETING))
    assert kept == replace(MEETING, id=kept.id)
    assert write(lambda tx: meetings.get(tx, kept.id)) == kept
    assert write(lambda tx: meetings.find(tx, 1, date(2026, 10, 1))) == kept
    assert write(lambda tx: meetings.find(tx, 1, date(2026, 10, 2))) is None
    assert write(lambda tx: meetings.of_series(tx, 1)) == (kept,)
    assert write(lambda tx: meetings.staged(tx, Stage.MOVING)) == (kept,)
    assert write(lambda tx: meetings.organised_by(tx, 5)) == (kept,)
    assert write(lambda tx: meetings.find_one(tx, 10_000_000)) is None
    with pytest.raises(NotFound):
        write(lambda tx: meetings.get(tx, 10_000_000))


def test_a_meeting_that_changed_meanwhile_is_stale(write: Write) -> None:
    kept = write(lambda tx: meetings.add(tx, MEETING))
    held = replace(kept, stage=Stage.HELD, wanted=None, version=2)
    write(lambda tx: meetings.save(tx, held))
    assert write(lambda tx: meetings.get(tx, kept.id)) == held
    with pytest.raises(Stale):
        write(lambda tx: meetings.save(tx, replace(kept, version=2)))


def test_what_is_said_at_a_meeting_is_not_kept_in_the_clear(write: Write) -> None:
    kept = write(lambda tx: meetings.add(tx, MEETING))
    query = meetings.MEETING.select().where(meetings.MEETING.c.id == kept.id)
    row = write(lambda tx: tx.first(query))
    assert "都合".encode() not in row.words and "続ける".encode() not in row.words


def test_a_booked_meeting_is_watched_and_others_are_not(write: Write) -> None:
    booked = replace(MEETING, stage=Stage.BOOKED, wanted=None)
    kept = write(lambda tx: meetings.add(tx, booked))
    (watched,) = write(lambda tx: meetings.due(tx, NOW, 10))
    assert (watched.meeting, watched.since) == (kept, None)
    next_at = NOW + timedelta(days=7)
    write(lambda tx: meetings.looked(tx, kept, at=NOW, next_at=next_at))
    assert write(lambda tx: meetings.due(tx, NOW, 10)) == ()
    assert write(lambda tx: meetings.instants(tx, NOW, next_at)) == (next_at,)
    assert write(lambda tx: meetings.instants(tx, next_at, next_at)) == ()
    (watched,) = write(meetings.watched)
    assert (watched.at, watched.since) == (next_at, NOW)
    moved = write(lambda tx: meetings.save(tx, replace(kept, slot=LATER, version=2)))
    (watched,) = write(lambda tx: meetings.due(tx, NOW, 10))
    assert watched.since is None
    write(lambda tx: meetings.save(tx, replace(moved, stage=Stage.HELD, version=3)))
    assert write(meetings.watched) == ()


def test_booked_meetings_are_found_by_when_they_begin(write: Write) -> None:
    kept = write(lambda tx: meetings.add(tx, replace(MEETING, stage=Stage.BOOKED)))
    hour = timedelta(hours=1)
    assert write(lambda tx: meetings.booked_between(tx, START, START + hour)) == (kept,)
    assert write(lambda tx: meetings.booked_between(tx, START - hour, START)) == ()


def test_a_person_is_forgotten_where_events_stood_in_their_calendar(write: Write) -> None:
    kept = write(lambda tx: meetings.add(tx, MEETING))
    assert write(lambda tx: meetings.forget(tx, 5)) == 2  # as organiser, and in a doubt
    assert write(lambda tx: meetings.get(tx, kept.id)).organiser is None


def left(**more: Any) -> FollowUp:
    given = FollowUp(id=0, series=1, meeting=2, text="名簿の更新", post=4, due_on=date(2027, 1, 15))
    return replace(given, **more)


def test_the_agenda_begins_with_what_was_carried_over_once(write: Write) -> None:
    item = AgendaItem(id=0, meeting=7, text="来期の計画", by=5, at=NOW)
    own = write(lambda tx: agenda.add(tx, item))
    todo = write(lambda tx: follow_ups.add(tx, left()))
    for _ in range(2):
        write(lambda tx: agenda.carry(tx, 7, (todo,), at=NOW))
    found = write(lambda tx: agenda.of(tx, 7))
    assert [(one.text, one.carried) for one in found] == [
        ("名簿の更新", True),
        ("来期の計画", False),
    ]
    assert write(lambda tx: agenda.get(tx, own.id)) == own
    assert write(lambda tx: agenda.by(tx, 5)) == (own,)
    assert write(lambda tx: agenda.forget(tx, 5)) == 1
    assert write(lambda tx: agenda.get(tx, own.id)).by == agenda.NOBODY
    write(lambda tx: agenda.drop(tx, own.id))
    with pytest.raises(NotFound):
        write(lambda tx: agenda.get(tx, own.id))
    assert write(lambda tx: agenda.erase(tx, 7)) == 1


def test_the_last_answer_counts(write: Write) -> None:
    first = Answer(meeting=7, person=5, reply=Reply.MAYBE, at=NOW)
    write(lambda tx: answers.keep(tx, first))
    last = replace(first, reply=Reply.YES, at=NOW + timedelta(hours=1))
    write(lambda tx: answers.keep(tx, last))
    assert write(lambda tx: answers.of(tx, 7)) == write(lambda tx: answers.by(tx, 5)) == (last,)
    assert write(lambda tx: answers.forget(tx, 5)) == 1
    assert write(lambda tx: answers.of(tx, 7)) == ()
    write(lambda tx: answers.keep(tx, first))
    assert write(lambda tx: answers.erase(tx, 7)) == 1


def test_follow_ups_are_found_by_series_post_and_day_until_they_are_done(write: Write) -> None:
    one = write(lambda tx: follow_ups.add(tx, left()))
    two = write(lambda tx: follow_ups.add(tx, left(due_on=date(2027, 1, 10))))
    assert write(lambda tx: follow_ups.open_of_series(tx, 1)) == (two, one)
    assert write(lambda tx: follow_ups.open_for(tx, (4, 4))) == (two, one)
    day = date(2027, 1, 15)
    assert write(lambda tx: follow_ups.due(tx, day, day)) == (one,)
    done = replace(one, done_on=day, version=2)
    write(lambda tx: follow_ups.save(tx, done))
    assert write(lambda tx: follow_ups.open_of_series(tx, 1)) == (two,)
    assert write(lambda tx: follow_ups.of_meeting(tx, 2)) == (done, two)
    with pytest.raises(Stale):
        write(lambda tx: follow_ups.save(tx, done))
    write(lambda tx: follow_ups.drop(tx, two.id))
    with pytest.raises(NotFound):
        write(lambda tx: follow_ups.get(tx, two.id))
    assert write(lambda tx: follow_ups.erase(tx, 2)) == 1


def test_history_brings_back_how_a_meeting_stood(write: Write) -> None:
    before = replace(MEETING, id=7, seen=LATER)
    after = replace(before, stage=Stage.HELD, version=2)

    def add(tx: Any) -> None:
        history.add(tx, after, person=None, act="meetings.booked", at=NOW)
        history.add(tx, after, person=5, act="meetings.minutes", at=NOW, before=before)

    write(add)
    last = write(lambda tx: history.last(tx, 7))
    assert (last.act, last.person, last.at, last.version) == ("meetings.minutes", 5, NOW, 2)
    assert last.before == before
    assert [one.before for one in write(lambda tx: history.of(tx, 7))] == [None, before]
    assert write(lambda tx: history.by(tx, 5)) == (last,)
    assert write(lambda tx: history.forget(tx, 5)) == 2  # an act, and a state before
    assert write(lambda tx: history.by(tx, 5)) == ()
    assert write(lambda tx: history.erase(tx, 7)) == 2
    assert write(lambda tx: history.last(tx, 7)) is None


def test_a_notice_shows_a_meeting_until_that_is_settled(write: Write) -> None:
    kept = write(lambda tx: meetings.add(tx, MEETING))
    for _ in range(2):
        write(lambda tx: shown.add(tx, kept.id, 12))
    assert write(lambda tx: shown.of(tx, kept.id)) == (12,)
    assert write(lambda tx: meetings.showing(tx, 12)) == kept
    write(lambda tx: shown.settle(tx, kept.id))
    assert write(lambda tx: meetings.showing(tx, 12)) is None


def test_a_mark_says_how_far_the_clock_has_come(write: Write) -> None:
    assert write(lambda tx: marks.of(tx, "x")) == (None, 0)
    write(lambda tx: marks.put(tx, "x", date(2026, 11, 1), 3))
    write(lambda tx: marks.put(tx, "x", date(2026, 11, 2), 4))
    assert write(lambda tx: marks.of(tx, "x")) == (date(2026, 11, 2), 4)


def test_a_room_is_called_by_its_address_until_its_name_is_told(write: Write) -> None:
    assert write(lambda tx: rooms.name(tx, "Room-A@x.example")) == "Room-A@x.example"
    write(lambda tx: rooms.call(tx, "room-a@x.example", "第1会議室"))
    write(lambda tx: rooms.call(tx, "ROOM-A@x.example", "大会議室"))
    assert write(lambda tx: rooms.name(tx, "Room-A@x.example")) == "大会議室"
