"""Series follow what their promises say today: two in one article, other terms, other cadences."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.duties import store as duties
from bot.duties.model import Duty, DutyState
from bot.meetings import following, promise
from bot.meetings.model import Cadence, Meeting, Period, Series, SeriesState, Stage, Unit
from bot.meetings.store import meetings
from bot.meetings.store import series as all_series
from bot.storage.tx import Tx

from .conftest import TODAY, City, slot_at

QUARTER = Period(first=date(2026, 10, 1), last=date(2026, 12, 31))
HALF = Cadence(unit=Unit.MONTHS, count=6)
MONTH = Cadence(unit=Unit.MONTHS, count=1)


def two_in_one_article(city: City) -> tuple[Duty, Duty]:
    return city.promise(every_months=3, soft=True), city.promise(every_months=12)


def of_source(city: City) -> tuple[Series, ...]:
    return city.read(lambda tx: all_series.of_source(tx, "agreement:7"))


def held(city: City, series: Series) -> Meeting:
    """The record of the running period's meeting, as a press makes it."""
    (meeting,) = city.meetings(series)
    after = city.save(meeting, stage=Stage.HELD, held_on=TODAY, decisions="続ける")
    city.write(lambda tx: promise.meet(tx, series, after))
    return after


def rebind(city: City, duty: Duty, **more: object) -> None:
    def change(tx: Tx) -> None:
        duties.save(tx, replace(duties.get(tx, duty.id), **more))  # type: ignore[arg-type]

    city.write(change)


def states(city: City) -> list[tuple[int, DutyState]]:
    found = city.read(lambda tx: duties.of_source(tx, "agreement:7"))
    return [(duty.every_months or 0, duty.state) for duty in found]


def test_two_promises_of_one_article_are_two_series_that_stay_as_they_are(city: City) -> None:
    two_in_one_article(city)
    city.tick()
    first = of_source(city)
    assert [(one.cadence.count, one.soft) for one in first if one.cadence] == [
        (3, True),
        (12, False),
    ]
    for days in range(1, 5):
        city.at(TODAY + timedelta(days=days)).tick()
    assert of_source(city) == first


def test_taking_a_record_back_leaves_the_other_promise_of_the_article_alone(city: City) -> None:
    two_in_one_article(city)
    city.tick()
    quarterly, _ = of_source(city)
    meeting = held(city, quarterly)
    assert states(city) == [(3, DutyState.DONE), (12, DutyState.OPEN), (3, DutyState.OPEN)]
    city.write(lambda tx: promise.owe_again(tx, quarterly, meeting))
    assert states(city) == [(3, DutyState.OPEN), (12, DutyState.OPEN)]
    city.write(lambda tx: promise.owe_again(tx, quarterly, meeting))
    assert states(city) == [(3, DutyState.OPEN), (12, DutyState.OPEN)]


def test_a_promise_that_came_back_belongs_to_its_own_series(city: City) -> None:
    two_in_one_article(city)
    city.tick()
    before = of_source(city)
    held(city, before[1])
    city.at(TODAY + timedelta(days=1)).tick()
    assert [one.id for one in of_source(city)] == [one.id for one in before]
    yearly = city.read(lambda tx: promise.is_open(tx, before[1]))
    assert yearly is not None
    assert (yearly.every_months, yearly.due_on) == (12, date(2028, 3, 31))


def test_a_period_that_was_let_go_is_owed_again_when_the_promise_binds_again(city: City) -> None:
    duty = city.promise()
    city.at(date(2026, 11, 16)).tick()
    rebind(city, duty, until=date(2026, 10, 31))
    city.at(date(2026, 11, 17)).tick()
    (meeting,) = city.meetings(city.of_source())
    assert (meeting.stage, meeting.released) == (Stage.SKIPPED, True)
    rebind(city, duty, until=date(2029, 3, 31))
    before = len(city.notices())
    city.run(date(2026, 12, 2))
    of = f"{city.of_source().id}:2026-10-01"
    assert city.posted()[before:] == [
        ("2026-11-18", f"plan:{of}:again1"),
        ("2026-12-01", f"late:{of}:2026-12-31:again1:T-30"),
        ("2026-12-01", f"late:{of}:2026-12-31:again1:T-30:above"),
    ]
    (meeting,) = city.meetings(city.of_source())
    assert (meeting.stage, meeting.released) == (Stage.LOOKING, False)


def test_what_a_person_skipped_stays_skipped_whatever_the_term(city: City) -> None:
    duty = city.promise()
    city.tick()
    (meeting,) = city.meetings(city.of_source())
    city.save(meeting, stage=Stage.SKIPPED, reason="災害対応のため")
    for until in (date(2026, 10, 31), date(2029, 3, 31)):
        rebind(city, duty, until=until)
        city.at(city.today + timedelta(days=1)).tick()
    assert city.meetings(city.of_source())[0].stage is Stage.SKIPPED


def test_another_end_is_warned_of_anew(city: City) -> None:
    """A period that ends with the agreement on 15 December, and then doesn't."""
    duty = city.promise(until=date(2026, 12, 15))
    city.run(date(2026, 12, 16))
    rebind(city, duty, until=date(2029, 3, 31))
    before = len(city.notices())
    city.run(date(2026, 12, 25))
    late = [key for _, key in city.posted()[before:]]
    of = f"late:{city.of_source().id}:2026-10-01:2026-12-31"
    assert late == [f"{of}:T-14", f"{of}:T-14:above", f"{of}:T-7", f"{of}:T-7:above"]


