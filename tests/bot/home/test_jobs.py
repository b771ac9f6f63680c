from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.delivery.rows import NOTICE
from bot.home import posting
from bot.ledger.record import record
from bot.people import store
from cards import common
from cards import home as view
from tests.bot.home.conftest import TODAY, TOKYO, due


@pytest.fixture
def reminded(turn):
    """Somebody has had a reminder that is still open."""

    def reminded(aad):
        def post(one):
            card = common.answer(one.lang, "協定")
            to = (one.person.id,)
            posting.post(one.tx, "renewal", aad, lambda lang: card, to=to, now=one.now, days=90)

        turn(aad, post)

    return reminded


def test_morning_card_comes_once_to_whom_something_is_due(office, tick, sent, lines, reminded):
    reminded("a1")
    reminded("a2")
    lines["a1"] = [due(TODAY)]
    lines["a2"] = [due(TODAY + timedelta(days=1))]
    tick(TODAY, hour=8)
    assert sent("home.today") == []
    for hour in (9, 10, 17):
        tick(TODAY, hour=hour)
    assert sent("home.today") == [("home.today", "a1")]


def days_of_todays(tick, sent, first, count):
    """On which days of so many the morning card came."""
    came = []
    for day in (first + timedelta(days=ahead) for ahead in range(count)):
        before = len(sent("home.today"))
        tick(day)
        came += [day] * (len(sent("home.today")) - before)
    return came


def test_unchanged_morning_card_comes_once_a_week_on_its_first_working_day(
    office, tick, sent, lines, reminded
):
    reminded("a1")
    lines["a1"] = [due(TODAY - timedelta(days=1))]
    late = days_of_todays(tick, sent, TODAY, 14)
    assert late == [TODAY, date(2026, 11, 30), date(2026, 12, 7)]


def test_first_working_day_of_a_week_may_be_a_tuesday(office, tick, sent, lines, reminded):
    reminded("a1")
    lines["a1"] = [due(TODAY - timedelta(days=9))]
    assert days_of_todays(tick, sent, date(2026, 11, 19), 8) == [date(2026, 11, 19), TODAY]


def test_morning_card_comes_again_when_its_lines_change_and_stops_when_empty(
    office, tick, sent, lines, reminded, say
):
    reminded("a1")
    lines["a1"] = [due(TODAY)]
    tick(TODAY)
    lines["a1"].append(due(TODAY, "別の協定"))
    tick(date(2026, 11, 25))
    assert len(sent("home.today")) == 2
    tick(date(2026, 11, 26))
    assert len(sent("home.today")) == 2
    assert "別の協定" in str(say("a1", "今日やること", today=date(2026, 11, 26)))
    lines["a1"].clear()
    tick(date(2026, 11, 30))
    assert len(sent("home.today")) == 2


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 28), date(2026, 12, 31)])
def test_nothing_comes_on_holidays_and_closed_days(office, tick, sent, lines, reminded, day):
    reminded("a1")
    lines["a1"] = [due(day)]
    tick(day)
    assert sent("home.today") == []


def test_first_tick_of_a_day_in_the_evening_is_left_to_the_next_morning(
    office, tick, sent, lines, reminded
):
    reminded("a1")
    lines["a1"] = [due(TODAY)]
    tick(TODAY, hour=19)
    assert sent("home.today") == []
    tick(TODAY + timedelta(days=1))
    assert sent("home.today") == [("home.today", "a1")]


def test_a_deputy_set_at_night_is_told_in_the_morning(office, say, sqlite_storage):
    say("a1", "不在 11/25–11/30 代理 佐藤花子", hour=22)
    (notice,) = sqlite_storage.read_now("t", lambda tx: tx.all(select(NOTICE)))
    assert notice.due_at.astimezone(TOKYO).isoformat() == "2026-11-25T08:30:00+09:00"


def test_who_is_away_gets_no_morning_card(office, tick, sent, say, lines, reminded):
    reminded("a1")
    lines["a1"] = [due(TODAY)]
    say("a1", "不在 11/24–11/30 代理 佐藤花子")
    tick(TODAY)
    assert sent("home.today") == []


def test_owner_is_shown_on_return_what_was_pressed_in_their_place(
    office, tick, sent, say, turn, press, sqlite_storage
):
    say("a1", "不在 11/24–11/27 代理 佐藤花子")

    def as_deputy(one):
        holder = next(holder for holder in one.holders.of if holder.deputy_for)
        actor = one.actor.acting(holder.post, holder.deputy_for)
        return record(one.tx, actor, at=one.now, act="agreements.snooze", subject="agreement:7")

    number = turn("a2", as_deputy, today=date(2026, 11, 25))
    tick(date(2026, 11, 27))
    assert sent("home.presses") == []
    back = date(2026, 11, 30)
    for day in (back, date(2026, 12, 1)):
        tick(day)
    assert sent("home.presses") == [("home.presses", "a1")]
    seen = press("a1", view.SeenDeputyPresses(up_to=number), today=back)
    assert "後閲" in str(seen)


