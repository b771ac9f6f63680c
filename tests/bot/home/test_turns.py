import json
from datetime import date, timedelta

import pytest

from bot import home
from bot.errors import Refused
from bot.ledger.record import ENTRY
from bot.people import store
from bot.slice import Slice
from bot.turns.router import Router
from cards import home as view
from cards.common import answer
from cards.lang import Lang
from tests.bot.home.conftest import TODAY, due

JA = Lang.of("ja")


def written(card):
    return json.dumps(card, ensure_ascii=False)


@pytest.mark.parametrize("words", ["ヘルプ", "ﾍﾙﾌﾟ", "help", "HELP", "？", "使い方"])
def test_help_is_heard_in_every_width(office, say, words):
    assert "できること" in written(say("a1", words))


def test_help_says_what_the_role_can_do(office, say):
    assert "管理職の方" in written(say("a1", "ヘルプ"))
    assert "管理職の方" not in written(say("a2", "ヘルプ"))


def test_today_shows_at_most_five_lines_of_what_is_due(office, say, press, lines):
    lines["a1"] = [due(TODAY, f"協定{n}") for n in range(7)] + [
        due(TODAY + timedelta(days=1), "明日の協定"),
        due(TODAY + timedelta(days=9), "急ぎの協定", urgent=True),
    ]
    said = written(say("a1", "今日やること"))
    assert sum(f"協定{n}" in said for n in range(7)) == view.TODAY_LINES
    assert "明日の協定" not in said
    assert press("a1", view.Today()) == say("a1", "today")


def test_deadlines_look_ninety_days_ahead(office, say, lines):
    lines["a1"] = [due(TODAY + timedelta(days=90), "近い"), due(TODAY + timedelta(days=91), "遠い")]
    said = written(say("a1", "期限"))
    assert "近い" in said
    assert "遠い" not in said


def test_who_has_no_role_gets_help_and_no_data(load, say, lines):
    load("a9,高橋四郎,shiro@akatsuki.example,総務課,,,,2027-04-01,")
    lines["a9"] = [due(TODAY, "秘密の協定")]
    for words in ("今日やること", "期限", "ヘルプ"):
        said = written(say("a9", words))
        assert "秘密" not in said
        assert "ご利用の登録がまだありません" in said
    with pytest.raises(Refused, match="no_role"):
        say("a9", "不在 11/24–11/30 代理 佐藤花子")


@pytest.mark.parametrize("role", ["pupil", "guardian", "board_of_education"])
def test_who_is_not_staff_sees_no_matters_and_sets_no_deputy(office, load, say, press, lines, role):
    load(
        "a1,山田太郎,yamada@akatsuki.example,総務課,課長,,manager,,",
        f"a9,高橋四郎,shiro@akatsuki.example,,,,{role},,",
    )
    lines["a9"] = [due(TODAY, "秘密の協定")]
    assert "秘密" not in written(say("a9", "今日やること")) + written(say("a9", "期限"))
    with pytest.raises(Refused, match="no_role"):
        say("a9", "不在 11/24–11/30 代理 山田太郎")
    with pytest.raises(Refused, match="no_role"):
        press("a9", view.OpenDeputy())


@pytest.mark.parametrize("whom", ["高橋四郎", "shiro@akatsuki.example"])
def test_a_pupil_is_nobodys_deputy(load, say, whom):
    load(
        "a1,山田太郎,yamada@akatsuki.example,総務課,課長,,manager,,",
        "a9,高橋四郎,shiro@akatsuki.example,総務課,,,pupil,,",
    )
    with pytest.raises(Refused, match="no_person"):
        say("a1", f"不在 11/24–11/30 代理 {whom}")


def test_long_texts_are_refused_before_anything_is_read(office, say):
    assert "できること" in written(say("a1", "ヘルプ" + " " * 20_000))
    for words in ("不在 " + " ".join("、" * 20_000), "協" * 201, "\ufdfa" * 20):
        with pytest.raises(Refused, match="too_long"):
            say("a1", words)


