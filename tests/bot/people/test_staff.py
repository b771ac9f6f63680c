"""Whom somebody may be the head of: nobody whose head they are is left out."""

from datetime import date

from bot.people import heads, staff, store
from tests.bot.people.conftest import person

TODAY = date(2026, 11, 24)
ROWS = (
    person(1, department="総務部", post="部長"),
    person(2, post="課長", superior_post="総務部 部長"),
    person(3, post="係長", superior_post="課長"),
    person(4),
    person(5, department="財政課", post="課長", superior_post="総務部 部長"),
    person(6, department="財政課"),
    person(7, department=""),
    person(8, department="財政課", post="主査", superior_post="総務課 課長"),
)


def test_everybody_is_near_each_post_that_decides_for_them(load, read):
    load(*ROWS, today=TODAY)

    def check(tx):
        for number in range(1, 9):
            who = store.find_by_mail(tx, f"p{number}@akatsuki.example", TODAY).id
            for post in heads.head_posts(tx, who, TODAY):
                assert who in staff.near(tx, (post,), TODAY)

    read(check)


def test_others_departments_are_not_near(load, read):
    load(*ROWS, today=TODAY)

    def near(tx):
        chief = store.posts_named(tx, "財政課 課長", TODAY)[0]
        people = staff.near(tx, (chief.id,), TODAY)
        return {store.get(tx, one, TODAY).mail for one in people}

    assert read(near) == {"p6@akatsuki.example"}


def test_without_a_post_nobody_is_near(load, read):
    load(*ROWS, today=TODAY)
    assert read(lambda tx: staff.near(tx, (), TODAY)) == ()
