"""Whom staff ask: above their posts, else those who lead their department, else nobody."""

from datetime import date

import pytest

from bot.people import heads, store
from tests.bot.people.conftest import person

TODAY = date(2026, 11, 24)

DIRECTOR = person(1, department="総務部", post="部長", superior_post="市長")
CHIEF = person(2, post="課長", superior_post="総務部 部長")
CLERK = person(3, post="係長", superior_post="課長")
MEMBER = person(4)
ALONE = person(5, department="")


@pytest.fixture
def ask(load, read):
    """The names of the posts that decide for a person after these rows were loaded."""

    def ask(number, *rows, on=TODAY):
        if rows:
            load(*rows, today=TODAY)

        def names(tx):
            found = store.find_by_mail(tx, f"p{number}@akatsuki.example", on)
            return [
                store.get_post(tx, post, on).heading for post in heads.head_posts(tx, found.id, on)
            ]

        return read(names)

    return ask


def test_the_superior_of_ones_post_decides(ask):
    assert ask(3, DIRECTOR, CHIEF, CLERK, MEMBER) == ["総務課 課長"]
    assert ask(2) == ["総務部 部長"]


def test_who_holds_no_post_has_the_one_that_leads_their_department(ask):
    assert ask(4, DIRECTOR, CHIEF, CLERK, MEMBER) == ["総務課 課長"]


def test_nobody_decides_for_the_post_at_the_top(ask):
    assert ask(2, person(2, post="課長"), CLERK) == []


def test_of_two_posts_held_the_one_above_does_not_decide_for_its_own_holder(ask):
    both = person(2, post="係長", superior_post="課長")
    assert ask(2, DIRECTOR, CHIEF, both) == ["総務部 部長"]


def test_two_posts_have_two_heads(ask):
    second = person(3, department="財政課", post="主査", superior_post="財政課 課長")
    leader = person(6, department="財政課", post="課長")
    assert ask(3, CHIEF, CLERK, second, leader) == ["総務課 課長", "財政課 課長"]


def test_a_single_post_leads_its_department(ask):
    assert ask(4, person(2, post="課長"), MEMBER) == ["総務課 課長"]


def test_a_post_of_which_nothing_is_said_does_not_lead_beside_one_that_does(ask):
    silent = person(6, post="担当")
    assert ask(4, person(2, post="課長"), CLERK, silent, MEMBER) == ["総務課 課長"]


def test_of_unrelated_posts_the_one_under_another_department_leads(ask):
    silent = person(6, post="担当")
    assert ask(4, DIRECTOR, CHIEF, silent, MEMBER) == ["総務課 課長"]


def test_of_posts_of_which_nothing_is_said_none_leads(ask):
    assert ask(4, person(2, post="課長"), person(6, post="担当"), MEMBER) == []


def test_without_posts_or_department_the_desk_is_to_ask(ask):
    assert ask(4, MEMBER, ALONE) == []
    assert ask(5) == []


def test_a_post_without_a_holder_still_decides(ask):
    """Its superior, or a deputy, acts for it."""
    assert ask(3, DIRECTOR, CLERK) == ["課長"]


def test_the_heads_are_those_of_the_day(ask, load):
    new = person(
        3, department="財政課", post="主査", superior_post="課長", **{"from": "2027-04-01"}
    )
    leader = person(6, department="財政課", post="課長", **{"from": "2027-04-01"})
    assert ask(3, DIRECTOR, CHIEF, CLERK, new, leader) == ["総務課 課長"]
    assert "財政課 課長" in ask(3, on=date(2027, 4, 1))


def test_the_department_is_that_of_the_first_line(ask):
    elsewhere = person(4, department="財政課")
    leader = person(6, department="財政課", post="課長")
    assert ask(4, CHIEF, MEMBER, elsewhere, leader) == ["総務課 課長"]
