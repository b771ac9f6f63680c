"""Times of a day, the roll, the ladder of a case, and what roster cards show."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.model import (
    Ack,
    Case,
    CaseState,
    Closing,
    Content,
    DayKind,
    Door,
    Kind,
    Reason,
    ReportState,
    Roll,
    RollState,
    Step,
    Times,
    Today,
)
from bot.attendance.rules import cases, rolls, times
from bot.attendance.rules.shown import reports as shown_reports
from bot.attendance.rules.shown import roster as shown_roster
from bot.attendance.rules.shown.classes import shown_class
from bot.attendance.rules.shown.roster import RosterMark
from bot.errors import Refused, Stale
from tests.bot.attendance.rules.made import (
    CLASS,
    DAY,
    NOW,
    PLAIN,
    PUPIL,
    SCHOOL,
    TODAY,
    TOKYO,
    closed,
    report,
)

TIMES = Times()
LATE_START = Today(kind=DayKind.LATE_START, in_session=True, starts_at=time(11, 30))
ROLL = Roll(id=1, class_id=32, school=1, day=TODAY)
CASE = Case(id=3, pupil=7, class_id=32, school=1, day=TODAY, opened_at=NOW)


def clock(hour: int, minute: int = 0, day: int = 0) -> datetime:
    return datetime(2026, 11, 25, hour, minute, tzinfo=TOKYO) + timedelta(days=day)


def test_a_late_start_shifts_all_that_leads_to_the_roll() -> None:
    found = times.shifted(TIMES, LATE_START)
    assert found.assembly == time(11, 30)
    assert found.report_by == time(11, 20)
    assert found.missing_from == time(11, 45)
    assert found.confirm_by == time(11, 50)
    assert (found.wake, found.ends_at) == (TIMES.wake, TIMES.ends_at)


def test_an_ordinary_day_or_an_earlier_start_shifts_nothing() -> None:
    assert times.shifted(TIMES, Today(kind=DayKind.SCHOOL, in_session=True)) is TIMES
    assert times.shifted(TIMES, replace(LATE_START, starts_at=time(8, 0))) is TIMES


@given(st.times(min_value=time(8, 26), max_value=time(23, 59)))
def test_shifted_times_keep_their_order_within_the_day(starts_at: time) -> None:
    found = times.shifted(TIMES, replace(LATE_START, starts_at=starts_at))
    assert found.report_by <= found.assembly <= found.missing_from <= found.confirm_by
    assert found.confirm_by <= found.summary_at <= found.ends_at


def test_a_report_after_the_closing_time_is_late_and_kept() -> None:
    assert not times.is_late(clock(8, 15), TODAY, TIMES, TOKYO)
    assert times.is_late(clock(8, 16), TODAY, TIMES, TOKYO)
    assert not times.is_late(clock(8, 16), TODAY, times.shifted(TIMES, LATE_START), TOKYO)
    assert not times.is_late(clock(22), TODAY + DAY, TIMES, TOKYO)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (clock(8, 0), clock(8, 0)),
        (clock(6, 59), clock(7)),
        (clock(7), clock(7)),
        (clock(16, 59), clock(16, 59)),
        (clock(17), clock(7, day=1)),
        (clock(23, 30), clock(7, day=1)),
        (clock(12, day=3), clock(7, day=5)),
    ],
)
def test_what_comes_at_night_waits_silently_for_the_morning(now: datetime, told: datetime) -> None:
    assert times.told_at(now, TIMES, PLAIN) == told


def test_what_comes_on_a_closed_day_waits_for_the_next_school_day() -> None:
    assert times.told_at(clock(8), TIMES, closed(TODAY)) == clock(7, day=1)


@given(st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 20)))
def test_nobody_is_told_before_it_came_nor_outside_the_school_day(naive: datetime) -> None:
    now = naive.replace(tzinfo=TOKYO)
    told = times.told_at(now, TIMES, PLAIN)
    assert told >= now
    assert PLAIN.in_session(told.date())
    assert TIMES.wake <= told.timetz().replace(tzinfo=None) < TIMES.ends_at
    assert times.told_at(told, TIMES, PLAIN) == told


def test_who_is_explained_in_the_morning() -> None:
    said = [
        report(pupil=1),
        report(pupil=2, kind=Kind.LATE),
        report(pupil=3, kind=Kind.EARLY),
        report(pupil=4, kind=Kind.TALK),
        report(pupil=5, state=ReportState.HELD),
        report(pupil=6, state=ReportState.WITHDRAWN),
        report(pupil=7, since=TODAY + DAY, until=TODAY + DAY),
    ]
    assert rolls.unreported(range(1, 10), said, TODAY, kept_home=[8]) == (3, 4, 5, 6, 7, 9)


def test_a_roll_is_marked_once_and_not_on_a_closed_day() -> None:
    press: dict[str, Any] = {"post": 4, "person": 3, "at": NOW}
    found = rolls.done(ROLL, version=1, **press)
    assert (found.state, found.done_post, found.version) == (RollState.DONE, 4, 2)
    with pytest.raises(Stale):
        rolls.missing(found, version=1, **press)
    with pytest.raises(Refused):
        rolls.done(rolls.silent(ROLL), version=2, **press)


def test_school_after_all_opens_a_silenced_roll_to_be_marked_anew() -> None:
    marked = rolls.done(ROLL, post=4, person=3, at=NOW, version=1)
    again = rolls.reopened(rolls.silent(marked))
    assert (again.state, again.done_at, again.done_person) == (RollState.OPEN, None, 0)
    assert rolls.reopened(marked) is marked


def test_the_ladder_is_climbed_step_by_step_at_the_schools_times() -> None:
    case, due = CASE, []
    for step in cases.LADDER:
        due.append((cases.due_at(case, TIMES) - NOW) // timedelta(minutes=1))
        assert case.step is step
        case = cases.stepped(case, step, at=NOW, version=case.version)
    assert due == list(TIMES.steps)
    assert case.step is Step.POLICE
    assert case.state is CaseState.OPEN
    assert cases.following(Step.POLICE) is None


def test_a_step_pressed_twice_counts_once() -> None:
    case = cases.stepped(CASE, Step.CALL, at=NOW, version=1)
    for version in (1, 2):
        with pytest.raises(Stale):
            cases.stepped(case, Step.CALL, at=NOW, version=version)


def test_few_times_hold_for_the_later_steps() -> None:
    short = replace(TIMES, steps=(0, 5))
    assert [cases.minutes(short, step) for step in Step] == [0, 5, 5, 5, 5]
    assert cases.minutes(replace(TIMES, steps=()), Step.VISIT) == 0


def test_a_late_report_is_said_and_closes_nothing() -> None:
    case = cases.reported(CASE)
    assert case.reported
    assert case.state is CaseState.OPEN
    assert cases.reported(case) is case


@pytest.mark.parametrize("closing", Closing)
def test_a_person_closes_a_case_and_it_stays_closed(closing: Closing) -> None:
    case = cases.closed(CASE, closing, by=3, at=NOW, version=1)
    assert (case.state, case.closing, case.closed_by) == (CaseState.CLOSED, closing, 3)
    assert cases.reported(case) is case
    with pytest.raises(Stale):
        cases.closed(case, closing, by=3, at=NOW, version=2)


def test_nobody_at_all_closes_no_case() -> None:
    with pytest.raises(ValueError, match="by a person"):
        cases.closed(CASE, Closing.ARRIVED, by=0, at=NOW, version=1)


def test_the_family_is_told_once() -> None:
    with pytest.raises(Refused):
        cases.told_family(cases.told_family(CASE))


SECRET = Content(reason=Reason.RELUCTANT, text="ひみつの文", pickup="ひみつの人", relation="母")


def test_a_roster_holds_numbers_names_and_marks_and_no_reason() -> None:
    seats = [(2, replace(PUPIL, id=8, name="井上 そら")), (1, PUPIL)]
    said = [report(content=SECRET), report(id=6, pupil=8, state=ReportState.HELD, door=Door.PUPIL)]
    lines = shown_roster.lines(seats, said, TODAY)
    assert [(one.number, one.mark, one.answered) for one in lines] == [
        (1, "absent", False),
        (2, "held", False),
    ]
    card = shown_roster.roster(ROLL, shown_class(CLASS, SCHOOL), lines, day_kind="school", now=NOW)
    assert (card.reported, card.unanswered, card.missing) == (2, 2, 0)
    assert "ひみつ" not in repr(card)
    assert "reluctant" not in repr(card)


def test_who_is_kept_at_home_by_order_is_marked_like_everybody_absent() -> None:
    (ill,) = shown_roster.lines([(1, PUPIL)], [report()], TODAY)
    (kept,) = shown_roster.lines([(1, PUPIL)], [report()], TODAY, kept_home=[7])
    assert ill == kept


def test_marks_say_what_is_looked_for_and_what_differs() -> None:
    late = report(id=6, author=71, door=Door.GUARDIAN, kind=Kind.LATE)
    assert shown_roster.mark_of([report(), late], TODAY) is RosterMark.DIFFERS
    (line,) = shown_roster.lines([(1, PUPIL)], [], TODAY, looked_for=[7])
    assert line.mark == "missing"
    (answered,) = shown_roster.lines([(1, PUPIL)], [report(ack=Ack.CONFIRMED)], TODAY)
    assert answered.answered
    assert shown_roster.mark_of([report(kind=Kind.TALK)], TODAY) is RosterMark.TALK
    assert shown_roster.mark_of([], TODAY) is RosterMark.NOTHING


@pytest.mark.parametrize(
    ("door", "state", "who"),
    [
        (Door.WORD, ReportState.STANDING, "family"),
        (Door.GUARDIAN, ReportState.STANDING, "family"),
        (Door.PUPIL, ReportState.STANDING, "pupil"),
        (Door.PUPIL, ReportState.HELD, "pupil_held"),
        (Door.OFFICE, ReportState.STANDING, "school"),
        (Door.FILE, ReportState.STANDING, "file_held"),
        (Door.FILE, ReportState.HELD, "file_held"),
    ],
)
def test_a_posted_report_says_whose_word_it_is_and_no_reason(
    door: Door, state: ReportState, who: str
) -> None:
    told = shown_reports.told(
        report(door=door, state=state, content=SECRET),
        PUPIL,
        1,
        shown_class(CLASS, SCHOOL),
        zone=TOKYO,
    )
    assert told.who == who
    assert "ひみつ" not in repr(told)
    assert "reluctant" not in repr(told)


def test_leaving_early_is_a_request_until_the_number_was_rung() -> None:
    early = report(kind=Kind.EARLY, ack=Ack.CONFIRMED)
    assert shown_reports.is_request(early)
    assert not shown_reports.is_request(replace(early, ack=Ack.RETURNED))
    assert not shown_reports.is_request(report())
