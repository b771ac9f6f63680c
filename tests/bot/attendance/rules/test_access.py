"""Who may do what: each right × each function, over classes, schools, years and the embargo."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.model import Class, Function, SchoolPost
from bot.attendance.rules.access import (
    EVERY,
    FUNCTIONS,
    NOT_YOURS,
    ROLES,
    Access,
    Capacity,
    Right,
    Scope,
    access,
    require,
    scope,
)
from bot.errors import Refused
from bot.people.model import Holder, Holders, Person, Role
from tests.bot.attendance.rules.made import CLASS, NOW, TOKYO

PERSON = Person(id=3, aad_object_id="3", name="A", mail="a@example.jp")
OWN = {Function.HOMEROOM, Function.DEPUTY_HOMEROOM}
HEADS = {Function.VICE_PRINCIPAL, Function.PRINCIPAL}
TABLE = {
    Right.READ: OWN | HEADS | {Function.YEAR_HEAD, Function.SCHOOL_NURSE, Function.SCHOOL_OFFICE},
    Right.ANSWER: OWN | HEADS | {Function.YEAR_HEAD, Function.SCHOOL_NURSE},
    Right.RETURN: OWN | HEADS | {Function.YEAR_HEAD, Function.SCHOOL_NURSE, Function.SCHOOL_OFFICE},
    Right.ENTER: set(Function),
    Right.ROLL: OWN | HEADS | {Function.YEAR_HEAD},
    Right.CASE: OWN | HEADS | {Function.YEAR_HEAD, Function.SCHOOL_NURSE, Function.SCHOOL_OFFICE},
    Right.POLICE: HEADS,
    Right.LINKS: {Function.SCHOOL_OFFICE, Function.VICE_PRINCIPAL},
    Right.WORDS: {Function.SCHOOL_OFFICE},
    Right.CALENDAR: HEADS,
    Right.WATCH: HEADS | {Function.SCHOOL_NURSE},
    Right.SUSPEND: {Function.PRINCIPAL},
    Right.PREPARE: OWN | {Function.SCHOOL_NURSE, Function.VICE_PRINCIPAL},
    Right.CHECK: {Function.SCHOOL_NURSE},
    Right.MARK: OWN | HEADS | {Function.CURRICULUM_HEAD},
    Right.LOCK: {Function.CURRICULUM_HEAD, Function.PRINCIPAL},
    Right.EXPORT: HEADS | {Function.CURRICULUM_HEAD, Function.SCHOOL_OFFICE},
    Right.MEALS: {Function.SCHOOL_MEALS},
    Right.NUMBERS: HEADS | {Function.CURRICULUM_HEAD},
    Right.PLACE: HEADS,
    Right.SETTINGS: HEADS,
    Right.ROSTER: set(),
}


def post(function: Function, **changes: Any) -> SchoolPost:
    found = SchoolPost(post=9, school=1, function=function, grade=3, class_name="2")
    return replace(found, **changes)


def of(*posts: SchoolPost, roles: frozenset[Role] = frozenset(), now: datetime = NOW) -> Access:
    holders = Holders(tuple(Holder(person=3, post=one.post) for one in posts))
    return access(replace(PERSON, roles=roles), holders, posts, now)


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("function", Function)
def test_a_function_has_a_right_in_its_own_class_only_as_the_table_says(
    right: Right, function: Function
) -> None:
    wanted = function in TABLE[right]
    assert of(post(function)).may(right, school=1, grade=3, class_name="2") is wanted
    assert of(post(function)).may_in(right, CLASS, NOW) is wanted


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("function", Function)
def test_no_function_reaches_another_school(right: Right, function: Function) -> None:
    assert not of(post(function)).may(right, school=2, grade=3, class_name="2")
    assert not of(post(function)).may_in(right, replace(CLASS, school=2), NOW)


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_a_role_without_a_post_gives_nothing_but_to_board_and_school_desk(
    right: Right, role: Role
) -> None:
    found = of(roles=frozenset((role,)))
    board = {Right.CALENDAR, Right.NUMBERS}
    desk = {Right.PLACE, Right.SETTINGS, Right.ROSTER}
    wanted = (role is Role.BOARD_OF_EDUCATION and right in board) or (
        role is Role.SCHOOL_DESK and right in desk
    )
    assert found.may(right, school=1) is wanted
    assert found.may(right, school=EVERY) is wanted
    assert not found.may_in(right, CLASS, NOW)


def test_no_right_by_role_shows_a_child() -> None:
    assert set(ROLES) == {
        Right.CALENDAR,
        Right.NUMBERS,
        Right.PLACE,
        Right.SETTINGS,
        Right.ROSTER,
    }


@pytest.mark.parametrize("function", sorted(OWN))
@pytest.mark.parametrize("right", [one for one in Right if one is not Right.ENTER])
def test_a_homeroom_reaches_no_other_class(function: Function, right: Right) -> None:
    found = of(post(function))
    assert not found.may_in(right, replace(CLASS, id=33, name="3"), NOW)
    assert not found.may_in(right, replace(CLASS, id=42, grade=4), NOW)
    assert not found.may(right, school=1)
    assert not found.may(right, school=1, grade=3)


def test_a_homeroom_whose_class_is_unknown_reaches_no_class_without_a_name() -> None:
    nameless = post(Function.HOMEROOM, class_name="")
    assert not of(nameless).may(Right.READ, school=1, grade=3, class_name="")


def test_a_year_head_reaches_each_class_of_the_grade_and_no_other() -> None:
    found = of(post(Function.YEAR_HEAD, class_name=""))
    assert found.may_in(Right.READ, replace(CLASS, name="3"), NOW)
    assert not found.may_in(Right.READ, replace(CLASS, grade=4), NOW)
    assert not found.may(Right.READ, school=1)


@pytest.mark.parametrize("function", Function)
def test_whoever_answers_the_telephone_enters_for_any_class_of_the_school(
    function: Function,
) -> None:
    assert of(post(function)).may_in(Right.ENTER, replace(CLASS, grade=6, name="4"), NOW)
    assert scope(Right.ENTER, function) is Scope.SCHOOL


@pytest.mark.parametrize("function", Function)
@pytest.mark.parametrize("right", Right)
def test_before_the_announcement_only_office_nurse_and_heads_reach_a_class(
    function: Function, right: Right
) -> None:
    embargoed = replace(CLASS, announced_at=NOW + timedelta(hours=1))
    untold = HEADS | {Function.SCHOOL_OFFICE, Function.SCHOOL_NURSE}
    wanted = function in untold and function in TABLE[right]
    assert of(post(function)).may_in(right, embargoed, NOW) is wanted
    assert of(post(function)).may_in(right, embargoed, NOW + timedelta(hours=1)) is (
        function in TABLE[right]
    )


@pytest.mark.parametrize("function", Function)
@pytest.mark.parametrize("right", Right)
def test_a_class_of_next_year_is_open_to_who_prepares_it_and_hears_of_its_first_days(
    function: Function, right: Right
) -> None:
    coming = replace(CLASS, year=2027)
    untold = HEADS | {Function.SCHOOL_OFFICE, Function.SCHOOL_NURSE}
    of_reports = right in (Right.READ, Right.ANSWER, Right.RETURN) and function in untold
    wanted = (right in (Right.LINKS, Right.WORDS) or of_reports) and function in TABLE[right]
    assert of(post(function)).may_in(right, coming, NOW) is wanted


def test_last_years_homeroom_loses_the_class_at_midnight_of_the_first_of_april() -> None:
    evening = datetime(2027, 3, 31, 23, 59, 59, tzinfo=TOKYO)
    midnight = datetime(2027, 4, 1, tzinfo=TOKYO)
    homeroom = post(Function.HOMEROOM)
    assert of(homeroom, now=evening).may_in(Right.READ, CLASS, evening)
    assert not of(homeroom, now=midnight).may_in(Right.READ, CLASS, midnight)


def test_this_years_homeroom_of_3_2_reads_nothing_of_last_years_3_2() -> None:
    assert not of(post(Function.HOMEROOM)).may_in(Right.READ, replace(CLASS, year=2025), NOW)
    assert of(post(Function.PRINCIPAL)).may_in(Right.READ, replace(CLASS, year=2025), NOW)


def test_an_own_post_is_named_before_one_that_is_deputised() -> None:
    posts = (post(Function.HOMEROOM, post=1), post(Function.VICE_PRINCIPAL, post=2))
    holders = Holders((Holder(person=3, post=1, deputy_for=8), Holder(person=3, post=2)))
    found = require(access(PERSON, holders, posts, NOW).acting_in(Right.READ, CLASS, NOW))
    assert found.holder == Holder(person=3, post=2)
    only = access(PERSON, Holders(holders.of[:1]), posts, NOW)
    assert require(only.acting_in(Right.READ, CLASS, NOW)).holder.deputy_for == 8


def test_a_post_that_is_not_held_gives_nothing() -> None:
    posts = (post(Function.PRINCIPAL, post=1),)
    assert not access(PERSON, Holders((Holder(person=3, post=2),)), posts, NOW).is_staff


def test_a_refusal_tells_nothing() -> None:
    with pytest.raises(Refused) as refused:
        require(None)
    assert (refused.value.reason, refused.value.facts) == (NOT_YOURS, {})


def test_schools_and_reach_name_only_posts_with_the_right() -> None:
    found = of(post(Function.TEACHER, post=1), post(Function.SCHOOL_OFFICE, post=2, school=2))
    assert found.schools(Right.READ) == {2}
    assert [one.post for one in found.reach(Right.ENTER)] == [1, 2]


@given(
    st.sampled_from(Right),
    st.lists(
        st.builds(
            SchoolPost,
            post=st.integers(1, 4),
            school=st.integers(1, 2),
            function=st.sampled_from(Function),
            grade=st.integers(0, 2),
            class_name=st.sampled_from(["", "1", "2"]),
        ),
        max_size=4,
    ),
    st.builds(
        Class,
        id=st.just(1),
        school=st.integers(1, 2),
        year=st.integers(2025, 2027),
        grade=st.integers(0, 2),
        name=st.sampled_from(["1", "2"]),
        announced_at=st.sampled_from([None, NOW - timedelta(1), NOW + timedelta(1)]),
    ),
)
def test_who_may_reaches_it_by_a_post_of_that_school_with_that_function(
    right: Right, posts: list[SchoolPost], class_: Class
) -> None:
    found = of(*posts).acting_in(right, class_, NOW)
    if found is None:
        return
    assert isinstance(found, Capacity)
    assert found.at.school == class_.school
    assert found.at.function in FUNCTIONS[right]
    if scope(right, found.at.function) is Scope.CLASS:
        assert (found.at.grade, found.at.class_name) == (class_.grade, class_.name)
    assert of(*posts).may(right, school=class_.school, grade=class_.grade, class_name=class_.name)


@pytest.mark.parametrize("function", Function)
def test_only_a_class_teacher_is_of_that_very_class(function: Function) -> None:
    assert of(post(function)).teaches(CLASS, NOW) is (function in OWN)
    assert not of(post(function, class_name="1")).teaches(CLASS, NOW)
    assert not of(post(function, school=2)).teaches(CLASS, NOW)
    assert not of(post(function)).teaches(replace(CLASS, year=CLASS.year + 1), NOW)


def test_who_heads_the_school_and_teaches_a_class_teaches_it() -> None:
    assert of(post(Function.VICE_PRINCIPAL), post(Function.HOMEROOM)).teaches(CLASS, NOW)
