"""What is offered stays ahead: the clock drops what has come, and asks before it warns."""

from datetime import date
from typing import Any

import pytest

from bot.meetings.model import Meeting, Stage
from bot.meetings.slice import SLICE
from bot.meetings.store import meetings

from .conftest import City, as_told, slot_at

THURSDAY = date(2026, 11, 26)
DAYS = (THURSDAY, date(2026, 12, 3), date(2026, 12, 10))
WARNED = date(2026, 12, 1)


def offered(city: City, *days: date, stage: Stage = Stage.PROPOSED) -> Meeting:
    """Planned on 11/16, with these slots in the cards that went out."""
    series = city.series()
    city.at(date(2026, 11, 16)).tick()
    (meeting,) = city.meetings(series)
    return city.save(meeting, stage=stage, slots=tuple(slot_at(day, 10) for day in days))


def now(city: City, meeting: Meeting) -> Meeting:
    return city.read(lambda tx: meetings.get(tx, meeting.id))


def days_of(meeting: Meeting) -> tuple[date, ...]:
    return tuple(slot.start.date() for slot in meeting.slots)


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.INQUIRED, Stage.LOST])
def test_a_slot_is_offered_no_more_once_its_day_has_come(city: City, stage: Stage) -> None:
    meeting = offered(city, *DAYS, stage=stage)
    city.at(date(2026, 11, 25)).tick()
    assert now(city, meeting) == meeting
    city.at(THURSDAY).tick()
    left = now(city, meeting)
    assert (left.stage, days_of(left)) == (stage, DAYS[1:])
    assert left.version == meeting.version + 1  # a card with the old numbers is refused
    city.tick()
    assert now(city, meeting) == left


def test_a_warning_offers_only_what_is_ahead(city: City) -> None:
    meeting = offered(city, *DAYS)
    city.at(WARNED).tick()
    left = now(city, meeting)
    assert (left.stage, days_of(left)) == (Stage.PROPOSED, DAYS[1:])
    assert city.errands() == ["meetings.look"]


@pytest.mark.parametrize("days", [DAYS[:1], DAYS[:2]])
def test_before_a_warning_that_offers_next_to_nothing_the_calendars_are_asked(
    city: City, days: tuple[date, ...]
) -> None:
    meeting = offered(city, *days)
    plan = city.planned(WARNED, WARNED)
    before = city.told()
    city.at(WARNED).tick()
    assert city.told() - before == as_told(plan)
    after = now(city, meeting)
    assert (after.stage, after.round) == (Stage.LOOKING, meeting.round + 1)
    assert city.errands() == ["meetings.look", "meetings.look"]


def test_whoever_was_asked_by_mail_may_still_want_the_last_slot(city: City) -> None:
    meeting = offered(city, *DAYS[:2], stage=Stage.INQUIRED)
    city.at(WARNED).tick()
    assert (now(city, meeting).stage, days_of(now(city, meeting))) == (Stage.INQUIRED, DAYS[1:2])
    city.at(date(2026, 12, 17)).tick()
    assert now(city, meeting).stage is Stage.LOOKING


def test_the_plan_holds_while_offers_run_out(city: City) -> None:
    offered(city, *DAYS)
    before, until = city.told(), date(2027, 1, 31)
    plan = city.planned(date(2026, 11, 17), until)
    city.at(date(2026, 11, 17)).run(until)
    assert city.told() - before == as_told(plan)


def test_offers_are_dropped_before_the_cards_of_the_morning_go_out() -> None:
    names: list[Any] = [job.name for job in SLICE.jobs]
    assert names.index("meetings.offers") < names.index("meetings.plan")
