"""The picture of the quarters met."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.model import Cadence, Meeting, Period, Series, Slot, Stage, Unit
from bot.meetings.rules.periods import owed, period_of
from bot.meetings.rules.quarters import day_of, last_met_on, quarters, years_shown

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 24)
SERIES = Series(
    id=1,
    source="agreement:7",
    article="第5条",
    title="協定",
    partner="",
    post=1,
    cadence=Cadence(unit=Unit.MONTHS, count=3),
    since=date(2025, 8, 1),
)


def meeting(first: date, stage: Stage, **changes: object) -> Meeting:
    period = period_of(SERIES, first)
    assert period is not None
    new = Meeting(id=first.month + first.year * 100, series=1, period=period, stage=stage)
    return replace(new, **changes)  # type: ignore[arg-type]


def states(meetings: Sequence[Meeting], today: date = TODAY) -> list[str]:
    return [one.state for one in quarters(SERIES, meetings, today, TOKYO)]


def test_a_promise_that_ended_within_a_quarter_is_missed_from_then_on() -> None:
    ends = replace(SERIES, until=date(2026, 12, 15))
    proposed = (meeting(date(2026, 10, 1), Stage.PROPOSED),)
    for today, state in ((ends.until, "owed"), (date(2026, 12, 16), "missed")):
        assert today is not None
        found = quarters(ends, proposed, today, TOKYO)
        assert found[-2].state == state


def test_two_fiscal_years_are_shown() -> None:
    assert years_shown(TODAY) == (date(2025, 4, 1), date(2027, 3, 31))
    assert years_shown(date(2027, 3, 31)) == (date(2025, 4, 1), date(2027, 3, 31))
    assert years_shown(date(2027, 4, 1)) == (date(2026, 4, 1), date(2028, 3, 31))
    assert len(quarters(SERIES, (), TODAY, TOKYO)) == 8


def test_each_quarter_says_how_it_went() -> None:
    held = meeting(date(2025, 10, 1), Stage.HELD, held_on=date(2025, 12, 9))
    late = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)  # the ninth in Tokyo
    found = quarters(
        SERIES,
        (
            held,
            meeting(date(2026, 1, 1), Stage.WRITTEN, held_on=date(2026, 3, 2), reason="文書"),
            meeting(date(2026, 4, 1), Stage.SKIPPED, reason="議会"),
            meeting(date(2026, 7, 1), Stage.PROPOSED),
            meeting(
                date(2026, 10, 1),
                Stage.BOOKED,
                slot=Slot(start=late, end=late + timedelta(hours=1)),
            ),
        ),
        TODAY,
        TOKYO,
    )
    assert [one.state for one in found] == [
        *("free", "free", "met", "written", "skipped", "missed", "booked", "ahead"),
    ]
    assert [one.on for one in found if one.on] == [
        date(2025, 12, 9),
        date(2026, 3, 2),
        date(2026, 12, 9),
    ]
    assert (found[2].meeting_id, found[0].meeting_id) == (held.id, 0)


def test_the_current_quarter_is_owed_until_it_is_over() -> None:
    looking = (meeting(date(2026, 10, 1), Stage.INQUIRED),)
    assert states((), TODAY)[6] == "owed"
    assert states(looking, date(2026, 12, 31))[6] == "owed"
    assert states(looking, date(2027, 1, 1))[6] == "missed"


def test_what_passed_before_anything_was_planned_here_is_no_reproach() -> None:
    assert states(())[:6] == ["free"] * 6


def test_an_earlier_cadence_is_shown_in_the_period_of_its_day() -> None:
    old = Meeting(
        id=5,
        series=1,
        period=Period(first=date(2026, 4, 1), last=date(2026, 4, 30)),
        stage=Stage.HELD,
        held_on=date(2026, 4, 22),
    )
    found = quarters(SERIES, (old,), TODAY, TOKYO)
    assert [(one.state, one.on) for one in found if one.meeting_id == 5] == [
        ("met", date(2026, 4, 22))
    ]


def test_nothing_is_shown_while_nobody_has_said_how_often() -> None:
    assert quarters(replace(SERIES, cadence=None), (), TODAY, TOKYO) == ()


def test_the_last_meeting_is_the_last_that_was_held() -> None:
    held = [
        meeting(date(2026, 1, 1), Stage.HELD, held_on=date(2026, 2, 3)),
        meeting(date(2025, 10, 1), Stage.HELD, held_on=date(2025, 12, 9)),
        meeting(date(2026, 4, 1), Stage.WRITTEN, held_on=date(2026, 5, 1)),
    ]
    assert last_met_on(held) == date(2026, 2, 3)
    assert last_met_on(held[2:]) is None
    assert day_of(held[2], TOKYO) == date(2026, 5, 1)


@given(
    since=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    today=st.dates(date(2025, 4, 1), date(2028, 3, 31)),
    stages=st.lists(st.tuples(st.integers(0, 7), st.sampled_from(Stage)), max_size=8),
)
def test_no_owed_quarter_is_ever_shown_as_nothing(
    since: date, today: date, stages: list[tuple[int, Stage]]
) -> None:
    series = replace(SERIES, since=since)
    shown = quarters(series, (), today, TOKYO)
    known = {
        shown[at].first: Meeting(
            id=at + 1,
            series=1,
            period=Period(first=shown[at].first, last=shown[at].last),
            stage=stage,
        )
        for at, stage in stages
    }
    for one in quarters(series, known.values(), today, TOKYO):
        period = Period(first=one.first, last=one.last)
        planned = known.get(one.first)
        if owed(series, period) and (one.last >= today or planned):
            assert one.state != "free"
        if one.state in ("owed", "missed", "ahead"):
            assert owed(series, period)
        assert (one.state == "missed") <= (one.last < today)
        assert (one.state == "ahead") <= (one.first > today)
