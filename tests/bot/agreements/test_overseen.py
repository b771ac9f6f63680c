"""「期限」 beside what waits for oneself: a head's posts below, the desk's register, as the tab."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.agreements import panel
from bot.agreements.model import State
from bot.agreements.overseen import overseen
from bot.agreements.slice import SLICE
from bot.duties import store as duties
from bot.duties.model import MEETING, Duty, Obligor
from bot.home.slice import build
from bot.slice import Due
from bot.storage.tx import Tx
from cards.agreements.verbs import RefreshMatter, Show
from tests.bot.agreements.conftest import MUTUAL, TODAY, City

CHIEF, HEAD, DIRECTOR, CLERK, DESK, OTHER = "a1", "a3", "a4", "a5", "a6", "a7"
SOON = TODAY + timedelta(days=90)
LATE = replace(MUTUAL, number="8", title="過ぎた協定", end=date(2026, 11, 20))
NEAR = replace(MUTUAL, number="9", title="近い協定", end=date(2027, 1, 29))
AUDIT = Duty(
    id=0,
    source="agreement:1",
    kind="audit",
    obligor=Obligor.OTSU,
    due_on=TODAY + timedelta(days=9),
    title="点検のある協定",
)


def minded(city: City, who: str) -> list[str]:
    return [line.title for line in lines(city, who)]


def lines(city: City, who: str) -> tuple[Due, ...]:
    return city.read(lambda tx: overseen(tx, city.person(who), city.today, SOON).lines)


def said(city: City, who: str, words: str = "期限") -> Any:
    router = build((SLICE,)).router
    return str(city.write(lambda tx: router.say(city.turn(tx, who), words)))


@pytest.mark.parametrize("who", [HEAD, DIRECTOR, DESK])
def test_who_minds_an_agreement_is_never_told_that_nothing_is_due(city, who):
    city.add(LATE, post="係長")
    city.add(NEAR, post="係長")
    card = said(city, who)
    assert "期限はありません" not in card
    assert "ご自分が対応するものはありません" in card
    assert card.index("過ぎた協定") < card.index("近い協定")
    assert "（2件）" in card


def test_it_is_the_days_that_the_tab_shows(city):
    city.add(LATE)
    city.add(NEAR)
    city.add(replace(MUTUAL, number="7", title="決まった協定", state=State.NOT_RENEWED))
    city.write(lambda tx: duties.add(tx, replace(AUDIT, post=city.post("係長"))))
    for who in (HEAD, DESK, CHIEF):
        year = city.read(lambda tx, who=who: panel.read(city.turn(tx, who), {}))
        days = {one.decide_by for one in year.terms if one.waits} | {one.day for one in year.owed}
        assert {line.day for line in lines(city, who)} == {day for day in days if day <= SOON}


def test_whoever_is_neither_above_nor_of_the_desk_sees_none_of_it(city):
    city.add(NEAR, post="係長")
    for who in (CLERK, OTHER):
        assert minded(city, who) == []
        assert "近い協定" not in said(city, who)


def test_who_is_no_manager_is_not_shown_what_posts_below_own(city):
    city.add(NEAR, post="主査")
    assert minded(city, CHIEF) == []  # stands above, without the role


def test_what_waits_for_oneself_is_said_once(city):
    city.add(NEAR, post="課長")
    city.add(LATE, post="係長")
    card = said(city, HEAD)
    assert card.count("近い協定") == 1
    assert card.index("ご自分が対応するもの（1件）") < card.index("近い協定")
    assert card.index("所管の協定の期限（1件）") < card.index("過ぎた協定")
    assert "所管の協定" not in said(city, CHIEF), "nothing but their own"


def test_each_line_opens_its_agreement(city):
    kept = city.add(NEAR)
    duty = replace(AUDIT, post=city.post("係長"), source=kept.subject)
    city.write(lambda tx: duties.add(tx, duty))
    owed, term = lines(city, DIRECTOR)
    assert owed.show == Show(agreement_id=kept.id)
    assert term.show == RefreshMatter(agreement_id=kept.id)
    for line in (owed, term):
        show = line.show
        assert show is not None
        opened = city.write(lambda tx, to=show: SLICE.router.answer(city.turn(tx, DIRECTOR), to))
        assert "近い協定" in str(opened)


def test_what_another_slice_keeps_is_told_by_its_own_matter(city):
    duty = replace(AUDIT, source="inspection:3", post=city.post("係長"))
    city.write(lambda tx: duties.add(tx, duty))
    (line,) = lines(city, HEAD)
    assert (line.subject, line.show) == ("inspection:3", None)


@pytest.mark.parametrize(
    "left_out",
    [
        replace(AUDIT, kind=MEETING),
        replace(AUDIT, due_on=None),
        replace(AUDIT, in_force=False),
        replace(AUDIT, due_on=SOON + timedelta(days=1)),
    ],
)
def test_meetings_drafts_and_what_is_far_away_are_left_out(city, left_out):
    city.write(lambda tx: duties.add(tx, replace(left_out, post=city.post("係長"))))
    assert minded(city, HEAD) == minded(city, DESK) == []


def test_of_many_the_first_stand_there_and_the_others_are_counted(city):
    for number in range(12):
        city.add(replace(NEAR, number=f"n{number}", title=f"協定{number}号"))
    card = said(city, DESK)
    assert "全庁の協定の期限（12件）" in card
    assert sum(f"協定{number}号" in card for number in range(12)) == 7
    assert "ほか5件は、「一覧」で見るか、「協定 ○○」で探せます。" in card


@pytest.mark.parametrize("who", [DIRECTOR, DESK])
def test_it_asks_as_often_however_much_there_is(city, who, monkeypatch):
    asked: list[int] = []
    run = Tx._run

    def counted(tx: Tx, *given: Any) -> Any:
        asked.append(1)
        return run(tx, *given)

    monkeypatch.setattr(Tx, "_run", counted)

    def statements() -> int:
        asked.clear()
        lines(city, who)
        return len(asked)

    city.add(NEAR)
    city.write(lambda tx: duties.add(tx, replace(AUDIT, post=city.post("係長"))))
    statements()  # what is kept for longer than a transaction is known from here on
    few = statements()
    for number in range(20):
        city.add(replace(NEAR, number=f"n{number}"), post="主査", deputies=("係長", "課長補佐"))
        city.write(lambda tx: duties.add(tx, replace(AUDIT, post=city.post("主査"))))
    assert statements() == few
    assert len(lines(city, who)) == 42


def test_today_is_ones_own_and_says_so(city):
    city.add(LATE, post="係長")
    assert "今日、ご自分が対応するものはありません。" in said(city, HEAD, "今日やること")


def test_who_only_reads_a_matter_is_not_called_the_one_who_is_told_of_it(city):
    kept = city.add(NEAR, post="課長")
    card = city.write(
        lambda tx: SLICE.router.answer(city.turn(tx, OTHER), Show(agreement_id=kept.id))
    )
    assert "企画課 課長" in str(card)
    assert "あなたのみ" not in str(card)
