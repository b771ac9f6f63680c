"""点検: step by step, and reminded of on working days around its days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused, Stale
from bot.records.model.inspections import How, Inspection, Standing
from bot.records.rules import inspections as rules
from bot.records.rules.inspections import Kind
from bot.workdays import Calendar

TODAY = date(2026, 11, 24)
NEW = Inspection(
    id=5,
    subject="agreement:7",
    post=3,
    how=How.VISIT,
    topic="施錠",
    planned_on=TODAY + timedelta(days=16),
    registered_on=TODAY,
    said_on=TODAY - timedelta(days=1),
)
CALENDAR = Calendar()
WRONG = rules.done(NEW, on=TODAY, sound=False, findings="欠け", today=TODAY, version=1)
DUE = TODAY + timedelta(days=30)
ASKED = rules.ask(WRONG, why="理由", due_on=DUE, today=TODAY, version=2)
ANSWERED = rules.answered(ASKED, on=TODAY, answer="直した", today=TODAY, version=3)


def test_what_is_sound_is_over():
    sound = rules.done(NEW, on=TODAY, sound=True, findings="異常なし", today=TODAY, version=1)
    assert (sound.standing, sound.is_open) == (Standing.CLOSED, False)


def test_what_is_wrong_is_asked_answered_and_closed():
    closed = rules.close(ANSWERED, why="よい", today=TODAY, version=4)
    standings = [one.standing for one in (NEW, WRONG, ASKED, ANSWERED, closed)]
    assert standings == [
        Standing.PLANNED,
        Standing.DONE,
        Standing.ASKED,
        Standing.ANSWERED,
        Standing.CLOSED,
    ]


def test_an_answer_that_is_not_enough_is_asked_for_again():
    again = rules.ask(
        ANSWERED, why="足りない", due_on=DUE + timedelta(days=9), today=TODAY, version=4
    )
    assert again.standing is Standing.ASKED
    assert rules.awaited(again) == (Kind.IMPROVE, DUE + timedelta(days=9))


def test_what_was_found_may_be_closed_without_asking():
    assert rules.close(WRONG, why="その場で直った", today=TODAY, version=2).closed_on == TODAY


TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (
            lambda: rules.plan(replace(NEW, planned_on=TODAY - timedelta(days=1)), today=TODAY),
            "past",
        ),
        (
            lambda: rules.done(NEW, on=TOMORROW, sound=True, findings="a", today=TODAY, version=1),
            "future",
        ),
        (
            lambda: rules.done(NEW, on=TODAY, sound=True, findings=" ", today=TODAY, version=1),
            "no_findings",
        ),
        (
            lambda: rules.done(WRONG, on=TODAY, sound=True, findings="a", today=TODAY, version=2),
            "not_now",
        ),
        (lambda: rules.ask(WRONG, why="a", due_on=TODAY, today=TODAY, version=2), "past"),
        (lambda: rules.ask(NEW, why="a", due_on=DUE, today=TODAY, version=1), "not_now"),
        (
            lambda: rules.answered(
                ASKED, on=TODAY - timedelta(days=1), answer="a", today=TODAY, version=3
            ),
            "before_asked",
        ),
        (lambda: rules.close(ASKED, why="a", today=TODAY, version=3), "not_yet"),
        (lambda: rules.cancel(WRONG, why="a", today=TODAY, version=2), "not_now"),
        (
            lambda: rules.put_off(
                NEW, planned_on=TODAY - timedelta(days=1), today=TODAY, version=1
            ),
            "past",
        ),
    ],
)
def test_no_step_is_taken_out_of_turn(step, reason):
    with pytest.raises(Refused) as refused:
        step()
    assert refused.value.reason == f"records.inspections.refused.{reason}"


def test_an_old_card_changes_nothing():
    with pytest.raises(Stale):
        rules.cancel(NEW, why="a", today=TODAY, version=9)


def test_a_cancelled_one_waits_for_nobody():
    gone = rules.cancel(NEW, why="変更", today=TODAY, version=1)
    assert (gone.standing, gone.is_open, rules.awaited(gone)) == (Standing.CANCELLED, False, None)


def test_it_is_brought_up_a_week_before_on_the_day_and_a_week_after():
    found = rules.moments(NEW, CALENDAR)
    assert [(one.on, one.after) for one in found[:5]] == [
        (date(2026, 12, 3), -7),
        (date(2026, 12, 10), 0),
        (date(2026, 12, 17), 7),
        (date(2027, 1, 14), 35),  # and every four weeks while nobody does it
        (date(2027, 2, 12), 63),  # 建国記念の日 moves it on
    ]
    assert {one.kind for one in found} == {Kind.INSPECT}
    assert {one.kind for one in rules.moments(ASKED, CALENDAR)} == {Kind.IMPROVE}


def test_what_was_found_and_what_was_answered_is_brought_up_until_somebody_decides():
    for one in (WRONG, ANSWERED):
        first = rules.moments(one, CALENDAR)[0]
        assert (first.kind, first.after) == (Kind.DECIDE, 7)
    assert (
        rules.moments(rules.close(ANSWERED, why="足りる", today=TODAY, version=4), CALENDAR) == ()
    )


@given(st.integers(0, 700))
def test_every_reminder_stands_on_a_working_day_from_its_entry_on(days):
    one = replace(NEW, planned_on=TODAY + timedelta(days=days))
    found = rules.moments(one, CALENDAR)
    assert all(CALENDAR.is_working(moment.on) for moment in found)
    assert all(moment.on >= one.registered_on for moment in found)
    assert list(found) == sorted(found, key=lambda moment: moment.on)
    assert found[-1].on > one.planned_on


@given(st.integers(0, 60), st.lists(st.integers(1, 90), min_size=1, max_size=6))
def test_whenever_the_clock_looks_each_moment_is_told_at_most_once(days, looks):
    one = replace(NEW, planned_on=TODAY + timedelta(days=days))
    found = rules.moments(one, CALENDAR)
    said_on, told = one.said_on, []
    for look in sorted(TODAY + timedelta(days=day) for day in looks):
        moment = rules.told(found, said_on, look)
        if moment is not None:
            told.append(moment)
        said_on = look
    assert len(told) == len(set(told))
    assert all(moment in found for moment in told)
