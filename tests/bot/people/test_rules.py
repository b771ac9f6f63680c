from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people import rules
from bot.people.model import Deputy, Holder, Span

NOW = Span(since=date(2026, 11, 1), until=date(2026, 11, 30))


def deputy(person, by):
    return Deputy(person=person, deputy=by, span=NOW)


def test_holder_who_is_there_acts():
    assert rules.attending(1, [7], [], frozenset()) == (Holder(person=7, post=1),)


def test_deputy_acts_while_the_holder_is_away():
    found = rules.attending(1, [7], [deputy(7, 8)], frozenset({7}))
    assert found == (Holder(person=8, post=1, deputy_for=7),)


def test_holder_with_a_deputy_counts_as_away():
    assert [one.person for one in rules.attending(1, [7], [deputy(7, 8)], frozenset())] == [8]


def test_absent_holder_without_a_deputy_leaves_the_post_empty():
    assert rules.attending(1, [7], [], frozenset({7})) == ()


def test_deputy_who_is_away_is_not_replaced_by_his_own_deputy():
    found = rules.attending(1, [7], [deputy(7, 8), deputy(8, 9)], frozenset({7, 8}))
    assert found == ()


PEOPLE = st.integers(1, 6)


@given(
    held=st.lists(PEOPLE, max_size=4),
    set_=st.lists(st.tuples(PEOPLE, PEOPLE), max_size=6),
    away=st.frozensets(PEOPLE),
)
def test_nobody_who_is_away_ever_acts_and_nobody_acts_twice(held, set_, away):
    deputies = [deputy(person, by) for person, by in set_ if person != by]
    found = rules.attending(1, held, deputies, away)
    assert not {one.person for one in found} & away
    assert len(found) == len(set(found))
    assert all(one.person in held or one.deputy_for in held for one in found)


@pytest.mark.parametrize(
    ("grade", "since", "to", "until"),
    [
        ("主事", None, None, None),
        ("会計年度任用職員", None, None, date(2027, 3, 31)),
        ("会計年度任用職員", date(2027, 4, 1), None, date(2028, 3, 31)),
        ("会計年度任用職員", date(2020, 4, 1), None, date(2027, 3, 31)),
        ("任期付職員", None, date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_fixed_term_staff_end_on_31_march_unless_the_file_says_otherwise(grade, since, to, until):
    assert rules.until(grade, since, to, date(2026, 11, 22)) == until


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2027, 3, 31)),
        (date(2026, 12, 31), date(2027, 3, 31)),
    ],
)
def test_fiscal_year_ends_on_31_march(day, end):
    assert rules.end_of_year(day) == end


def test_file_of_the_coming_year_lets_the_old_posts_run_to_the_day_before():
    today, first = date(2027, 3, 15), date(2027, 4, 1)
    assert rules.first_day([Span(since=first)], today) == first
    assert rules.cut(Span(), first) == Span(until=date(2027, 3, 31))
    assert rules.cut(Span(until=date(2027, 3, 20)), first) == Span(until=date(2027, 3, 20))
    assert rules.cut(Span(since=first), first) is None


def test_file_with_a_current_row_replaces_what_was_held():
    spans = [Span(until=date(2027, 3, 31)), Span(since=date(2027, 4, 1))]
    assert rules.first_day(spans, date(2027, 3, 15)) is None


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(since=st.none() | DAYS, until=st.none() | DAYS, before=DAYS)
def test_cut_keeps_exactly_the_days_before(since, until, before):
    span = Span(since=since, until=until)
    left = rules.cut(span, before)
    for day in (before - timedelta(days=1), before, *(d for d in (since, until) if d)):
        wanted = span.covers(day) and day < before
        assert wanted == (left is not None and left.covers(day))


def test_person_whose_last_row_ends_has_left_the_day_after():
    ends = [Span(until=date(2027, 3, 31)), Span(until=date(2026, 12, 31))]
    assert rules.left_on(ends) == date(2027, 4, 1)
    assert rules.left_on([*ends, Span()]) is None


def test_posts_are_the_same_whatever_stands_between_department_and_name():
    same = {
        rules.label(words)
        for words in ("総務課 課長", "総務課　課長", "総務課・課長", "総務課課長")
    }
    assert same == {"総務課課長"}
