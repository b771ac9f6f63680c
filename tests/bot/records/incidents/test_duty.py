"""Whether a report is owed: 規則43条 and the My Number Act, by example and by property."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.model.incidents import Certainty, Facts
from bot.records.rules.incident_duty import (
    Exempt,
    Ground,
    under_the_act,
    under_the_number_act,
)
from tests.bot.records.incidents.cases import facts

ONE = Facts(people=1)


@pytest.mark.parametrize(
    ("found", "grounds"),
    [
        (replace(ONE, sensitive=True), (Ground.SENSITIVE,)),
        (replace(ONE, loss=True), (Ground.PROPERTY,)),
        (replace(ONE, purpose=True), (Ground.PURPOSE,)),
        (Facts(people=101), (Ground.MANY,)),
        (Facts(people=None), (Ground.UNCOUNTED,)),
        (Facts(people=100), ()),
        (ONE, ()),
    ],
)
def test_each_ground_owes_a_report_from_one_person_on_or_more_than_a_hundred(found, grounds):
    assert under_the_act(found).grounds == grounds


def test_why_none_is_owed_is_said():
    assert under_the_act(ONE).exempt is Exempt.MINOR
    assert under_the_act(Facts(people=0, sensitive=True)).exempt is Exempt.NOBODY
    protected = Facts(people=500, sensitive=True, protected=True)
    assert under_the_act(protected).exempt is Exempt.PROTECTED


@pytest.mark.parametrize(
    ("found", "grounds"),
    [
        (Facts(people=1, numbers=True, spread=True), (Ground.SPREAD,)),
        (Facts(people=1, numbers=True, purpose=True), (Ground.PURPOSE,)),
        (Facts(people=101, numbers=True), (Ground.MANY,)),
        (Facts(people=1, numbers=True, sensitive=True), ()),
        (Facts(people=500, purpose=True, spread=True), ()),
    ],
)
def test_my_number_is_apart_with_grounds_of_its_own(found, grounds):
    assert under_the_number_act(found).grounds == grounds


def test_without_numbers_the_number_act_owes_nothing():
    assert under_the_number_act(Facts(people=500)).exempt is Exempt.NUMBERLESS


@given(facts)
def test_what_may_have_happened_counts_as_what_did(found):
    feared = replace(found, certainty=Certainty.FEARED)
    happened = replace(found, certainty=Certainty.HAPPENED)
    assert under_the_act(feared) == under_the_act(happened)
    assert under_the_number_act(feared) == under_the_number_act(happened)


@given(facts)
def test_a_finding_has_grounds_or_says_why_not(found):
    for one in (under_the_act(found), under_the_number_act(found)):
        assert one.is_owed == (one.exempt is None)
        assert len(set(one.grounds)) == len(one.grounds)


@given(facts, st.sampled_from(("sensitive", "loss", "purpose", "numbers", "spread")))
def test_another_tick_never_takes_a_duty_away(found, tick):
    more = replace(found, **{tick: True})
    for law in (under_the_act, under_the_number_act):
        assert set(law(found).grounds) <= set(law(more).grounds)


@given(facts, st.integers(min_value=1, max_value=10_000))
def test_more_people_never_take_a_duty_away(found, more):
    if found.people:
        grown = replace(found, people=found.people + more)
        assert set(under_the_act(found).grounds) <= set(under_the_act(grown).grounds)


@given(facts)
def test_the_act_is_exactly_the_rule(found):
    concerned = found.people != 0 and not found.protected
    grounds = found.sensitive or found.loss or found.purpose
    many = found.people is None or found.people > 100
    assert under_the_act(found).is_owed == (concerned and (grounds or many))
