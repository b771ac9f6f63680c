"""出席停止: each disease of 学校保健安全法施行規則18条・19条, by example and over all days."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.model import Disease, SchoolKind
from bot.attendance.rules.suspension import (
    SHORTENED,
    Ask,
    Guide,
    Why,
    guide,
)
from tests.bot.attendance.rules.made import (
    ASKED,
    DAY,
    MONDAY,
    PLAIN,
    TODAY,
    closed,
)


def found(disease: Disease, school: SchoolKind = SchoolKind.ELEMENTARY, **known: Any) -> Guide:
    one = replace(ASKED, disease=disease, onset=None)
    return guide(replace(one, **known), school=school, calendar=PLAIN)


def test_influenza_is_five_days_after_onset_when_the_fever_goes_early() -> None:
    got = found(Disease.INFLUENZA, onset=MONDAY, ended_on=MONDAY + DAY)
    assert got.allowed_from == MONDAY + 6 * DAY
    assert got.school_day == date(2026, 11, 23)  # that Sunday's next 授業日
    assert [one.why for one in got.reasons] == [Why.ONSET, Why.FEVER, Why.NEXT]
    assert [one.days for one in got.reasons] == [5, 2, 0]


def test_influenza_is_two_days_after_a_fever_that_stays() -> None:
    got = found(Disease.INFLUENZA, onset=MONDAY, ended_on=MONDAY + 7 * DAY)
    assert got.allowed_from == MONDAY + 10 * DAY


def test_a_kindergarten_waits_a_day_longer_by_enrolment() -> None:
    known = {"onset": MONDAY, "ended_on": MONDAY + 4 * DAY}
    school = found(Disease.INFLUENZA, **known).allowed_from
    kindergarten = found(Disease.INFLUENZA, SchoolKind.KINDERGARTEN, **known).allowed_from
    assert (school, kindergarten) == (MONDAY + 7 * DAY, MONDAY + 8 * DAY)


def test_covid_is_one_day_after_it_eased() -> None:
    known = {"onset": MONDAY, "ended_on": MONDAY + 6 * DAY}
    assert found(Disease.COVID_19, **known).allowed_from == MONDAY + 8 * DAY
    early = {"onset": MONDAY, "ended_on": MONDAY + 2 * DAY}
    assert found(Disease.COVID_19, **early).allowed_from == MONDAY + 6 * DAY


def test_covid_without_symptoms_goes_by_the_day_of_the_sample() -> None:
    got = found(Disease.COVID_19, sampled_on=MONDAY)
    assert (got.allowed_from, got.ask) == (MONDAY + 6 * DAY, Ask.NOTHING)
    assert got.reasons[0].why is Why.SAMPLED


@pytest.mark.parametrize(
    ("disease", "after"), [(Disease.MEASLES, 4), (Disease.PHARYNGOCONJUNCTIVAL, 3)]
)
def test_measles_and_pool_fever_go_by_the_end_alone(disease: Disease, after: int) -> None:
    assert found(disease, ended_on=MONDAY).allowed_from == MONDAY + after * DAY
    assert found(disease, onset=MONDAY).allowed_from is None


def test_mumps_is_the_sixth_day_from_the_swelling_and_well() -> None:
    assert found(Disease.MUMPS, onset=MONDAY, ended_on=MONDAY).allowed_from == MONDAY + 6 * DAY
    late = found(Disease.MUMPS, onset=MONDAY, ended_on=MONDAY + 8 * DAY)
    assert late.allowed_from == MONDAY + 8 * DAY
    assert found(Disease.MUMPS, onset=MONDAY).ask is Ask.WELL


@pytest.mark.parametrize(
    ("disease", "ask"), [(Disease.RUBELLA, Ask.RASH), (Disease.CHICKENPOX, Ask.CRUSTS)]
)
def test_rubella_and_chickenpox_are_conditions_that_are_asked(disease: Disease, ask: Ask) -> None:
    open_ = found(disease, onset=MONDAY)
    assert (open_.allowed_from, open_.ask) == (None, ask)
    assert found(disease, ended_on=TODAY).allowed_from == TODAY


def test_pertussis_ends_with_the_cough_or_five_days_of_antibiotics() -> None:
    assert found(Disease.PERTUSSIS).ask is Ask.COUGH
    assert found(Disease.PERTUSSIS, treated_on=MONDAY).allowed_from == MONDAY + DAY
    both = found(Disease.PERTUSSIS, treated_on=MONDAY + 3 * DAY, ended_on=MONDAY + DAY)
    assert both.allowed_from == MONDAY + DAY


@pytest.mark.parametrize(
    "disease",
    [
        Disease.TUBERCULOSIS,
        Disease.MENINGOCOCCAL,
        Disease.THIRD_CLASS,
        Disease.FIRST_CLASS,
        Disease.HOUSEHOLD,
    ],
)
def test_what_a_doctor_clears_has_no_other_day(disease: Disease) -> None:
    known = {"onset": MONDAY, "ended_on": MONDAY, "treated_on": MONDAY, "sampled_on": MONDAY}
    assert found(disease, **known).ask is Ask.DOCTOR
    assert found(disease, **known).allowed_from is None
    assert found(disease, cleared_on=TODAY).allowed_from == TODAY


@pytest.mark.parametrize("disease", [Disease.AREA, Disease.TRAVEL])
def test_area_and_travel_are_the_schools_to_decide(disease: Disease) -> None:
    assert found(disease).ask is Ask.SCHOOL
    assert found(disease, returns_on=TODAY).allowed_from == TODAY


@pytest.mark.parametrize("disease", sorted(SHORTENED))
def test_a_doctor_may_shorten(disease: Disease) -> None:
    known = {"onset": TODAY, "ended_on": TODAY + DAY, "cleared_on": TODAY}
    got = found(disease, **known)
    assert (got.allowed_from, got.reasons[0].why) == (TODAY, Why.DOCTOR)


def test_no_doctor_shortens_covid_nor_makes_anything_longer() -> None:
    known = {"onset": MONDAY, "ended_on": MONDAY}
    covid = found(Disease.COVID_19, cleared_on=MONDAY + DAY, **known)
    assert covid.allowed_from == MONDAY + 6 * DAY
    flu = found(Disease.INFLUENZA, cleared_on=MONDAY + 20 * DAY, **known)
    assert flu.allowed_from == MONDAY + 6 * DAY


def test_without_onset_that_is_asked_first_and_without_d_the_fever() -> None:
    assert found(Disease.INFLUENZA).ask is Ask.ONSET
    open_ = found(Disease.INFLUENZA, onset=MONDAY)
    assert (open_.ask, open_.allowed_from, open_.school_day) == (Ask.FEVER, None, None)
    assert [one.why for one in open_.reasons] == [Why.ONSET]


def test_every_disease_has_its_rule() -> None:
    for disease in Disease:
        known = {"onset": MONDAY, "ended_on": TODAY, "cleared_on": TODAY, "treated_on": TODAY}
        assert found(disease, **known).allowed_from is not None


offsets = st.integers(0, 25)
ENDS = [
    (Disease.INFLUENZA, SchoolKind.ELEMENTARY, 6, 3),
    (Disease.INFLUENZA, SchoolKind.JUNIOR_HIGH, 6, 3),
    (Disease.INFLUENZA, SchoolKind.KINDERGARTEN, 6, 4),
    (Disease.COVID_19, SchoolKind.ELEMENTARY, 6, 2),
    (Disease.MEASLES, SchoolKind.ELEMENTARY, 0, 4),
    (Disease.PHARYNGOCONJUNCTIVAL, SchoolKind.ELEMENTARY, 0, 3),
    (Disease.MUMPS, SchoolKind.ELEMENTARY, 6, 0),
]


@given(st.sampled_from(ENDS), offsets, offsets, st.sets(offsets))
def test_the_first_day_is_never_before_onset_and_end_allow_and_the_next_is_a_school_day(
    case: tuple[Disease, SchoolKind, int, int], onset: int, lasted: int, off: set[int]
) -> None:
    disease, school, from_onset, from_end = case
    first = MONDAY + timedelta(days=onset)
    ended = first + timedelta(days=lasted)
    one = replace(ASKED, disease=disease, onset=first, ended_on=ended)
    days_ = closed(*(ended + timedelta(days=offset) for offset in off))
    got = guide(one, school=school, calendar=days_)
    assert got.allowed_from is not None
    assert got.allowed_from == max(
        first + timedelta(days=from_onset) if from_onset else date.min,
        ended + timedelta(days=from_end),
    )
    assert got.school_day is not None
    assert got.school_day >= got.allowed_from
    assert days_.in_session(got.school_day)
    assert days_.sessions(got.allowed_from, got.school_day - DAY) == ()
    assert max(one.day for one in got.reasons if one.day and one.why is not Why.NEXT) == (
        got.allowed_from
    )


@given(st.sampled_from(Disease), offsets, offsets, offsets)
def test_a_later_end_never_lets_a_child_come_earlier(
    disease: Disease, onset: int, lasted: int, more: int
) -> None:
    first = MONDAY + timedelta(days=onset)
    ended = first + timedelta(days=lasted)
    one = replace(ASKED, disease=disease, onset=first, ended_on=ended)
    later = replace(one, ended_on=ended + timedelta(days=more))
    near = guide(one, school=SchoolKind.ELEMENTARY, calendar=PLAIN).allowed_from
    far = guide(later, school=SchoolKind.ELEMENTARY, calendar=PLAIN).allowed_from
    assert (near is None) == (far is None)
    assert near is None or (far is not None and near <= far)