def changed(city: City, series: Series, cadence: Cadence) -> None:
    def change(tx: Tx) -> None:
        now = all_series.get(tx, series.id)
        after = replace(now, cadence=cadence, version=now.version + 1, registered_on=city.today)
        all_series.save(tx, after, due_on=city.today)

    city.write(change)


@pytest.mark.parametrize(
    ("before", "after", "period"),
    [
        (HALF, Cadence(unit=Unit.MONTHS, count=3), QUARTER),
        (HALF, MONTH, Period(first=date(2026, 11, 1), last=date(2026, 11, 30))),
        (
            Cadence(unit=Unit.MONTHS, count=3),
            HALF,
            Period(first=date(2026, 10, 1), last=date(2027, 3, 31)),
        ),
    ],
)
def test_an_unbooked_meeting_follows_another_cadence(
    city: City, before: Cadence, after: Cadence, period: Period
) -> None:
    series = city.series(cadence=before)
    city.tick()
    changed(city, series, after)
    city.at(TODAY, time(10)).tick()
    assert [one.period for one in city.meetings(series)] == [period]


def test_of_two_meetings_in_one_new_period_one_is_let_go(city: City) -> None:
    series = city.series(cadence=MONTH)
    city.tick()
    october = Period(first=date(2026, 10, 1), last=date(2026, 10, 31))
    new = Meeting(id=0, series=series.id, period=october, stage=Stage.HELD, held_on=october.last)
    city.write(lambda tx: meetings.add(tx, new))
    changed(city, series, Cadence(unit=Unit.MONTHS, count=3))
    city.at(TODAY, time(10)).tick()
    found = {one.period.first.month: one for one in city.meetings(series)}
    assert (found[10].stage, found[11].stage, found[11].released) == (
        Stage.HELD,
        Stage.SKIPPED,
        True,
    )


def test_a_booked_meeting_keeps_its_period_whatever_the_cadence(city: City) -> None:
    series = city.series(cadence=HALF)
    city.tick()
    (meeting,) = city.meetings(series)
    city.save(meeting, stage=Stage.BOOKED, slot=slot_at(date(2026, 12, 8), 10), in_calendar=False)
    changed(city, series, MONTH)
    city.at(TODAY, time(10)).tick()
    assert meeting.period in [one.period for one in city.meetings(series)]


def test_of_another_cadence_nothing_is_missed_before_it_was_known(city: City) -> None:
    duty = city.promise(every_months=12)
    city.tick()
    rebind(city, duty, every_months=1)
    city.at(TODAY + timedelta(days=1)).run(date(2026, 11, 20))
    assert not [key for _, key in city.posted() if key.startswith("passed")]


def test_who_answers_late_how_often_is_reproached_with_no_earlier_month(city: City) -> None:
    series = city.series(cadence=None, state=SeriesState.ASKING)
    city.run(date(2027, 2, 2))
    before = len(city.notices())
    now = city.read(lambda tx: all_series.get(tx, series.id))
    answered = replace(now, state=SeriesState.RUNNING, version=now.version + 1)
    city.write(lambda tx: all_series.save(tx, answered, due_on=city.today))
    changed(city, series, MONTH)
    city.tick()
    assert [key for _, key in city.posted()[before:]] == [f"plan:{series.id}:2027-02-01"]


def test_the_series_of_an_agreement_that_ran_out_ends_when_all_is_answered(city: City) -> None:
    city.promise(until=date(2026, 12, 31))
    city.tick()
    (meeting,) = city.meetings(city.of_source())
    city.save(meeting, stage=Stage.HELD, held_on=TODAY, decisions="終わり")
    city.run(date(2026, 12, 31))
    assert city.of_source().state is SeriesState.RUNNING
    city.run(date(2027, 1, 5))
    assert city.of_source().state is SeriesState.ENDED


def test_a_last_period_that_was_missed_stays_in_sight_and_then_the_series_ends(city: City) -> None:
    duty = city.promise(until=date(2026, 12, 31))
    city.run(date(2027, 3, 1))
    assert city.of_source().state is SeriesState.RUNNING
    city.run(date(2027, 4, 10))
    assert city.of_source().state is SeriesState.ENDED
    assert city.meetings(city.of_source())[0].stage is not Stage.SKIPPED
    rebind(city, duty, until=date(2029, 3, 31))
    city.at(date(2027, 4, 12)).tick()
    assert city.of_source().state is SeriesState.RUNNING


def test_more_promises_than_a_tick_takes_are_followed_by_the_next(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST_AT_ONCE", 2)
    for number in range(1, 6):
        city.promise(source=f"agreement:{number}")
    counts = []
    for minute in range(4):
        city.at(TODAY, time(9, minute)).tick()
        counts.append(city.read(all_series.count))
    assert counts == [2, 4, 5, 5]
    for number in range(6, 9):
        city.promise(source=f"agreement:{number}")
    for minute in range(2):
        city.at(TODAY, time(10, minute)).tick()
    assert city.read(all_series.count) == 8