def test_presses_that_nobody_was_shown_cannot_be_acknowledged(office, press, sqlite_storage):
    before = len(sqlite_storage.read_now("t", lambda tx: tx.all(ENTRY.select())))
    with pytest.raises(Refused, match="gone"):
        press("a1", view.SeenDeputyPresses(up_to=1))
    after = len(sqlite_storage.read_now("t", lambda tx: tx.all(ENTRY.select())))
    assert after == before


def test_language_is_switched_and_stays(office, say):
    assert "What you can do" in written(say("a1", "English")) or "できること" not in written(
        say("a1", "English")
    )
    assert "今日やること" not in written(say("a1", "today"))
    say("a1", "日本語")
    assert "今日やること" in written(say("a1", "today"))


def test_deputy_is_set_by_words_told_and_ended(office, say, turn, sqlite_storage):
    said = written(say("a1", "不在 11/24–11/30 代理 佐藤花子"))
    assert "代理を設定しました" in said
    assert "佐藤花子" in said
    sees = turn("a2", lambda one: [holder.deputy_for for holder in one.holders.of])
    owner = turn("a1", lambda one: one.person.id)
    assert owner in sees
    assert "代理を終えました" in written(say("a1", "代理を終える", today=TODAY + timedelta(days=2)))
    later = TODAY + timedelta(days=3)
    assert owner not in turn("a2", lambda one: [h.deputy_for for h in one.holders.of], today=later)
    with pytest.raises(Refused, match="no_deputy"):
        say("a1", "代理終了", today=later)


def test_surname_means_the_colleague_of_the_own_department(office, say, turn):
    say("a1", "不在 11/24–11/30 代理 佐藤")
    owner = turn("a1", lambda one: one.person.id)
    assert owner in turn("a2", lambda one: [holder.deputy_for for holder in one.holders.of])


@pytest.mark.parametrize("words", ["不在", "不在 11/24", "代理", "away", "不在 代理 佐藤花子"])
def test_what_is_missing_is_asked_for_in_a_form(office, say, words):
    assert "代理の方のメールアドレス" in written(say("a1", words))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("不在 11/24–11/30 代理 無名", "no_person"),
        ("不在 11/24–11/30 代理 nobody@akatsuki.example", "no_person"),
        ("不在 11/24–11/30 代理 山田太郎", "not_yourself"),
        ("不在 2026/11/1-2026/11/3 代理 佐藤花子", "backwards"),
        ("不在 11/30-11/25 代理 佐藤花子", "backwards"),
        ("不在 11/20-11/22 代理 佐藤花子", "year_needed"),
        ("不在 2026/11/24-2027/11/30 代理 佐藤花子", "over_a_year"),
    ],
)
def test_deputy_that_cannot_be_is_refused_in_words(office, say, words, reason):
    with pytest.raises(Refused, match=reason):
        say("a1", words)


def test_form_sets_a_deputy_by_mail(office, press):
    until = date(2026, 11, 30)
    verb = view.SetDeputy(person="sato@akatsuki.example", since=TODAY, until=until)
    assert "佐藤花子" in written(press("a1", verb))


def test_newcomer_is_welcomed_by_name(office, turn):
    assert "山田太郎" in written(turn("a1", home.fallbacks(()).welcome))
    assert "できること" in written(turn("a1", home.fallbacks(()).unheard))


def test_whom_one_slice_alone_serves_hears_of_that_alone(office, turn):
    served = answer(JA, "これだけができます")
    said = home.fallbacks((Slice(name="one", router=Router(), guide=lambda _: served),))
    assert turn("a1", said.welcome) == turn("a1", said.unheard) == served


def test_taking_over_a_post_that_one_does_not_hold_is_refused(office, press, turn):
    post = turn("a1", lambda one: store.posts_of(one.tx, one.person.id, TODAY)[0])
    with pytest.raises(Refused, match="not_holder"):
        press("a2", view.TookOver(post_id=post))
