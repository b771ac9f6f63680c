"""Names that the people file doesn't know, and courses that wait for each other, are refused."""

import pytest
from sqlalchemy import update

from bot.people.tables import HOLDING, LISTING

from .conftest import COURSE, SESSION, enter, faults


@pytest.mark.parametrize(
    ("org", "name"), [("市町村", "ひので市"), ("市町村", "ひので 町"), ("所属", "企画課の")]
)
def test_a_quota_that_would_bind_nobody_is_refused(city, workbook, org, name):
    quota = {"code": "teams", "number": 1, "org": org, "name": name, "seats": 1}
    (fault,) = faults(city, workbook(研修=[COURSE], 開催回=[SESSION], 定員枠=[quota]))
    assert fault.startswith("sheet 定員枠, line 2, column 名称: ")
    assert "correct it" in fault


def test_a_quota_that_stands_may_outlive_its_department(city, workbook):
    quota = {"code": "teams", "number": 1, "org": "所属", "name": "企画課", "seats": 1}
    enter(city, workbook(研修=[COURSE], 開催回=[SESSION], 定員枠=[quota]))
    city.write(lambda tx: tx.run(update(HOLDING).values(department="政策課")))
    enter(city, workbook(定員枠=[{**quota, "seats": 2}]))
    (fault,) = faults(city, workbook(定員枠=[quota, {**quota, "name": "水道課"}]))
    assert "line 3" in fault


def test_a_register_without_municipalities_says_so(city, workbook):
    city.write(lambda tx: tx.run(update(LISTING).values(municipality="")))
    quota = {"code": "teams", "number": 1, "org": "市町村", "name": "ひので町", "seats": 1}
    (fault,) = faults(city, workbook(研修=[COURSE], 開催回=[SESSION], 定員枠=[quota]))
    assert "the people file names none; fill its column 市区町村" in fault
    (fault,) = faults(city, workbook(研修=[{**COURSE, "to": "municipality:ひので町"}]))
    assert "the people file names none" in fault
    (fault,) = faults(city, workbook(研修=[COURSE], 開催回=[{**SESSION, "host": "ひので町"}]))
    assert "column 主催市町村: names a municipality, but the people file names none" in fault


def test_an_organiser_of_whom_nobody_knows_is_refused(city, workbook):
    wrong = {**SESSION, "organizer": "kat@akatsuki.example.jp"}
    (fault,) = faults(city, workbook(研修=[COURSE], 開催回=[wrong]))
    assert fault.startswith("sheet 開催回, line 2, column 会議の主催者: ")
    assert "kat@" not in fault
    right = {**SESSION, "organizer": "KATO@akatsuki.example.jp"}
    assert enter(city, workbook(研修=[COURSE], 開催回=[right])).added == 2


@pytest.mark.parametrize(
    "wrong", ["department:企画課の", "post:課長補佐", "grade:係長", "municipality:ひので市"]
)
def test_an_audience_of_nobody_is_refused(city, workbook, wrong):
    (fault,) = faults(city, workbook(研修=[{**COURSE, "to": f"all、{wrong}"}]))
    assert fault.startswith("sheet 研修, line 2, column 対象: ")
    (fault,) = faults(city, workbook(研修=[{**COURSE, "but": wrong}]))
    assert "column 対象外" in fault


def test_an_audience_is_known_however_it_is_spelled_and_may_outlive_a_department(city, workbook):
    named = {
        **COURSE,
        "to": "department:企 画課、post:企画課 課長、municipality:ひので町、group:a-b",
    }
    enter(city, workbook(研修=[named]))
    city.write(lambda tx: tx.run(update(HOLDING).values(department="政策課")))
    assert enter(city, workbook(研修=[{**named, "title": "改訂"}])).updated == 1


def test_courses_that_wait_for_each_other_are_refused_with_the_way(city, workbook):
    first = {**COURSE, "requires": "b"}
    second = {**COURSE, "code": "b", "requires": "c"}
    third = {**COURSE, "code": "c"}
    enter(city, workbook(研修=[first, second, third]))
    (fault,) = faults(city, workbook(研修=[{**third, "requires": "teams"}]))
    assert fault.startswith("sheet 研修, line 2, column 前提研修: leads back")
    assert "c → teams → b → c" in fault
