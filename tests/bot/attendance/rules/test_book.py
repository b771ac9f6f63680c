"""出席簿: a day's mark, the sums of a month, long absences and the closure hint."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.model import (
    Closing,
    Content,
    DayKind,
    Door,
    Kind,
    Mark,
    Reason,
    ReportState,
    Today,
)
from bot.attendance.rules import hints
from bot.attendance.rules.days import calendar, each_day
from bot.attendance.rules.marks import ABSENCES, ATTENDED, EXCUSED, derived
from bot.attendance.rules.months import Sums, check_open, check_over, first_of, last_of, sums
from bot.attendance.rules.runs import DUTY, HINT, Run, run
from bot.errors import Refused
from tests.bot.attendance.rules.made import CLASS, DAY, PLAIN, TODAY, line, report

OPEN = Today(kind=DayKind.SCHOOL, in_session=True)


@pytest.mark.parametrize(
    ("kind", "reason", "mark"),
    [
        (Kind.ABSENT, Reason.ILL, Mark.ILL),
        (Kind.ABSENT, Reason.INFECTION, Mark.ILL),
        (Kind.ABSENT, Reason.FAMILY, Mark.ABSENT),
        (Kind.ABSENT, Reason.RELUCTANT, Mark.ABSENT),
        (Kind.ABSENT, Reason.DIRECT, Mark.ABSENT),
        (Kind.ABSENT, Reason.MOURNING, Mark.MOURNING),
        (Kind.ABSENT, None, Mark.ABSENT),
        (Kind.LATE, Reason.ILL, Mark.LATE),
        (Kind.EARLY, Reason.ILL, Mark.EARLY),
        (Kind.TALK, None, Mark.PRESENT),
    ],
)
def test_a_mark_follows_what_was_reported(kind: Kind, reason: Reason | None, mark: Mark) -> None:
    said = report(kind=kind, content=Content(reason=reason))
    assert derived(TODAY, OPEN, [said], rolled=True) is mark


def test_families_never_say_a_suspension_only_an_order_does() -> None:
    said = report(content=Content(reason=Reason.INFECTION))
    assert derived(TODAY, OPEN, [said]) is Mark.ILL
    assert derived(TODAY, OPEN, [said], suspended=True) is Mark.SUSPENDED


def test_what_a_child_said_alone_or_took_back_marks_nothing() -> None:
    for state in (ReportState.HELD, ReportState.WITHDRAWN, ReportState.REPLACED):
        assert derived(TODAY, OPEN, [report(state=state)]) is None


def test_reports_that_contradict_each_other_decide_nothing() -> None:
    other = report(id=6, author=71, kind=Kind.LATE, door=Door.GUARDIAN)
    for rolled in (True, False):
        for at_home in (True, False):
            assert derived(TODAY, OPEN, [report(), other], rolled=rolled, at_home=at_home) is None


@pytest.mark.parametrize(
    ("kind", "mark"),
    [(Kind.ABSENT, Mark.LATE), (Kind.LATE, Mark.LATE), (Kind.EARLY, Mark.EARLY)],
)
def test_who_was_seen_to_arrive_was_there_whatever_was_said_later(kind: Kind, mark: Mark) -> None:
    said = report(kind=kind, content=Content(reason=Reason.ILL))
    assert derived(TODAY, OPEN, [said], rolled=True, closing=Closing.ARRIVED) is mark
    assert derived(TODAY, OPEN, at_home=True, closing=Closing.ARRIVED) is Mark.LATE


def test_an_agreed_day_at_home_is_an_absence_until_the_school_says_else() -> None:
    assert derived(TODAY, OPEN, rolled=True, at_home=True) is Mark.ABSENT
    assert derived(TODAY, OPEN, at_home=True) is Mark.ABSENT
    assert derived(TODAY, OPEN, [report(kind=Kind.LATE)], at_home=True) is Mark.LATE
    assert derived(TODAY, OPEN, at_home=True, suspended=True) is Mark.SUSPENDED
    shut = Today(kind=DayKind.GRADE_CLOSED, in_session=False)
    assert derived(TODAY, shut, at_home=True) is None


@pytest.mark.parametrize(
    ("closing", "mark"),
    [
        (Closing.ARRIVED, Mark.LATE),
        (Closing.UNREPORTED, Mark.ABSENT),
        (Closing.FOUND, Mark.ABSENT),
        (Closing.MISTAKE, Mark.PRESENT),
    ],
)
def test_a_case_leaves_its_mark(closing: Closing, mark: Mark) -> None:
    assert derived(TODAY, OPEN, rolled=True, closing=closing) is mark


def test_without_roll_or_report_nobody_knows() -> None:
    assert derived(TODAY, OPEN) is None
    assert derived(TODAY, OPEN, rolled=True) is Mark.PRESENT


@pytest.mark.parametrize("kind", DayKind)
def test_a_closed_class_has_a_mark_and_a_closed_grade_or_school_has_none(kind: DayKind) -> None:
    mark = derived(TODAY, Today(kind=kind, in_session=False), rolled=True)
    wanted = {DayKind.CLASS_CLOSED: Mark.CLASS_CLOSED, DayKind.AT_HOME: Mark.DISASTER}
    none = (DayKind.HOLIDAY, DayKind.CLOSED, DayKind.GRADE_CLOSED)
    assert mark is (None if kind in none else wanted.get(kind, Mark.PRESENT))


def test_every_mark_is_attended_or_excused_or_absent() -> None:
    assert set(Mark) == ATTENDED | EXCUSED | ABSENCES
    assert len(Mark) == len(ATTENDED) + len(EXCUSED) + len(ABSENCES)


@given(st.lists(st.sampled_from(Mark)))
def test_lesson_days_less_excused_are_owed_and_less_absences_attended(marks: list[Mark]) -> None:
    found = sums(marks)
    assert found.taught == len(marks)
    assert found.owed == found.taught - found.excused
    assert found.attended == found.owed - found.absent
    assert found.attended == sum(mark in ATTENDED for mark in marks)
    assert found.late + found.early <= found.attended


@given(st.lists(st.sampled_from(Mark)), st.lists(st.sampled_from(Mark)))
def test_months_add_up_to_the_year(one: list[Mark], other: list[Mark]) -> None:
    assert sums(one) + sums(other) == sums(one + other)
    assert sums([]) == Sums()


@given(st.lists(st.sampled_from(Mark)), st.sets(st.sampled_from(Mark)))
def test_a_citys_own_table_keeps_the_equations(marks: list[Mark], excused: set[Mark]) -> None:
    found = sums(marks, excused=frozenset(excused))
    assert found.attended + found.absent + found.excused == found.taught
    assert min(found.attended, found.absent, found.excused) >= 0


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from(DayKind)), max_size=12))
def test_closures_of_class_stay_in_lesson_days_and_those_of_grade_or_school_do_not(
    kinds: list[tuple[int, DayKind]],
) -> None:
    lines = [line(kind, date(2026, 11, day)) for day, kind in kinds]
    month = calendar(lines, CLASS)
    days = tuple(each_day(date(2026, 11, 1), date(2026, 11, 30)))
    marks = [derived(day, month.on(day), rolled=True) for day in days]
    found = sums(mark for mark in marks if mark is not None)
    assert found.taught == len(month.taught(days[0], days[-1]))
    shut = sum(month.on(day).kind is DayKind.CLASS_CLOSED for day in days)
    home = sum(month.on(day).kind is DayKind.AT_HOME for day in days)
    assert found.excused == shut + home
    assert found.attended == len(month.sessions(days[0], days[-1]))


def test_a_locked_month_and_one_that_is_not_over_are_refused() -> None:
    with pytest.raises(Refused):
        check_open(True)
    check_open(False)
    november = first_of(TODAY)
    assert (november, last_of(november)) == (date(2026, 11, 1), date(2026, 11, 30))
    assert last_of(date(2026, 12, 1)) == date(2026, 12, 31)
    with pytest.raises(Refused):
        check_over(november, date(2026, 11, 30))
    check_over(november, date(2026, 12, 1))


def away(*marks: Mark | None) -> Run:
    """The run by the last of so many school days in a row."""
    days = PLAIN.sessions(TODAY, TODAY + 40 * DAY)[: len(marks)]
    return run(days, {d: m for d, m in zip(days, marks, strict=True) if m is not None})


def test_three_days_hint_and_seven_oblige() -> None:
    assert away(*[Mark.ILL] * 2).days < HINT
    assert away(*[Mark.ILL] * 3).days == HINT
    assert away(*[Mark.ABSENT] * 6).days < DUTY
    assert away(*[Mark.ABSENT] * 7).days == DUTY
    assert (HINT, DUTY) == (3, 7)


def test_weekends_and_suspensions_neither_count_nor_interrupt() -> None:
    found = away(Mark.ILL, *[Mark.SUSPENDED] * 5, Mark.ILL, Mark.ABSENT)
    assert (found.days, found.since) == (3, TODAY)


@pytest.mark.parametrize("mark", [*sorted(ATTENDED), None])
def test_a_day_at_school_or_unknown_ends_it(mark: Mark | None) -> None:
    assert away(Mark.ILL, Mark.ILL, mark, Mark.ILL).days == 1


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 100))
def test_the_closure_hint_comes_with_the_schools_share(
    absent: int, enrolled: int, percent: int
) -> None:
    wanted = enrolled > 0 and absent > 0 and absent / enrolled >= percent / 100 - 1e-9
    assert hints.closure(absent, enrolled, percent) is wanted


def test_a_day_is_one_of_its_month() -> None:
    for offset in range(400):
        day = TODAY + timedelta(days=offset)
        assert first_of(day) <= day <= last_of(first_of(day))
