"""The turn of the year played through, from 15 March to 12 April 2027, with the directory's nights.

総務課 changes hands on 1 April: 課長 山田 retires, 係長 佐藤 follows him, 高橋 comes for 係長.
田中, on a fixed term, ends without the file saying so. 部長 鈴木 is away over those days.
"""

import asyncio
from datetime import date, timedelta

import pytest

from bot.errors import Refused
from bot.ledger.record import record
from bot.people import audience, store
from bot.people.model import Role
from bot.people.reading import Reading
from cards import home as view
from tests.bot.home.conftest import at, due
from tests.bot.people.directory_of import Directory, seen

LOADED, LAST, FIRST = date(2027, 3, 15), date(2027, 3, 31), date(2027, 4, 1)
HEADINGS = "aad_object_id,name,mail,department,post,grade,superior_post,roles,from,to"
AS_IT_IS = (
    "a1,山田太郎,a1@akatsuki.example,総務課,課長,,部長,manager,,",
    "a2,佐藤花子,a2@akatsuki.example,総務課,係長,,課長,,,",
    "a3,鈴木一,a3@akatsuki.example,総務部,部長,,,manager,,",
    "a4,佐藤次郎,a4@akatsuki.example,総務課,窓口,,課長,agreement_desk,,",
    "a6,田中三郎,a6@akatsuki.example,総務課,受付,会計年度任用職員,係長,auditor,,",
)
COMING = (
    "a1,山田太郎,a1@akatsuki.example,総務課,課長,,部長,manager,,2027-03-31",
    "a2,佐藤花子,a2@akatsuki.example,総務課,係長,,課長,,,2027-03-31",
    "a2,佐藤花子,a2@akatsuki.example,総務課,課長,,部長,manager,2027-04-01,",
    "a5,高橋五郎,a5@akatsuki.example,総務課,係長,,課長,,2027-04-01,",
)


@pytest.fixture
def city(load, say, sqlite_storage, tick, lines):
    """The office with its accounts, as it stands on 15 March with the coming posts loaded."""
    load(*AS_IT_IS, today=date(2026, 6, 1), headings=HEADINGS)
    load(*COMING, today=LOADED, headings=HEADINGS)
    lines["課長"] = [due(date(2027, 5, 31), "みどり川市との協定")]
    accounts = Directory(
        [seen(n)._replace(id=f"a{n}", mail=f"a{n}@akatsuki.example") for n in range(1, 7)]
    )

    class City:
        today = LOADED

        def live(self, until):
            """Each day: the directory at night, home's jobs in the morning."""
            while self.today <= until:
                reading = Reading(
                    storage=sqlite_storage, tenant="t", graph=accounts, now=at(self.today, 1)
                )
                asyncio.run(reading.run())
                tick(self.today)
                self.today += timedelta(days=1)

        def on(self, day, look):
            return sqlite_storage.read_now("t", lambda tx: look(tx, day))

        def roles(self, aad, day):
            return self.on(day, lambda tx, day: set(store.find_by_aad(tx, aad, day).roles))

        def posts(self, aad, day):
            def look(tx, day):
                one = store.find_by_aad(tx, aad, day)
                return [store.get_post(tx, p, day).name for p in store.posts_of(tx, one.id, day)]

            return self.on(day, look)

        def holders(self, post, day):
            def look(tx, day):
                (found,) = store.posts_named(tx, post, day)
                acting = store.acting(tx, (found.id,), day)
                return [store.get(tx, one.person, day).aad_object_id for one in acting]

            return self.on(day, look)

        def meant(self, whom, day):
            chosen = audience.Audience(to=(audience.parse(whom),))
            return self.on(day, lambda tx, day: audience.count(tx, chosen, day).people)

    return City()


def test_what_comes_is_seen_by_nobody_before_its_day(city):
    city.live(LAST)
    assert city.posts("a5", LAST) == []
    assert city.roles("a5", LAST) == set()
    assert city.posts("a2", LAST) == ["係長"]
    assert (city.meant("department:総務課", LAST), city.meant("all", LAST)) == (4, 5)


