"""What ends a period, and what takes it back."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import Refused, Stale
from bot.meetings.model import Cadence, Meeting, Period, Series, Slot, Stage, Unit
from bot.meetings.rules import records
from bot.meetings.rules.links import minutes_link

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
SERIES = Series(
    id=1,
    source="agreement:7",
    article="第5条",
    title="協定",
    partner="",
    post=1,
    cadence=Cadence(unit=Unit.MONTHS, count=3),
    since=date(2024, 4, 1),
)
OPEN = Meeting(id=3, series=1, period=Period(first=date(2026, 10, 1), last=date(2026, 12, 31)))
START = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
BOOKED = replace(
    OPEN,
    stage=Stage.BOOKED,
    slot=Slot(start=START, end=START + timedelta(hours=1)),
    event_id="e",
    organiser=5,
    version=6,
)
LINK = "https://minutes.example.jp/2026/11"


@dataclass(frozen=True)
class Change:
    person: int | None
    act: str
    at: datetime
    before: Meeting | None


def held(meeting: Meeting, **given: object) -> Meeting:
    facts = {"on": TODAY, "link": LINK, "decisions": "", "now": NOW, "version": meeting.version}
    return records.minutes(meeting, **{**facts, **given})  # type: ignore[arg-type]


def test_the_minutes_of_a_meeting_end_its_period() -> None:
    done = held(BOOKED, decisions=" 来年度も続ける。 ")
    assert (done.stage, done.held_on, done.minutes_url) == (Stage.HELD, TODAY, LINK)
    assert (done.decisions, done.event_id, done.version) == ("来年度も続ける。", "e", 7)
    assert records.evidence_of(done) == LINK
    assert records.evidence_of(held(OPEN, link="", decisions="決定")) == "決定"


def test_a_meeting_that_was_never_booked_here_can_be_recorded() -> None:
    assert held(OPEN).stage is Stage.HELD
    assert held(replace(OPEN, stage=Stage.LOOKING, round=1)).stage is Stage.HELD
    assert held(OPEN, on=date(2026, 10, 1)).held_on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"on": TODAY + timedelta(days=1)}, "future_day"),
        ({"on": date(2026, 9, 30)}, "before_period"),
        ({"link": "", "decisions": "  "}, "nothing_recorded"),
        ({"link": "http://minutes.example.jp"}, "link"),
        ({"now": START - timedelta(minutes=1)}, "not_begun"),
        ({"version": 5}, "changed"),
    ],
)
def test_what_cannot_have_been_held_is_not_recorded(given: dict[str, object], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        held(BOOKED, **given)


@pytest.mark.parametrize("stage", [Stage.BOOKING, Stage.MOVING, Stage.CANCELLING])
def test_nothing_is_recorded_while_the_calendar_is_being_written(stage: Stage) -> None:
    with pytest.raises(Refused, match="wait"):
        held(replace(BOOKED, stage=stage))
    with pytest.raises(Refused, match="wait"):
        records.skip(replace(BOOKED, stage=stage), version=6, reason="x")


def test_not_meeting_needs_a_reason_and_no_booked_meeting() -> None:
    done = records.skip(OPEN, version=1, reason=" 議会のため ")
    assert (done.stage, done.reason, done.held_on) == (Stage.SKIPPED, "議会のため", None)
    with pytest.raises(Refused, match="no_reason"):
        records.skip(OPEN, version=1, reason=" ")
    with pytest.raises(Refused, match="cancel_first"):
        records.skip(BOOKED, version=6, reason="x")
    lost = replace(BOOKED, stage=Stage.LOST, event_id="")
    assert records.skip(lost, version=6, reason="x").slot is None
    with pytest.raises(Refused, match="ended"):
        records.skip(done, version=2, reason="x")


def test_writing_serves_only_where_the_text_merely_aims_at_meeting() -> None:
    soft = replace(SERIES, soft=True)
    given = {"version": 1, "on": TODAY, "reason": "資料を送付", "today": TODAY}
    done = records.written(OPEN, soft, **given)  # type: ignore[arg-type]
    assert (done.stage, done.held_on, done.reason) == (Stage.WRITTEN, TODAY, "資料を送付")
    with pytest.raises(Refused, match="not_soft"):
        records.written(OPEN, SERIES, **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="future_day"):
        records.written(OPEN, soft, **{**given, "on": TODAY + timedelta(days=1)})  # type: ignore[arg-type]


def test_who_recorded_it_can_take_it_back_for_five_minutes() -> None:
    done = held(BOOKED)
    change = Change(person=5, act=records.MINUTES, at=NOW, before=BOOKED)
    soon, late = NOW + timedelta(minutes=5), NOW + timedelta(minutes=5, seconds=1)
    back = records.undo(done, change, person=5, at=soon, version=7)
    assert back == replace(BOOKED, version=8)
    assert records.can_undo(done, change, at=soon)
    assert not records.can_undo(done, change, at=late)
    with pytest.raises(Refused, match="undo_too_late"):
        records.undo(done, change, person=5, at=late, version=7)
    with pytest.raises(Refused, match="undo_not_yours"):
        records.undo(done, change, person=6, at=soon, version=7)
    with pytest.raises(Stale):
        records.undo(done, change, person=5, at=soon, version=6)


@pytest.mark.parametrize(
    "change",
    [
        None,
        Change(person=5, act="meetings.book", at=NOW, before=BOOKED),
        Change(person=5, act=records.MINUTES, at=NOW, before=None),
        Change(person=None, act=records.MINUTES, at=NOW, before=BOOKED),
    ],
)
def test_what_is_no_record_is_not_taken_back(change: Change | None) -> None:
    done = held(BOOKED)
    assert not records.can_undo(done, change, at=NOW)
    with pytest.raises(Refused, match="undo"):
        records.undo(done, change, person=5, at=NOW, version=7)


def test_a_booked_meeting_cannot_be_undone_into_an_older_state() -> None:
    change = Change(person=5, act=records.SKIP, at=NOW, before=OPEN)
    with pytest.raises(Refused, match="nothing_to_undo"):
        records.undo(BOOKED, change, person=5, at=NOW, version=6)


def test_slots_that_were_being_looked_for_are_looked_for_anew() -> None:
    looking = replace(OPEN, stage=Stage.LOOKING, round=2, version=4)
    skipped = records.skip(looking, version=4, reason="x")
    change = Change(person=5, act=records.SKIP, at=NOW, before=looking)
    back = records.undo(skipped, change, person=5, at=NOW, version=5)
    assert (back.stage, back.round, back.version) == (Stage.LOOKING, 3, 6)


@pytest.mark.parametrize(
    "link",
    [
        LINK,
        "https://minutes.example.jp:8443/a?b=c#d",
        "https://contoso.sharepoint.com/:w:/s/x/議事録.docx",
        "  https://minutes.example.jp  ",
        "",
    ],
)
def test_a_safe_link_is_kept(link: str) -> None:
    assert minutes_link(link) == link.strip()


@pytest.mark.parametrize(
    "link",
    [
        "http://minutes.example.jp",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://user:secret@minutes.example.jp",
        "https://user@minutes.example.jp",
        "https://minutes.example.jp/a b",
        "https://minutes.example.jp/\u202egpj.exe",
        "https://minutes.example.jp/\x07",
        "https://minutes.example.jp/\nhttps://other.example",
        "https://minutes.example.jp\\@other.example",
        "https://[::1",
        'https://minutes.example.jp/">',
        "file:///etc/passwd",
        "minutes.example.jp",
    ],
)
def test_an_unsafe_link_is_refused(link: str) -> None:
    with pytest.raises(Refused, match="link"):
        minutes_link(link)
