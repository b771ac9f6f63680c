"""What a family is told where something isn't theirs: in its language, and whom to ring."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot import slices
from bot.attendance import family
from bot.attendance.model import LinkState
from bot.attendance.turns.form import family_key
from bot.clock import PracticeClock
from bot.errors import Refused
from bot.settings import Settings
from bot.turns.hearing import Hearing
from bot.turns.turn import Turn
from cards.attendance.verbs import family as view
from cards.home.verbs import Deadlines, OpenDeputy
from cards.lang import CODES, Lang
from tests.bot.attendance.families.conftest import (
    CHILD,
    HARU,
    NOW,
    PARENT,
    TEACHER,
    YOUNG,
    Town,
    said,
    verbs,
)
from tests.bot.attendance.families.test_word import pressed, words_of

STAFFS_WORDS = ("職に就いて", "職員としての登録", "担当の職", "庶務担当", "所属", "協定")
OF_OTHERS = (
    *("協定", "協定 防災", "会議", "研修", "不在", "代理を終える", "お知らせ作成", "派遣"),
    *("臨時休業", "出席簿", "人数の一覧", "保護者の登録", "出席停止", "出欠の連絡先"),
    *("学校の設定", "今日やること", "ヘルプ", "こんにちは"),
)
ELSEWHERE = "ここでできるのは、出欠の連絡です。ほかのことは、学校へお電話ください。"


@pytest.fixture
def hearing(town: Town) -> Hearing:
    """The whole house, as it hears everybody."""
    clock, settings = PracticeClock(NOW), Settings()
    return Hearing(town.storage, slices.router(), slices.FALLBACKS, clock=clock, settings=settings)


def written(text: str, activity: str, aad: str) -> Any:
    heard = pressed(Deadlines(), activity, aad_object_id=aad, execute=False)
    return replace(heard, event=heard.event.MESSAGE, verb="", data={}, text=text)


@pytest.mark.parametrize("aad", [CHILD, PARENT])
@pytest.mark.parametrize("text", OF_OTHERS)
async def test_no_word_of_anybody_elses_is_answered_as_to_staff(
    town: Town, hearing: Hearing, aad: str, text: str
) -> None:
    town.confirm(PARENT, HARU)
    shown = words_of(await hearing.hear(written(text, "1", aad)))
    assert not [one for one in STAFFS_WORDS if one in shown.replace("ほかのことは", "")], shown
    assert "学校" in shown


async def test_a_press_of_anybody_elses_is_turned_away_with_whom_to_ring(
    town: Town, hearing: Hearing
) -> None:
    answer = await hearing.hear(pressed(OpenDeputy(), "1"))
    assert ELSEWHERE in words_of(answer)
    assert "0550-00-2002" in words_of(answer)


def turned(town: Town, aad: str, reason: str, lang: str = "ja", **facts: object) -> Any:
    refused = Refused(reason, **facts)
    turn_away = slices.FALLBACKS.refused
    return town.read(lambda tx: turn_away(town.turn(tx, aad, lang), refused))


@pytest.mark.parametrize("code", CODES)
def test_it_is_said_in_the_familys_language_with_the_japanese_beside(town: Town, code: str) -> None:
    shown = said(turned(town, CHILD, "common.refused.no_role", code))
    assert Lang(code).t("attendance.family.refused.elsewhere") in shown
    assert Lang(code).japanese or ELSEWHERE in shown


def test_a_small_child_reads_it_with_readings(town: Town) -> None:
    shown = said(turned(town, YOUNG, "common.refused.no_role"))
    assert Lang("ja-kana").t("attendance.family.refused.elsewhere") in shown


def test_a_reason_that_families_have_words_for_is_said_in_them(town: Town) -> None:
    shown = said(turned(town, PARENT, "attendance.family.refused.far", days=30))
    assert "30日先" in shown
    assert family_key("attendance.refused.not_enrolled") == family.NOT_ENROLLED
    assert "この連絡は、この画面では扱えません" in said(
        turned(town, PARENT, "attendance.refused.not_yours")
    )


def answered(town: Town, aad: str, told: Callable[[Turn], Any]) -> Any:
    return town.read(lambda tx: told(town.turn(tx, aad)))


def test_staff_read_the_plain_refusal(town: Town) -> None:
    assert turned(town, TEACHER, "common.refused.no_role") is None


def test_whose_link_isnt_confirmed_or_is_removed_is_told_to_ring_the_school(town: Town) -> None:
    for state in (LinkState.INACTIVE, LinkState.REMOVED):
        town.relink(PARENT, HARU, state=state)
        for told in (slices.FALLBACKS.welcome, slices.FALLBACKS.unheard):
            shown = answered(town, PARENT, told)
            assert Lang("ja").t(family.NOBODY) in said(shown)
            assert not [one for one in STAFFS_WORDS if one in said(shown)]
            assert verbs(shown) == set()


def test_whoever_may_report_is_shown_the_way_to_the_form(town: Town) -> None:
    assert view.Family.name in verbs(turned(town, CHILD, "common.refused.gone"))