def test_roles_and_posts_change_at_midnight_by_the_file(city):
    city.live(FIRST)
    assert city.holders("総務課 課長", LAST) == ["a1"]
    assert city.holders("総務課 課長", FIRST) == ["a2"]
    assert city.holders("総務課 係長", FIRST) == ["a5"]
    assert city.roles("a2", LAST) == {"staff"}
    assert city.roles("a2", FIRST) == {"manager", "staff"}


def test_nobody_keeps_a_role_by_staying_in_the_tenant(city):
    """The accounts of 山田 and 田中 stay enabled long after 1 April."""
    city.live(date(2027, 4, 12))
    for gone in ("a1", "a6"):
        assert city.roles(gone, LAST)
        assert city.roles(gone, FIRST) == set()
    managers = city.on(FIRST, lambda tx, day: store.with_role(tx, Role.MANAGER, day))
    assert [one.aad_object_id for one in managers] == ["a2", "a3"]
    assert city.on(FIRST, lambda tx, day: store.with_role(tx, Role.AUDITOR, day)) == ()


def test_a_fixed_term_ends_on_31_march_and_its_post_goes_up(city, sent):
    city.live(FIRST)
    assert city.holders("総務課 受付", LAST) == ["a6"]
    assert city.holders("総務課 受付", FIRST) == ["a5"]
    assert sent("home.vacant") == [("home.vacant", "a4")]


def test_cards_of_the_handover_come_on_their_days(city, sent, press, turn, written):
    city.live(date(2027, 3, 24))
    assert sent() == []
    city.live(LAST)
    assert {who for _, who in sent("home.leaving")} == {"a1", "a2", "a6"}
    assert any("みどり川市との協定" in said for said in written("home.leaving"))
    assert sent("home.arriving") == []
    city.live(FIRST)
    assert sent("home.arriving") == [("home.arriving", "a2"), ("home.arriving", "a5")]
    (post,) = turn("a2", lambda one: store.posts_of(one.tx, one.person.id, FIRST), today=FIRST)
    with pytest.raises(Refused):
        press("a1", view.TookOver(post_id=post), today=FIRST)
    assert "引継ぎを記録しました" in str(press("a2", view.TookOver(post_id=post), today=FIRST))
    city.live(date(2027, 4, 9))
    assert sent("home.handover_open") == []
    city.live(date(2027, 4, 12))  # the 10th is a Saturday
    told = sent("home.handover_open")
    assert told == [("home.handover_open", "a2"), ("home.handover_open", "a5")]
    assert "係長" in written("home.handover_open")[0]
    assert "受付" in written("home.handover_open")[1]


def test_a_deputy_stands_in_over_the_change_and_the_owner_sees_it_afterwards(
    city, say, turn, press, sent
):
    say("a3", "不在 2027/3/29–2027/4/2 代理 佐藤花子", today=LOADED)
    city.live(FIRST)
    assert city.holders("総務部 部長", LAST) == ["a2"]
    assert city.holders("総務部 部長", FIRST) == ["a2"]

    def as_deputy(one):
        holder = next(holder for holder in one.holders.of if holder.deputy_for)
        actor = one.actor.acting(holder.post, holder.deputy_for)
        return record(one.tx, actor, at=one.now, act="agreements.snooze", subject="agreement:7")

    number = turn("a2", as_deputy, today=FIRST)
    city.live(date(2027, 4, 2))
    assert sent("home.presses") == []
    city.live(date(2027, 4, 5))
    assert sent("home.presses") == [("home.presses", "a3")]
    seen_now = press("a3", view.SeenDeputyPresses(up_to=number), today=date(2027, 4, 5))
    assert "後閲" in str(seen_now)
    assert city.holders("総務部 部長", date(2027, 4, 5)) == ["a3"]
