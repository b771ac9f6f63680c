"""Numbers without names: of a school, of all schools, and of a class that may have to be closed."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance import closure_hint, counting, emptying
from bot.attendance.counting import Count
from bot.attendance.model import Kind, SuspensionState
from bot.attendance.rules import few
from bot.attendance.store import suspensions
from bot.errors import Refused
from bot.storage.tx import Tx
from cards.attendance.verbs import months
from tests.bot.attendance.records.conftest import A, B, said

TOKYO = ZoneInfo("Asia/Tokyo")


def test_the_board_reads_counts_and_never_a_name(city):
    for n in range(1, 7):
        city.report(f"P{n}")
    shown = said(city.say("board", "人数"))
    assert "休み6" in shown
    assert "ひので小学校" in shown
    for word in ("青木", "はる", "3年", "2組"):
        assert word not in shown


def test_the_board_is_told_no_number_that_points_at_somebody(city):
    city.report("P1")
    shown = said(city.say("board", "人数"))
    assert "休み5未満" in shown
    assert "休み1" not in shown


@pytest.mark.parametrize("who", ["vice", "principal", "curriculum"])
def test_a_school_reads_its_own_numbers_by_class(city, who):
    city.report("P1")
    shown = said(city.press(who, months.Numbers()))
    assert "3年2組" in shown
    assert "休み1" in shown
    assert "青木" not in shown
    with pytest.raises(Refused, match="not_yours"):
        city.press(who, months.Numbers(school_id=city.school("B1").id))


@pytest.mark.parametrize(
    "who", ["homeroom", "nurse", "office", "teacher", "haru", "mother", "bare_nurse"]
)
def test_nobody_else_reads_numbers(city, who):
    with pytest.raises(Refused, match="not_yours"):
        city.press(who, months.Numbers())


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_a_sum_never_gives_a_hidden_number_away(counts):
    hidden = [count for count in counts if few.told(count) is None]
    total = few.total(counts)
    if total is not None:
        rest = total - sum(count for count in counts if few.told(count) is not None)
        assert rest == sum(hidden)
        for one in hidden and range(1, few.FEW):
            others = len(hidden) - 1
            assert others <= rest - one <= others * (few.FEW - 1), "each may still be any of these"


@pytest.mark.parametrize("counts", [(4, 4), (1, 1, 1, 1, 1), (4, 4, 4, 60), (3, 4), (2,), (1, 1)])
def test_a_sum_that_only_one_set_of_hidden_numbers_comes_to_is_not_told(counts):
    assert few.total(counts) is None


@pytest.mark.parametrize("counts", [(1, 4), (2, 3, 1), (3, 2, 4, 1, 60), (7, 0, 12)])
def test_a_sum_that_gives_nothing_away_is_told(counts):
    assert few.total(counts) == sum(counts)


def test_a_sum_that_is_not_told_is_not_said_to_be_small(city):
    for n in range(1, 7):
        city.report(f"P{n}")
    city.report("T1")
    shown = said(city.say("board", "人数"))
    assert "休み（伏せています）" in shown, "the sum of all schools is seven"
    assert "休み6" in shown
    assert "休み5未満" in shown


def test_all_schools_are_counted_at_once_as_each_is_by_itself(city):
    city.report("P2")
    city.report("P3", kind=Kind.LATE)
    city.report("P4", kind=Kind.LATE)
    city.report("P4")
    city.report("P5", kind=Kind.TALK)
    city.report("T1")
    city.order()
    for days in (-1, 0, 1):
        day = city.today + timedelta(days=days)
        at_once = city.read(lambda tx, day=day: counting.of_schools(tx, day, city.today))
        for code in (A, B):
            school = city.school(code)
            alone = city.read(lambda tx, s=school, day=day: counting.of_school(tx, s, day))
            assert at_once[school.id] == alone
    today = city.read(lambda tx: counting.of_schools(tx, city.today, city.today))
    assert today[city.school().id] == Count(enrolled=7, absent=2, late=1, suspended=1)


def test_who_came_back_counts_on_the_days_that_they_were_kept_at_home(city):
    city.order()
    back = city.later(7)
    one = replace(city.only(), state=SuspensionState.ENDED, returns_on=back)
    one = replace(one, version=one.version + 1)
    city.write(lambda tx: suspensions.save(tx, one, look_on=None))
    then = city.today
    for day, wanted in ((then, 1), (back, 0)):
        found = city.read(lambda tx, day=day: counting.of_schools(tx, day, back))
        assert found[city.school().id].suspended == wanted


def test_a_city_is_counted_in_a_few_statements_however_many_classes_it_has(city, monkeypatch):
    ran = []
    plain = Tx.all

    def counted(tx, statement, **values):
        ran.append(statement)
        return plain(tx, statement, **values)

    monkeypatch.setattr(Tx, "all", counted)
    city.read(lambda tx: counting.of_schools(tx, city.today, city.today))
    assert len(ran) <= 5


def test_the_nurse_gets_a_hint_once_a_class_and_day(city):
    def hint():
        return city.write(lambda tx: closure_hint.hint(tx, city.school(), city.today, city.now))

    assert hint() == 0
    city.report("P2")
    city.report("P3")
    assert (hint(), hint()) == (1, 1)
    (told,) = city.posted(closure_hint.KIND)
    assert told.to == {city.person("nurse").id}
    assert "6人のうち、2人" in told.said
    assert "青木" not in told.said
    city.write(lambda tx: emptying.end_of_day(tx, city.school(), city.today, city.now))
    assert "3年2組" not in city.posted(closure_hint.KIND)[0].said
