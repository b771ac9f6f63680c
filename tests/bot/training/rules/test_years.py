"""Fiscal years, and the next year's edition of a course."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.training.model import CourseState
from bot.training.rules import years
from bot.workdays import Calendar
from tests.bot.training.rules.made import NOW, TODAY, course

REPEATED = course(repeats=True, promise=12, opens_at=NOW, choose_by=TODAY, version=8)


def test_a_fiscal_year_begins_with_april() -> None:
    assert years.fiscal_year(date(2026, 3, 31)) == 2025
    assert years.fiscal_year(date(2026, 4, 1)) == 2026


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_every_day_lies_in_its_year(day: date) -> None:
    year = years.fiscal_year(day)
    assert years.first_day(year) <= day < years.first_day(year + 1)


def test_editions_appear_on_the_first_working_day_of_april() -> None:
    assert years.appears_on(2027, Calendar()) == date(2027, 4, 1)
    assert years.appears_on(2028, Calendar()) == date(2028, 4, 3)
    assert years.appears_on(2027, Calendar(closed=frozenset([date(2027, 4, 1)]))).day == 2


def test_what_repeats_and_has_no_edition_yet_appears() -> None:
    given = [
        REPEATED,
        course(code="ONCE"),
        course(code="DONE", repeats=True),
        course(code="DONE", year=2027, repeats=True),
        course(code="OLD", year=2025, repeats=True),
        course(code="THEIRS", repeats=True, home="hinode"),
        course(code="A", repeats=True),
    ]
    assert [one.code for one in years.to_repeat(given, 2027)] == ["A", "TEAMS-1"]


def test_an_edition_is_a_draft_without_days_that_keeps_its_promise() -> None:
    found = years.next_edition(REPEATED)
    assert (found.id, found.year, found.state, found.version) == (0, 2027, CourseState.DRAFT, 1)
    assert (found.opens_at, found.choose_by, found.promise) == (None, None, 12)
    assert found.finish_by == date(2028, 3, 31)
    assert years.next_edition(course(finish_by=date(2028, 2, 29))).finish_by == date(2029, 2, 28)
