"""A roster says who is where; what a school has set itself stays, also while one is loading."""

from dataclasses import replace
from datetime import time
from pathlib import Path

from bot.attendance.model import School
from bot.attendance.store import schools
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bot.attendance.importing import city
from tests.bot.attendance.importing.conftest import Load


def _settle(tx: Tx, code: str = "E1") -> School:
    """The school decides for itself, as 「学校の設定」 does it."""
    school = schools.find_by_code(tx, code)
    assert school
    own = replace(
        school,
        times=replace(school.times, wake=time(6, 30), steps=(0, 5, 15, 30, 45)),
        holds_pupils=False,
        shows_teacher=True,
        meals_days=None,
        closure_percent=35,
        version=school.version + 1,
    )
    return schools.save(tx, own)


RENAMED = (("E1", "あかつき第一小学校", "小学校", "0120-111-111"), *city.SCHOOLS[1:])


def test_a_roster_leaves_what_the_school_has_set(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))
    own = storage.write_now(tenant, _settle)

    loaded(city.workbook(tmp_path / "same.xlsx"))
    assert storage.read_now(tenant, lambda tx: schools.get(tx, own.id)) == own

    loaded(city.workbook(tmp_path / "renamed.xlsx", SCHOOLS=RENAMED))
    found = storage.read_now(tenant, lambda tx: schools.get(tx, own.id))
    named = {"name": "あかつき第一小学校", "phone": "0120-111-111"}
    assert found == replace(own, **named, version=own.version + 1)


def test_what_a_school_sets_while_a_roster_is_loaded_stays(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))
    pressed: list[School] = []

    def meanwhile(_lines: int) -> None:
        if not pressed:
            pressed.append(storage.write_now(tenant, _settle))

    loaded(city.workbook(tmp_path / "renamed.xlsx", SCHOOLS=RENAMED), told=meanwhile)
    (own,) = pressed
    found = storage.read_now(tenant, lambda tx: schools.get(tx, own.id))
    assert found.name == "あかつき第一小学校"
    assert (found.times, found.meals_days, found.shows_teacher) == (own.times, None, True)
