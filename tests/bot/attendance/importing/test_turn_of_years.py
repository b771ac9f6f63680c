"""A new school year's roster leaves the books of the last one, and who was who, as they were."""

from datetime import date, datetime
from pathlib import Path

from bot.attendance.store import classes, clocks, enrolments, pupils, schools
from bot.attendance.store.clocks import Clock
from bot.people import store as people
from bot.people.model import Role
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bot.attendance.importing import city
from tests.bot.attendance.importing.conftest import NOW, Load

APRIL = datetime(2027, 4, 8, 9, 0, tzinfo=NOW.tzinfo)
MARCH = datetime(2027, 3, 20, 9, 0, tzinfo=NOW.tzinfo)
LAST_DAY = date(2027, 3, 31)


def _next(path: Path, pupils_: object = city.PUPILS[1:]) -> Path:
    return city.workbook(path / "next.xlsx", PUPILS=pupils_, GUARDIANS=None)  # type: ignore[arg-type]


def test_last_years_classes_keep_their_children(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))
    loaded(_next(tmp_path), year=2027, now=APRIL)
    loaded(_next(tmp_path), year=2027, now=APRIL)

    def look(tx: Tx) -> None:
        school = schools.find_by_code(tx, "E1")
        assert school
        old = classes.named(tx, school.id, 2026, 3, "2")
        assert old
        seats = enrolments.seats(tx, old.id, LAST_DAY)
        assert [child.key for _, child in seats] == ["P001", "P003", "P002"]

    storage.read_now(tenant, look)


def test_who_has_left_school_is_still_known_by_name_and_has_no_role(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))
    loaded(_next(tmp_path), year=2027, now=APRIL)

    def look(tx: Tx) -> None:
        gone = pupils.find_by_key(tx, "P001")
        assert gone and gone.name == "夜明 はるか"
        assert enrolments.on(tx, gone.id, APRIL.date()) == ()
        assert people.get(tx, gone.person, APRIL.date()).roles == frozenset()

    storage.read_now(tenant, look)


def test_an_account_speaks_for_nobody_once_the_newest_roster_gives_the_child_another(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))
    first = city.PUPILS[0]
    other = (*first[:8], "haruka2@pupils.example.jp", *first[9:])
    loaded(_next(tmp_path, (other, *city.PUPILS[1:])), year=2027, now=MARCH)

    def look(tx: Tx) -> None:
        old = people.find_by_mail(tx, "haruka@pupils.example.jp", APRIL.date())
        new = people.find_by_mail(tx, "haruka2@pupils.example.jp", APRIL.date())
        assert old and new
        assert pupils.by_person(tx, old.id) is None
        assert old.roles == frozenset() and new.roles == {Role.PUPIL}
        own = pupils.by_person(tx, new.id)
        assert own and own.key == "P001"

    storage.read_now(tenant, look)


def test_the_clock_meets_the_schools_of_a_new_roster_anew(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    """A school without classes waits for tomorrow; one that missed a day still makes up for it."""
    loaded(city.workbook(tmp_path / "roster.xlsx"))

    def wait(tx: Tx) -> None:
        for code, day in (("E1", date(2026, 4, 9)), ("J1", date(2026, 4, 7))):
            school = schools.find_by_code(tx, code)
            assert school
            clocks.put(tx, Clock(school=school.id, day=day, moment="wake", look_at=NOW))

    storage.write_now(tenant, wait)
    loaded(city.workbook(tmp_path / "again.xlsx"))
    assert [one.day for one in storage.read_now(tenant, clocks.every)] == [date(2026, 4, 7)]
