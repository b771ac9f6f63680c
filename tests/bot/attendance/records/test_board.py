"""The morning in the tab: who is remembered to have looked, in which capacity, and how often."""

from dataclasses import replace
from datetime import date

import pytest

from bot.attendance import panel
from bot.attendance.counting import Count
from bot.ledger import pseudonyms
from tests.bot.attendance.records.conftest import B
from tests.bot.attendance.rules.made import CLASS


@pytest.fixture
def looked(city):
    """Somebody looks: what they are shown, remembered where that is still owed."""

    def look(aad, *, names=True):
        def work(tx):
            turn = city.turn(tx, aad)
            found = panel.read(turn, {"names": int(names)})
            owed = panel.owes(turn, found)
            if owed:
                panel.note(turn, found)
            return found, owed

        return city.write(work)

    return look


def test_a_homeroom_is_told_that_the_numbers_are_of_its_class_alone(city, looked):
    city.report("P1")
    ours, _ = looked("homeroom")
    assert [one.every for one in ours.schools] == [False]
    for who in ("principal", "office"):
        whole, _ = looked(who)
        assert [one.every for one in whole.schools] == [True]


def test_what_the_ledger_has_is_not_written_again_within_the_hour(city, looked):
    city.report("P1")
    assert [looked("homeroom")[1] for _ in range(3)] == [True, False, False]
    city.at(10)
    assert looked("homeroom")[1], "another hour, another line"
    assert len(city.ledger(panel.ACT)) == 2


def test_a_look_without_names_owes_the_ledger_nothing(city, looked):
    city.report("P1")
    assert not looked("homeroom", names=False)[1]
    assert not looked("strange_principal")[1], "nobody there has a mark"


def test_the_board_owes_a_line_an_hour(city, looked):
    assert [looked("board")[1] for _ in range(2)] == [True, False]
    assert [one.subject for one in city.ledger(panel.ACT)] == ["schools"]


def test_who_looks_as_a_deputy_is_remembered_as_one(city, looked):
    city.report("P1")
    city.away("homeroom", "teacher")
    looked("teacher")
    (line,) = city.ledger(panel.ACT)
    replaced = city.person("homeroom").id
    assert line.deputy_for == city.read(lambda tx: pseudonyms.of(tx, replaced))
    assert line.post is not None


def test_the_board_reads_the_numbers_of_every_school_and_no_class(city, looked):
    city.report("T1")
    found, _ = looked("board")
    assert len(found.schools) == 2
    other = next(one for one in found.schools if one.id == city.school(B).id)
    assert (other.counted.absent, other.classes) == (None, ())


def test_who_no_order_concerns_can_not_tell_whose_it_is(city, looked):
    city.order()
    for who, wanted in (("homeroom", (0, 1)), ("principal", (0, 1)), ("head3", (1, 0))):
        found, _ = looked(who)
        (school,) = found.schools
        assert (school.counted.absent, school.counted.suspended) == wanted, who
        ours = next(one for one in school.classes if one.children)
        assert (ours.counted.absent, ours.counted.suspended) == wanted, who
        assert [child.mark for child in ours.children] == ["absent"], who


def test_outside_school_days_nobody_is_named_and_nothing_is_remembered(city, looked):
    saturday = date(2026, 11, 28)
    city.report("P1", day=saturday)
    city.at(9, day=saturday)
    found, owed = looked("homeroom")
    (school,) = found.schools
    assert not school.in_session
    assert [one.children for one in school.classes] == [()]
    assert not owed


def test_a_line_of_several_classes_is_checked_where_each_of_them_is(city, monkeypatch):
    found = [(replace(CLASS, id=number), Count()) for number in (1, 2, 3)]
    states = dict(zip((1, 2, 3), ("done", "open", "silent"), strict=True))
    monkeypatch.setattr(panel, "_roll", lambda turn, one: states[one.id])

    def roll():
        return city.read(lambda tx: panel._others(city.turn(tx, "vice"), found)).roll

    assert roll() == "open"
    states[2] = "done"
    assert roll() == "done"
    states[1] = "missing"
    assert roll() == "missing"
    states.update({1: "silent", 2: "silent"})
    assert roll() == "silent"
    states[1] = ""
    assert roll() == ""
