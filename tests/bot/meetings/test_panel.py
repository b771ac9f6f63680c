"""Quarters met, in the tab: whose series, and what counts as met."""

from datetime import date

from bot.ledger.model import Actor
from bot.meetings import panel
from bot.meetings.model import Meeting, Period, SeriesState, Stage
from bot.meetings.store import meetings
from bot.people import store as people
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from cards.lang import Lang
from tests.bot.meetings.conftest import City

CHIEF, HEAD, DIRECTOR, GUEST, DESK = "a1", "a2", "a3", "a4", "a5"
SPRING = Period(first=date(2026, 4, 1), last=date(2026, 6, 30))
SUMMER = Period(first=date(2026, 7, 1), last=date(2026, 9, 30))


def turn(city: City, tx: Tx, who: str) -> Turn:
    person = people.find_by_aad(tx, who, city.today)
    assert person is not None
    return Turn(
        person=person,
        holders=people.holders_of(tx, person.id, city.today),
        lang=Lang("ja"),
        now=city.now,
        today=city.today,
        actor=Actor.tab("t"),
        tx=tx,
    )


def seen(city: City, who: str = CHIEF) -> panel.Promises:
    return city.read(lambda tx: panel.read(turn(city, tx, who), {}))


def held(city: City, series: int, period: Period, stage: Stage) -> None:
    meeting = Meeting(id=0, series=series, period=period, stage=stage, held_on=period.last)
    city.write(lambda tx: meetings.add(tx, meeting))


def test_owners_guests_managers_above_and_the_desk_see_a_series(city: City):
    city.series()
    for who in (CHIEF, GUEST, HEAD, DIRECTOR, DESK):
        assert city.read(lambda tx, w=who: panel.offered(turn(city, tx, w))), who
    assert [seen(city, who).series[0].own for who in (CHIEF, GUEST, HEAD)] == [True, True, False]
    assert [seen(city, who).whole for who in (DESK, HEAD)] == [True, False]


def test_who_has_no_series_has_no_picture(city: City):
    assert not city.read(lambda tx: panel.offered(turn(city, tx, CHIEF)))
    city.series(state=SeriesState.ENDED)
    assert not city.read(lambda tx: panel.offered(turn(city, tx, DESK)))


def test_what_was_met_and_what_was_missed_is_counted_in_this_fiscal_year(city: City):
    series = city.series(registered_on=date(2026, 1, 10), since=date(2026, 1, 1))
    winter = Period(first=date(2026, 1, 1), last=date(2026, 3, 31))
    for period, stage in (
        (winter, Stage.HELD),
        (SPRING, Stage.WRITTEN),
        (SUMMER, Stage.OPEN),
    ):
        held(city, series.id, period, stage)
    found = seen(city)
    assert (found.due, found.met, found.missed) == (3, 1, 1), "autumn is still to come"


def test_a_series_with_something_missing_comes_first(city: City):
    city.series(title="あ", registered_on=date(2026, 4, 1))
    late = city.series(title="ん", registered_on=date(2026, 4, 1))
    held(city, late.id, SUMMER, Stage.OPEN)
    assert [one.title for one in seen(city).series] == ["ん", "あ"]


def test_a_series_without_a_cadence_says_so_and_owes_nothing(city: City):
    city.series(cadence=None, state=SeriesState.ASKING)
    (one,) = seen(city).series
    assert (one.every, one.unit, one.quarters) == (0, "", ())
    assert seen(city).due == 0


def test_of_very_many_the_first_are_drawn_and_the_others_counted(city: City):
    every = 203
    for number in range(every):
        city.series(title=f"会議 {number:03d}")
    found = seen(city)
    assert (len(found.series), found.more) == (panel.MOST, every - panel.MOST)
    assert found.due == every
