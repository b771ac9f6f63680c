"""The sample courses: every sheet is read without a fault, and loaded once."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.emulator import city, city_training
from bot.people import imports
from bot.practice import promises, training
from bot.practice.crowd import silent
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from bot.training.model import Course, CourseState, Head
from bot.training.sheets import book
from bot.training.store import courses, quotas, sessions, waves

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 9, tzinfo=TOKYO)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """The sample city's books on its first day."""
    opened = open_storage(Settings(database_url=f"sqlite:///{tmp_path / 'city.db'}"))
    imports.load(opened, "city", city.people_file(), today=NOW.date(), finally_=silent)
    opened.write_now("city", lambda tx: promises.register(tx, NOW))
    opened.write_now("city", lambda tx: training.load(tx, NOW))
    yield opened
    opened.close()


@pytest.fixture
def ask(storage: Storage) -> Callable[[Callable[[Tx], T]], T]:
    return lambda work: storage.read_now("city", work)


def by_code(tx: Tx) -> dict[str, Course]:
    return {one.code: one for one in courses.every(tx)}


def test_each_sheet_is_read_without_a_fault() -> None:
    read = [book.read(sheet, TOKYO) for sheet in city_training.files()]
    kinds = [
        name
        for one in read
        for name in ("courses", "waves", "sessions", "quotas", "questions")
        if getattr(one, name)
    ]
    assert kinds == ["courses", "waves", "sessions", "quotas", "questions"]


def test_what_can_be_attended_is_open_and_the_rest_a_draft(ask) -> None:
    found = ask(by_code)
    states = {code: one.state for code, one in found.items()}
    assert states.pop("DATA-01") is CourseState.DRAFT
    assert set(states.values()) == {CourseState.OPEN}
    assert {len(found[code].questions) for code in ("TEAMS-01", "SEC-01")} == {3}
    assert (found["LEAD-01"].head, found["LEAD-01"].requires) == (Head.APPROVE, ("TEAMS-01",))
    assert found["AI-01"].choose_by == date(2026, 12, 18)


def test_seats_quotas_and_waves_are_as_the_sheets_say(ask) -> None:
    def look(tx: Tx) -> None:
        found = by_code(tx)
        of_teams = sessions.of_course(tx, found["TEAMS-01"].id)
        assert [one.seats for one in of_teams] == [2, 20, 50, 12]
        assert [one.host for one in of_teams if one.host] == ["みなも町"]
        of_leaders = sessions.of_course(tx, found["LEAD-01"].id)
        assert all(len(quotas.of(tx, one.id)) == 2 for one in of_leaders)
        assert len(waves.of_course(tx, found["AI-01"].id)) == 2
        assert waves.choices(tx, found["AI-01"].id) == {"あかつき市": 1}

    ask(look)


def test_the_security_course_is_bound_to_the_duty_of_a_sample_text(ask) -> None:
    bound = [one.code for one in ask(lambda tx: list(courses.every(tx))) if one.promise]
    assert bound == ["SEC-01"]


def test_the_meeting_of_an_online_session_stands_in_its_holders_calendar() -> None:
    people = city.spec().people
    (meeting,) = city_training.meetings(people)
    holder = next(one for one in people if one.aad_object_id == meeting.owner)
    assert holder.name == "糸魚原 悠真"
    assert meeting.start == datetime(2027, 1, 19, 13, 30, tzinfo=TOKYO)
    assert meeting.join_url.startswith("https://teams.microsoft.com/")
