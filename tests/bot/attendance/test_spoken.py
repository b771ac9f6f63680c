"""The school's words in the help and on the practice page: those that one may say, no others."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.emulator
from bot import slices
from bot.attendance.turns import spoken
from cards.lang import Lang
from tests.bot.attendance.roles import people as cast
from tests.bot.attendance.roles import table, world
from tests.bot.attendance.roles.rows import WORDS
from tests.bot.attendance.roles.world import World

TABLE = table.written()
PAGE = Path(bot.emulator.__file__).parent / "playground" / "suggestions.js"
# The page's names of roles, and who of the table is one.
PLAYED = {
    "pupil": "pupil",
    "guardian": "guardian",
    "principal": "principal",
    "vice_principal": "vice_principal",
    "curriculum_head": "curriculum_head",
    "year_head": "year_head",
    "homeroom": "homeroom",
    "deputy_homeroom": "deputy_homeroom",
    "school_nurse": "nurse",
    "school_office": "office",
    "school_meals": "meals",
    "teacher": "teacher",
    "board_of_education": "board",
    "school_desk": "school_desk",
    "": "staff",
}
OF_FAMILIES = ("欠席します", "送った連絡", "出欠の使い方", "ことば")
ROUTER = slices.router()


@pytest.fixture(scope="module")
def school(_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("spoken")
    shutil.copy(_migrated, folder / "renkei.db")
    found = world.built(folder / "renkei.db", folder)
    yield found
    found.storage.close()


def listed(school: World, role: str, code: str = "ja") -> tuple[str, ...]:
    """The lines of somebody's help that the slice brings."""
    found = school.attempt(role, spoken.words).card
    return tuple(Lang(code).t(one) for one in found.lines) if found else ()


@pytest.mark.parametrize("role", cast.ROLES)
def test_the_help_lists_the_words_that_a_role_may_say_and_no_others(
    school: World, role: str
) -> None:
    lines = "\n".join(listed(school, role))
    for words in WORDS:
        if words not in OF_FAMILIES:
            may = TABLE[f"「{words}」", role] != table.NO
            assert (f"「{words}」" in lines) is may, words


@pytest.mark.parametrize("role", (*cast.AT_SCHOOL, "board", "school_desk"))
@pytest.mark.parametrize("code", ["ja", "en"])
def test_each_word_of_the_help_is_answered(school: World, role: str, code: str) -> None:
    for line in listed(school, role, code):
        words = line.partition("…")[0].strip("「」 ")
        assert answered(school, role, words), words


def answered(school: World, role: str, words: str) -> bool:
    tried = school.attempt(role, lambda turn: ROUTER.say(turn, words))
    return tried.card is not None and not tried.refused


@pytest.mark.parametrize("role", ["vice_principal", "homeroom", "teacher", "board"])
def test_help_and_welcome_name_them(school: World, role: str) -> None:
    for told in (slices.FALLBACKS.unheard, slices.FALLBACKS.welcome):
        shown = json.dumps(school.attempt(role, told).card, ensure_ascii=False)
        assert listed(school, role)[0] in shown
        assert "登録がまだありません" not in shown


def test_who_has_nothing_to_do_with_a_school_hears_of_none(school: World) -> None:
    assert listed(school, "staff") == ()
    shown = json.dumps(school.attempt("staff", slices.FALLBACKS.unheard).card, ensure_ascii=False)
    assert "学校の出欠" not in shown


def of_families() -> dict[str, list[str]]:
    found = re.search(r"const FAMILY = (\{.*?\n\});", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    made: dict[str, list[str]] = json.loads(found[1])
    return made


@pytest.mark.parametrize("role", ["pupil", "guardian"])
def test_a_familys_own_words_on_the_practice_page_are_answered(school: World, role: str) -> None:
    for words in (one for listed in of_families().values() for one in listed):
        assert answered(school, role, words), words


def suggested() -> dict[str, dict[str, list[str]]]:
    source = PAGE.read_text(encoding="utf-8")
    found = re.search(r"const SUGGESTIONS = (\{.*?\n\});", source, re.DOTALL)
    assert found is not None
    made: dict[str, dict[str, list[str]]] = json.loads(found[1])
    return made


def test_the_practice_page_suggests_something_to_each_role() -> None:
    assert set(suggested()) == set(PLAYED)


@pytest.mark.parametrize("role", PLAYED)
def test_each_suggestion_of_the_practice_page_is_answered(school: World, role: str) -> None:
    for words in (one for listed in suggested()[role].values() for one in listed):
        assert answered(school, PLAYED[role], words), words
