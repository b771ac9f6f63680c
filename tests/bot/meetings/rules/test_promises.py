"""A series follows the promise that it comes from."""

from dataclasses import replace
from datetime import date

from bot.duties.model import MEETING, Duty, Obligor
from bot.meetings.model import Cadence, SeriesState, Unit
from bot.meetings.rules.promises import ended, followed, promised

TODAY = date(2026, 11, 24)
DUTY = Duty(
    id=4,
    source="agreement:7",
    kind=MEETING,
    obligor=Obligor.BOTH,
    post=1,
    article="第5条",
    every_months=3,
    since=date(2024, 4, 1),
    until=date(2027, 3, 31),
    title="協定",
    partner="ひのでロジ株式会社",
    soft=True,
)
QUARTER = Cadence(unit=Unit.MONTHS, count=3)


def test_a_promise_becomes_a_series() -> None:
    series = promised(DUTY, TODAY)
    assert (series.source, series.article, series.title) == ("agreement:7", "第5条", "協定")
    assert (series.cadence, series.soft, series.state) == (QUARTER, True, SeriesState.RUNNING)
    assert (series.since, series.until, series.post) == (DUTY.since, DUTY.until, 1)


def test_where_the_text_says_no_period_the_owner_is_asked() -> None:
    series = promised(replace(DUTY, every_months=None, since=None), TODAY)
    assert (series.cadence, series.state, series.since) == (None, SeriesState.ASKING, TODAY)


def test_a_series_that_says_the_same_stays_as_it_is() -> None:
    series = replace(promised(DUTY, TODAY), id=2, posts=(8,), room="a@x", minutes=90)
    assert followed(series, DUTY, TODAY) is series


def test_new_names_a_new_post_and_a_new_term_are_followed() -> None:
    series = replace(promised(DUTY, TODAY), id=2, posts=(8,), minutes=90)
    now = replace(DUTY, title="新しい協定", partner="あさひ", post=3, until=date(2030, 3, 31))
    after = followed(series, now, TODAY)
    assert (after.title, after.partner, after.post) == ("新しい協定", "あさひ", 3)
    assert (after.until, after.version) == (date(2030, 3, 31), series.version + 1)
    assert (after.id, after.posts, after.minutes) == (2, (8,), 90)


def test_what_the_owner_answered_stays_until_the_text_says_otherwise() -> None:
    open_ = replace(DUTY, every_months=None)
    weekly = Cadence(unit=Unit.WEEKS, count=2)
    answered = replace(promised(open_, TODAY), cadence=weekly, state=SeriesState.RUNNING)
    assert followed(answered, open_, TODAY) is answered
    assert followed(answered, DUTY, TODAY).cadence == QUARTER


def test_an_ended_series_begins_anew_with_its_promise() -> None:
    series = promised(DUTY, TODAY)
    over = ended(series)
    assert (over.state, over.version) == (SeriesState.ENDED, 2)
    assert ended(over) is over
    again = followed(over, DUTY, TODAY)
    assert (again.state, again.version) == (SeriesState.RUNNING, 3)
