"""Whose account is gone: what desk and superior hear, and where their posts go."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.people import store
from bot.people.reading import Reading
from tests.bot.home.conftest import TODAY, at, due
from tests.bot.people.directory_of import Directory, seen

DESK = "a9,窓口係,desk@akatsuki.example,総務課,協定担当,,agreement_desk,,"


def account(id, **given):
    return seen(1, name=id, mail=f"{id}@akatsuki.example", **given)._replace(id=id)


@pytest.fixture
def directory(office, load, sqlite_storage):
    """The accounts of everybody in the office; `read` reads what changed."""
    load(DESK)
    found = Directory([account(id) for id in ("a1", "a2", "a3", "a4", "a9")])

    def read(day, *changes):
        found.news = list(changes)
        reading = Reading(storage=sqlite_storage, tenant="t", graph=found, now=at(day))
        return asyncio.run(reading.run()).followed

    read(TODAY)
    return read


def test_desk_hears_once_in_one_card_who_has_left_and_what_is_theirs(
    directory,
    tick,
    sent,
    written,
    lines,
):
    lines["課長"] = [due(TODAY + timedelta(days=40))]
    tick(TODAY)
    day = TODAY + timedelta(days=1)
    directory(TODAY, account("a1", enabled=False), account("a2", enabled=False))
    for _ in range(2):
        tick(day)
        day += timedelta(days=1)
    assert sent("home.left") == [("home.left", "a9")]
    (said,) = written("home.left")
    for words in (
        "担当職が2件",
        "総務課 課長　山田太郎",
        "総務課 係長　佐藤花子",
        "みどり川市との協定",
    ):
        assert words in said
    assert "11月24日（火）から不在です。後任の登録まで" in said


def test_nobody_hears_of_who_had_no_post_or_came_back_before_the_morning(directory, tick, sent):
    directory(TODAY, account("a8"))
    directory(TODAY, account("a8", enabled=False), account("a1", enabled=False))
    directory(TODAY, account("a1"))
    tick(TODAY + timedelta(days=1))
    assert sent("home.left") == []


def test_post_of_who_left_goes_to_the_superior_at_once_and_is_told_to_them_after_ten_days(
    directory,
    tick,
    sent,
    turn,
    sqlite_storage,
):
    directory(TODAY, account("a1", enabled=False))

    def acting(tx):
        (post,) = store.posts_named(tx, "総務課 課長", TODAY)
        return [one.person for one in store.acting(tx, (post.id,), TODAY)]

    (above,) = sqlite_storage.read_now("t", acting)
    assert above == turn("a3", lambda one: one.person.id)
    for ahead in range(1, 14):
        tick(TODAY + timedelta(days=ahead))
    assert sent("home.handover_open") == [("home.handover_open", "a3")]
    assert sent("home.vacant") == []


def test_who_has_left_gets_no_handover_card_and_the_newcomer_does(directory, load, tick, sent):
    load(
        "a1,山田太郎,yamada@akatsuki.example,総務課,課長,部長,manager,,2027-03-31",
        "a5,高橋五郎,goro@akatsuki.example,総務課,課長,部長,manager,2027-04-01,",
        today=date(2027, 3, 15),
    )
    directory(date(2027, 3, 16), account("a1", enabled=False))
    for day in (date(2027, 3, 25), date(2027, 3, 26), date(2027, 4, 1)):
        tick(day)
    assert sent("home.leaving") == []
    assert sent("home.arriving") == [("home.arriving", "a5")]
