"""When a city must have decided, for each way in which an agreement may go on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agreements.model import Agreement, Notice, Renewal, RenewalKind
from bot.agreements.rules.deadlines import (
    budget_day,
    deadlines,
    decision_day,
    notice_day,
    unfunded_across_april,
)
from bot.workdays import Calendar

CALENDAR = Calendar()
END = date(2027, 3, 31)
THREE_MONTHS = Notice(value=3, unit="months")
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))


def agreement(kind: RenewalKind, *, notice: Notice | None = None, **facts: object) -> Agreement:
    renewal = Renewal(kind=kind, extension_months=12, notice=notice)
    given: dict[str, object] = {"end": END, "lead_days": 90, "renewal": renewal, **facts}
    return Agreement(id=7, title="協定", post=1, **given)  # type: ignore[arg-type]


def test_mutual_renewal_is_decided_a_lead_time_before_the_end() -> None:
    assert decision_day(agreement(RenewalKind.MUTUAL), CALENDAR) == date(2026, 12, 31)


def test_mutual_renewal_heeds_an_earlier_contractual_notice_and_its_mailing() -> None:
    matter = agreement(RenewalKind.MUTUAL, notice=THREE_MONTHS, lead_days=0)
    assert decision_day(matter, CALENDAR) == date(2026, 12, 23)


def test_automatic_renewal_is_decided_before_the_notice_day() -> None:
    matter = agreement(RenewalKind.AUTOMATIC, notice=THREE_MONTHS, lead_days=90)
    # 12/31 less 90 days is 10/2, less three working days
    assert decision_day(matter, CALENDAR) == date(2026, 9, 29)


def test_without_renewal_the_end_itself_counts() -> None:
    assert decision_day(agreement(RenewalKind.NONE), CALENDAR) == END


def test_budget_moves_the_decision_to_october_where_that_is_earlier() -> None:
    matter = agreement(RenewalKind.MUTUAL, needs_budget=True)
    assert decision_day(matter, CALENDAR) == date(2026, 10, 1)
    long_lead = replace(matter, lead_days=300)
    assert decision_day(long_lead, CALENDAR) == END - timedelta(days=300)


@pytest.mark.parametrize(
    ("end", "day"),
    [
        (date(2027, 3, 31), date(2026, 10, 1)),
        (date(2027, 6, 30), date(2026, 10, 1)),
        (date(2027, 3, 30), date(2025, 10, 1)),
    ],
)
def test_budget_is_asked_in_the_fiscal_year_before_the_new_term(end: date, day: date) -> None:
    assert budget_day(end) == day


def test_both_days_are_known_where_they_differ() -> None:
    days = deadlines(agreement(RenewalKind.MUTUAL, end=date(2026, 12, 31), lead_days=0), CALENDAR)
    assert days is not None
    assert days.differ
    assert (days.contractual, days.practical) == (date(2026, 12, 31), date(2026, 12, 28))


def test_an_agreement_without_end_has_no_deadline() -> None:
    assert deadlines(agreement(RenewalKind.MUTUAL, end=None), CALENDAR) is None


@pytest.mark.parametrize(
    ("end", "notice", "day"),
    [
        (date(2024, 3, 31), Notice(value=1, unit="months"), date(2024, 2, 29)),
        (date(2027, 4, 30), Notice(value=1, unit="months"), date(2027, 3, 30)),
        (date(2027, 1, 31), Notice(value=3, unit="months"), date(2026, 10, 31)),
        (date(2027, 3, 31), Notice(value=30, unit="days"), date(2027, 3, 1)),
    ],
)
def test_notice_day_is_clipped_to_the_month(end: date, notice: Notice, day: date) -> None:
    assert notice_day(end, notice) == day


@given(DAYS, st.integers(0, 400), st.integers(1, 12), st.sampled_from(list(RenewalKind)))
def test_no_decision_is_due_after_the_end(
    end: date, lead: int, months: int, kind: RenewalKind
) -> None:
    notice = Notice(value=months, unit="months")
    day = decision_day(agreement(kind, end=end, lead_days=lead, notice=notice), CALENDAR)
    assert day is not None
    assert day <= end


def test_silent_renewal_with_cost_needs_an_authorisation_over_april() -> None:
    matter = agreement(RenewalKind.AUTOMATIC, has_cost=True)
    assert unfunded_across_april(matter)
    assert not unfunded_across_april(replace(matter, debt_authorised=True))
    assert not unfunded_across_april(replace(matter, has_cost=False))
    within = Renewal(kind=RenewalKind.AUTOMATIC, extension_months=3)
    assert not unfunded_across_april(replace(matter, end=date(2027, 6, 30), renewal=within))
