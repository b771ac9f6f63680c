"""「期限」 beside what waits for oneself: a head's posts below, the desk's register, as the tab."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.agreements import panel
from bot.agreements.due import due_for
from bot.agreements.model import State
from bot.agreements.overseen import overseen
from bot.agreements.slice import SLICE
from bot.agreements.store import register
from bot.duties import store as duties
from bot.duties.model import MEETING, Duty, Obligor
from bot.home.rules import apart
from bot.home.slice import build
from bot.slice import Due, Overseen
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
    found = city.read(lambda tx: overseen(tx, city.person(who), city.today, SOON))
    return () if found is None else found.lines


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
    for who in (HEAD, DESK):
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
    assert card.index("所管の協定・義務の期限（1件）") < card.index("過ぎた協定")
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


@pytest.mark.parametrize("who", [CHIEF, HEAD])
def test_what_ones_own_post_owns_is_left_to_the_slice_that_keeps_it(city, who):
    post = "係長" if who == CHIEF else "課長"
    far = replace(AUDIT, source="inspection:3", due_on=TODAY + timedelta(days=30))
    city.write(lambda tx: duties.add(tx, replace(far, post=city.post(post))))
    assert lines(city, who) == ()
    assert "所管の" not in said(city, who)


def test_a_duty_reads_the_same_to_its_owner_and_to_their_head(city):
    over = city.add(replace(MUTUAL, end=date(2026, 6, 30), state=State.NOT_RENEWED))
    long_over = city.add(
        replace(MUTUAL, number="5", end=date(2020, 3, 31), state=State.NOT_RENEWED)
    )
    for kept in (over, long_over, city.add(NEAR)):
        old = replace(AUDIT, source=kept.subject, title="", post=city.post("係長"))
        city.write(lambda tx, old=old: duties.add(tx, old))
    own = city.read(lambda tx: due_for(tx, city.person(CHIEF), city.today))
    duties_of = [line for line in own if line.subject.startswith("duty:")]
    assert [line.what for line in duties_of] == [
        "agreements.what.after_life",
        "agreements.what.after_life",
        "agreements.what.duty",
    ]
    for who in (HEAD, DESK):
        found = [line for line in lines(city, who) if line.subject.startswith("duty:")]
        assert found == duties_of


def test_one_of_two_days_of_a_matter_does_not_hide_the_other(city):
    days = (TODAY + timedelta(days=9), TODAY + timedelta(days=40))
    shown = Due(day=days[0], title="点検", what="agreements.what.duty", subject="inspection:3")
    minded = tuple(replace(shown, day=day) for day in days)
    beside = Overseen(title="agreements.overseen.whole", more="", lines=minded)
    (left,) = apart((beside,), (shown,), TODAY)
    assert [line.day for line in left.lines] == [days[1]]


def test_of_a_large_register_none_that_is_due_is_lost(city):
    """What must be decided long before its end comes behind many that end earlier."""

    def fill(tx: Tx) -> None:
        post = city.post("係長")
        for number in range(520):
            one = replace(MUTUAL, number=f"n{number}", lead_days=0, post=post)
            register.add(tx, one, due_on=None)

    city.write(fill)
    budget = replace(
        MUTUAL, number="b", title="予算の要る協定", end=date(2027, 9, 30), needs_budget=True
    )
    early = replace(
        MUTUAL, number="l", title="準備の長い協定", end=date(2029, 9, 28), lead_days=1000
    )
    city.add(budget)
    city.add(early)
    until = date(2027, 1, 31)
    for who in (HEAD, DESK):
        found = city.read(lambda tx, who=who: overseen(tx, city.person(who), city.today, until))
        assert found is not None
        assert [line.title for line in found.lines] == ["予算の要る協定", "準備の長い協定"]
        year = city.read(lambda tx, who=who: panel.read(city.turn(tx, who), {}))
        assert {"予算の要る協定", "準備の長い協定"} <= {one.title for one in year.terms}
        assert year.waiting == 522


def test_no_line_opens_what_is_sealed(city, monkeypatch):
    city.add(replace(NEAR, contacts="090-0000-0000"))
    opened: list[str] = []
    unseal = Tx.unseal

    def watched(tx: Tx, table: str, *place: Any) -> str:
        opened.append(table)
        return unseal(tx, table, *place)

    monkeypatch.setattr(Tx, "unseal", watched)
    assert minded(city, DESK) == minded(city, HEAD) == ["近い協定"]
    assert city.read(lambda tx: panel.read(city.turn(tx, DESK), {})).waiting == 1
    assert "agreement" not in opened


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
    assert "全庁の協定・義務の期限（12件）" in card
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

    def statements() -> list[int]:
        counts = []
        for ask in (
            lambda: lines(city, who),
            lambda: city.read(lambda tx: panel.offered(city.turn(tx, who))),
            lambda: city.read(lambda tx: panel.read(city.turn(tx, who), {})),
        ):
            asked.clear()
            ask()
            counts.append(len(asked))
        return counts

    def add(number: int) -> None:
        """One that runs and one long over, each with a duty that doesn't say what it is about."""
        running = replace(NEAR, number=f"n{number}")
        over = replace(NEAR, number=f"o{number}", end=date(2020, 3, 31), state=State.NOT_RENEWED)
        for one in (running, over):
            kept = city.add(one, post="主査", deputies=("係長", "課長補佐"))
            old = replace(AUDIT, source=kept.subject, title="", post=city.post("主査"))
            city.write(lambda tx, old=old: duties.add(tx, old))

    add(0)
    statements()  # what is kept for longer than a transaction is known from here on
    few = statements()
    for number in range(1, 21):
        add(number)
    assert statements() == few
    assert len(lines(city, who)) == 63


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
