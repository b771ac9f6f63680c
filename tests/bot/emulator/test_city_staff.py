"""The many of the sample city: always the same people, of every kind that matters."""

import csv
from collections import Counter
from pathlib import Path

from bot.emulator.city_staff import HAVE_THE_APP, Situation, staff, write_people_file


def test_everybody_follows_from_their_number() -> None:
    assert tuple(staff(500))[:100] == tuple(staff(100))


def test_nobody_is_there_twice() -> None:
    people = tuple(staff(3000))
    assert len({one.person.aad_object_id for one in people}) == 3000
    assert len({one.person.mail for one in people}) == 3000


def test_even_a_small_staff_has_somebody_in_each_situation() -> None:
    found = Counter(one.situation for one in staff(300))
    assert set(found) == set(Situation)
    assert found[Situation.INSTALLED] > 280


def test_most_have_had_the_app_and_few_are_on_leave() -> None:
    people = tuple(staff(40_000))
    found = Counter(one.situation for one in people)
    assert sum(found[kind] for kind in HAVE_THE_APP) > 39_000
    assert (found[Situation.NOT_INSTALLED], found[Situation.NO_ACCOUNT]) == (400, 200)
    assert sum(one.on_leave for one in people) == 500
    assert len({one.municipality for one in people}) == 9


def test_every_office_has_one_head_above_its_chiefs() -> None:
    people = tuple(staff(2000))
    heads = {one.post for one in people if one.post and not one.superior_post}
    assert len(heads) == len({one.person.department for one in people}) == 50
    assert {one.superior_post for one in people if one.superior_post} == heads


def test_the_directory_knows_who_cannot_be_reached() -> None:
    by_situation = {one.situation: one.person for one in staff(300)}
    assert by_situation[Situation.GUEST].user_type == "Guest"
    assert not by_situation[Situation.DISABLED].account_enabled
    assert not by_situation[Situation.UNLICENSED].licensed
    assert by_situation[Situation.BLOCKED].has_app
    assert not by_situation[Situation.NOT_INSTALLED].has_app


def test_the_people_file_names_no_account_where_there_is_none(tmp_path: Path) -> None:
    write_people_file(tmp_path / "people.csv", staff(200))
    with (tmp_path / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert len(rows) == 200
    assert len([row for row in rows if not row["aad_object_id"]]) == 1
    assert [row for row in rows if row["leave_from"]]