def test_what_was_pressed_is_shown_by_its_title(office, tick, say, turn, written):
    say("a1", "不在 11/24–11/27 代理 佐藤花子")

    def as_deputy(one):
        holder = next(holder for holder in one.holders.of if holder.deputy_for)
        actor = one.actor.acting(holder.post, holder.deputy_for)
        return record(one.tx, actor, at=one.now, act="agreements.snooze", subject="agreement:7")

    turn("a2", as_deputy, today=date(2026, 11, 25))
    tick(date(2026, 11, 30))

    (said,) = written("home.presses")
    assert "みどり川市との協定" in said
    assert "agreement:7" not in said


def test_absence_without_presses_says_nothing_on_return(office, tick, sent, say):
    say("a1", "不在 11/24–11/27 代理 佐藤花子")
    tick(date(2026, 11, 30))
    assert sent("home.presses") == []


@pytest.fixture
def new_year(office, load):
    """From 1 April 佐藤花子 is 課長 in the place of 山田太郎, who leaves; 高橋 comes for 係長."""
    load(
        "a1,山田太郎,yamada@akatsuki.example,総務課,課長,部長,manager,,2027-03-31",
        "a2,佐藤花子,sato@akatsuki.example,総務課,係長,課長,,,2027-03-31",
        "a2,佐藤花子,sato@akatsuki.example,総務課,課長,部長,manager,2027-04-01,",
        "a5,高橋五郎,goro@akatsuki.example,総務課,係長,課長,,2027-04-01,",
        today=date(2027, 3, 15),
    )


def test_leaver_is_asked_to_prepare_on_25_march(new_year, tick, sent):
    tick(date(2027, 3, 24))
    assert sent("home.leaving") == []
    for day in (25, 26, 31):
        tick(date(2027, 3, day))
    assert sent("home.leaving") == [("home.leaving", "a1"), ("home.leaving", "a2")]


def test_newcomer_is_handed_the_post_on_the_first_working_day_only(new_year, tick, sent):
    tick(date(2027, 3, 31))
    assert sent("home.arriving") == []
    for day in (1, 2, 5):
        tick(date(2027, 4, day))
    assert sent("home.arriving") == [("home.arriving", "a2"), ("home.arriving", "a5")]


def test_post_that_nobody_took_over_goes_to_the_superior_from_10_april(new_year, tick, sent):
    for day in (1, 8, 9):
        tick(date(2027, 4, day))
    assert sent("home.handover_open") == []
    for day in (12, 13):  # the 10th is a Saturday
        tick(date(2027, 4, day))
    assert sent("home.handover_open") == [
        ("home.handover_open", "a3"),
        ("home.handover_open", "a2"),
    ]


def test_post_that_was_taken_over_stays(new_year, tick, sent, press, turn):
    first = date(2027, 4, 1)
    tick(first)
    for newcomer in ("a2", "a5", "a5"):
        (post,) = turn(
            newcomer, lambda one: store.posts_of(one.tx, one.person.id, first), today=first
        )
        card = press(newcomer, view.TookOver(post_id=post), today=first)
        assert "引継ぎを記録しました" in str(card)
    tick(date(2027, 4, 12))
    assert sent("home.handover_open") == []


def test_first_import_hands_nothing_over(load, tick, sent):
    load("a1,山田太郎,yamada@akatsuki.example,総務課,課長,,manager,2026-11-20,")
    tick(TODAY)
    assert sent() == []


def test_post_for_which_nobody_came_is_told_to_the_desk_then_to_the_superior(load, tick, sent):
    load(
        "a1,山田太郎,yamada@akatsuki.example,総務課,課長,部長,manager,,2026-11-20",
        "a3,鈴木一,suzuki@akatsuki.example,総務部,部長,,manager,,",
        "a4,佐藤次郎,jiro@akatsuki.example,総務課,担当,,agreement_desk,,",
    )
    for day in (24, 25):
        tick(date(2026, 11, day))
    assert sent() == [("home.vacant", "a4")]
    for day in (27, 30):
        tick(date(2026, 11, day))
    assert sent() == [("home.vacant", "a4"), ("home.handover_open", "a3")]


def test_vacant_post_is_named_once_with_what_it_owns_itself(load, tick, written, lines):
    load(
        "a1,山田太郎,yamada@akatsuki.example,総務課,総務課協定窓口担当,部長,,,2027-03-31",
        "a3,鈴木一,suzuki@akatsuki.example,総務部,部長,,manager,,",
        "a4,佐藤次郎,jiro@akatsuki.example,総務課,担当,,agreement_desk,,",
        today=date(2027, 3, 15),
    )
    lines["a3"] = lines["a4"] = [due(date(2027, 5, 1), "ほかの職の協定")]
    lines["総務課協定窓口担当"] = [due(date(2027, 5, 1), "この職の協定")]
    tick(date(2027, 4, 1))
    tick(date(2027, 4, 12))
    for said in (*written("home.vacant"), *written("home.handover_open")):
        assert "後任が未登録です　総務課協定窓口担当" in said
        assert "職員のファイルをご確認ください" in said
        assert "引継ぎの確認がまだ" not in said
        assert "この職の協定" in said
        assert "ほかの職の協定" not in said
