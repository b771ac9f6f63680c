"""A roster comes whole or not at all, and gives nobody more than its posts say."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.attendance.model import Function, Stream
from bot.attendance.store import classes, enrolments, posts, pupils, schools
from bot.people import store as people
from bot.people.model import Role
from bot.sheets import BadRows
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bot.attendance.importing import city
from tests.bot.attendance.importing.conftest import NOW, Load

TODAY = NOW.date()


def _class(tx: Tx, name: str = "2", year: int = 2026) -> int:
    school = schools.find_by_code(tx, "E1")
    assert school
    found = classes.named(tx, school.id, year, 3, name)
    assert found
    return found.id


def test_a_workbook_becomes_schools_classes_children_and_posts(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    done = loaded(city.workbook(tmp_path / "roster.xlsx"))

    assert (done.schools, done.classes, done.staff, done.pupils, done.guardians) == (2, 4, 5, 4, 2)

    def look(tx: Tx) -> None:
        school = schools.find_by_code(tx, "E1")
        assert school and school.phone == "0120-000-000"
        assert [(one.grade, one.name) for one in classes.of_school(tx, school.id, 2026)] == [
            (3, "1"),
            (3, "2"),
            (3, "あすなろ"),
        ]
        seats = enrolments.seats(tx, _class(tx), TODAY)
        assert [(one.number, child.name, one.main) for one, child in seats] == [
            (1, "夜明 はるか", True),
            (1, "森 みどり", False),
            (2, "星野 そら", True),
        ]
        assert [one.key for one in pupils.search(tx, school.id, "ほし", TODAY)] == ["P002"]
        assert pupils.search(tx, school.id, "かわかみ", TODAY) == ()
        haruka = pupils.find_by_key(tx, "P001")
        assert haruka and haruka.language == "vi" and haruka.person
        assert pupils.by_person(tx, haruka.person) == haruka
        person = people.get(tx, haruka.person, TODAY)
        assert person.roles == {Role.PUPIL} and not person.is_staff
        support = classes.named(tx, school.id, 2026, 3, "あすなろ")
        assert support and support.stream is Stream.SUPPORT

    storage.read_now(tenant, look)


def test_a_class_without_teacher_is_the_year_heads(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))

    def look(tx: Tx) -> None:
        school = schools.find_by_code(tx, "E1")
        assert school
        vacant = posts.for_class(tx, school.id, 3, "1", Function.HOMEROOM)
        year_head = people.find_by_mail(tx, "shunin@akatsuki.example.jp", TODAY)
        assert year_head
        assert [one.person for one in people.acting(tx, vacant, TODAY)] == [year_head.id]
        held = {one.post for one in people.holders_of(tx, year_head.id, TODAY).of}
        assert set(vacant) <= held
        office = posts.with_function(tx, school.id, Function.SCHOOL_OFFICE)
        deputy = people.find_by_mail(tx, "kyoto@akatsuki.example.jp", TODAY)
        assert deputy and [one.person for one in people.acting(tx, office, TODAY)] == [deputy.id]
        found = {one.function for one in posts.functions_of(tx, held)}
        assert Function.YEAR_HEAD in found and Function.HOMEROOM in found

    storage.read_now(tenant, look)


def test_last_years_homeroom_loses_the_class_at_the_turn_of_the_year(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    loaded(city.workbook(tmp_path / "roster.xlsx"))
    march = datetime(2027, 3, 20, 9, 0, tzinfo=NOW.tzinfo)
    announced = datetime(2027, 4, 6, 8, 0, tzinfo=NOW.tzinfo)
    staff = (
        *city.STAFF[:4],
        ("E1", "担任", "新任 四", "shinnin@akatsuki.example.jp", "", 3, "2", "", ""),
    )
    children = [(*one[:4], 3, "1", *one[6:]) if one[0] == "P001" else one for one in city.PUPILS]
    children[2] = (*children[2][:7], "", *children[2][8:])
    loaded(
        city.workbook(tmp_path / "next.xlsx", STAFF=staff, PUPILS=children, GUARDIANS=None),
        year=2027,
        now=march,
        announced_at=announced,
    )

    def look(tx: Tx) -> None:
        school = schools.find_by_code(tx, "E1")
        assert school
        homeroom = posts.for_class(tx, school.id, 3, "2", Function.HOMEROOM)
        old = people.find_by_mail(tx, "tannin32@akatsuki.example.jp", march.date())
        new = people.find_by_mail(tx, "shinnin@akatsuki.example.jp", march.date())
        assert old and new
        for day, who in ((date(2027, 3, 31), old.id), (date(2027, 4, 1), new.id)):
            tx.known.clear()
            assert [one.person for one in people.acting(tx, homeroom, day)] == [who]
            assert people.holders_of(tx, (old.id if who == new.id else new.id), day).of == ()
        assert people.get(tx, old.id, date(2027, 4, 1)).roles == frozenset()
        haruka = pupils.find_by_key(tx, "P001")
        assert haruka
        before = enrolments.of(tx, haruka.id, date(2027, 3, 31))
        after = enrolments.of(tx, haruka.id, date(2027, 4, 1))
        assert before and before.class_id == _class(tx, "2", 2026)
        assert after and after.class_id == _class(tx, "1", 2027)
        coming = classes.get(tx, after.class_id)
        assert not coming.is_known(announced - timedelta(seconds=1)) and coming.is_known(announced)
        assert classes.get(tx, before.class_id).is_known(march)

    storage.read_now(tenant, look)


def test_every_bad_cell_is_told_and_nothing_is_kept(
    storage: Storage, tenant: str, tmp_path: Path, loaded: Load
) -> None:
    pupils_ = (
        *city.PUPILS,
        ("P005", "空き 番", "", "E1", 3, "2", 1, "", "", "", "", "", "", ""),
        ("P006", "学級 なし", "", "E1", 3, "9", 4, "", "", "", "", "", "", ""),
        ("", "番号 なし", "", "E1", "三", "2", "", "", "not a mail", "", "英", "", "", ""),
        ("P007", "去年 の", "", "E1", 3, "2", 7, "", "", "", "", "", "2026-03-31", ""),
        ("P008", "支援 交流", "", "E1", 3, "1", 8, "あすなろ", "", "", "", "", "", ""),
    )
    with pytest.raises(BadRows) as bad:
        loaded(city.workbook(tmp_path / "roster.xlsx", PUPILS=pupils_))
    told = {(fault.sheet, fault.line, fault.column) for fault in bad.value.faults}
    assert told >= {
        ("児童生徒", 7, "組"),
        ("児童生徒", 8, "学籍番号"),
        ("児童生徒", 8, "学年"),
        ("児童生徒", 8, "出席番号"),
        ("児童生徒", 8, "メール"),
        ("児童生徒", 8, "言語"),
        ("児童生徒", 9, "開始日"),
        ("児童生徒", 10, "交流学級"),
    }
    assert all(str(fault) and "番号 なし" not in str(fault) for fault in bad.value.faults)

    def look(tx: Tx) -> None:
        assert schools.every(tx) == ()
        assert pupils.find_by_key(tx, "P001") is None
        assert people.find_by_mail(tx, "kocho@akatsuki.example.jp", TODAY) is not None
        someone = people.find_by_mail(tx, "kocho@akatsuki.example.jp", TODAY)
        assert someone and not someone.roles
        assert not people.holders_of(tx, someone.id, TODAY).of

    storage.read_now(tenant, look)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("P005", "同 席", "", "E1", 3, "2", 1, "", "", "", "", "", "", ""), "出席番号"),
        (("P001", "夜明 はるか", "", "E1", 3, "1", 9, "", "", "", "", "", "", ""), "組"),
        (("P001", "別 の子", "", "E1", 3, "1", 9, "", "", "", "", "", "", ""), "氏名"),
        (
            (
                "P005",
                "同 口座",
                "",
                "E1",
                3,
                "1",
                9,
                "",
                "haruka@pupils.example.jp",
                "",
                "",
                "",
                "",
                "",
            ),
            "メール",
        ),
        (
            (
                "P005",
                "先生 の",
                "",
                "E1",
                3,
                "1",
                9,
                "",
                "hoken@akatsuki.example.jp",
                "",
                "",
                "",
                "",
                "",
            ),
            "メール",
        ),
    ],
)
def test_two_in_one_place_are_refused(
    tmp_path: Path, loaded: Load, row: tuple[object, ...], column: str
) -> None:
    with pytest.raises(BadRows) as bad:
        loaded(city.workbook(tmp_path / "roster.xlsx", PUPILS=(*city.PUPILS, row)))
    assert [(one.line, one.column) for one in bad.value.faults] == [(6, column)]
