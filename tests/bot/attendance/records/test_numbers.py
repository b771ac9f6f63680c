"""Numbers without names: of a school, of all schools, and of a class that may have to be closed."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance import closure_hint, emptying
from bot.attendance.rules import few
from bot.errors import Refused
from cards.attendance.verbs import months
from tests.bot.attendance.records.conftest import said

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
        assert len(hidden) != 1
        assert rest == sum(hidden)
        assert not hidden or rest >= few.FEW


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
