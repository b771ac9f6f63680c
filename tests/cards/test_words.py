import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

from cards.agreements.answers import ANSWERED
from cards.home import ROLES_WITH_HELP
from cards.lang import CODES, words, written

ROOT = Path(__file__).parents[2]
KEY = re.compile(
    r"(agreements|attendance|home|meetings|notices|records|training|common|people)(\.[a-z_]+)+"
)
FOR_FAMILIES = ("meta.", "common.", "attendance.family.", "records.mydata.")
CHECKED = "meta.checked_by"
KEY_PATTERN = re.compile(
    r"((agreements|attendance|home|meetings|notices|records|training|common|people)\\\."
    r"|\[\^ \]\+\\\.).*"
)
CHOSEN_ELSEWHERE = (
    # what the rules of bot refuse, and what its lists name, are keys of their own choosing
    "agreements.refused.",
    "common.refused.",
    "people.refused.",
    "notices.refused.",
    "meetings.refused.",
    "training.refused.",
    "attendance.refused.",
    "meta.",
    "agreements.what.",
    "meetings.what.",
    "notices.what.",
    "training.what.",
    "notices.remark.",
    # shown where a reading, a duty or a press of that kind is
    "agreements.warning.",
    "agreements.duty.kind.",
    "agreements.review.fact.",
    "agreements.programmes.state.",
    "home.presses.act.",
    # for each role, and for each reason that Teams or Graph gives
    "notices.role.",
    "notices.reason.",
    "notices.remedy.",
)


SAID_BY = ("t", "count", "Refused", "Stale", "refused", "stale")


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@cache
def sources() -> tuple[ast.Module, ...]:
    paths = [*ROOT.glob("cards/**/*.py"), *ROOT.glob("bot/**/*.py")]
    read = (path for path in paths if not {"node_modules", "samples"} & {*path.parts})
    return tuple(parsed(path) for path in read)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def of_agreements() -> list[ast.Call]:
    trees = (parsed(path) for path in ROOT.glob("bot/agreements/**/*.py"))
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]


@cache
def mentioned() -> tuple[frozenset[str], frozenset[str]]:
    """Strings that stand in the source, and patterns of those that are put together there."""
    nodes = [node for tree in sources() for node in ast.walk(tree)]
    plain = {node.value for node in nodes if isinstance(node, ast.Constant)}
    patterns = {pattern(node) for node in nodes if isinstance(node, ast.JoinedStr)}
    return frozenset(one for one in plain if isinstance(one, str)), frozenset(patterns) - {""}


def pattern(node: ast.JoinedStr) -> str:
    """What the keys of an f-string look like; empty where it makes no key."""
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[^ ]+"
        for part in node.values
    ]
    whole = "".join(parts)
    return whole if KEY_PATTERN.fullmatch(whole) else ""


def said() -> set[str]:
    """Keys that the source names outright where it says something."""
    calls = [node for tree in sources() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {(name_of(call.func), one.value) for call in calls for one in constants(call)}
    keys = {key for name, key in named if name in SAID_BY and KEY.fullmatch(key)}
    refused = (
        one.value
        for call in of_agreements()
        if name_of(call.func) == "refuse"
        for one in constants(call)
    )
    return keys | {f"agreements.refused.{key}" for key in refused}


def name_of(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def constants(call: ast.Call) -> list[ast.Constant]:
    found = (one for one in call.args[:2] if isinstance(one, ast.Constant))
    return [one for one in found if isinstance(one.value, str)]


def is_wanted(key: str) -> bool:
    plain, patterns = mentioned()
    names = (key, key.removesuffix(".one").removesuffix(".many"))
    if key.startswith(CHOSEN_ELSEWHERE) or plain & {*names}:
        return True
    return any(re.fullmatch(one, name) for one in patterns for name in names)


def test_japanese_and_english_exist():
    assert {"ja", "en"} <= written()


def test_every_language_of_the_families_is_written():
    assert written() == frozenset(CODES)


def test_japanese_and_english_have_the_same_keys():
    assert set(words("en")) - {CHECKED} == set(words("ja"))


@pytest.mark.parametrize("code", sorted(written() - {"ja", "en"}))
def test_other_languages_have_exactly_what_families_read(code):
    family = {key for key in words("ja") if key.startswith(FOR_FAMILIES)}
    assert set(words(code)) - {CHECKED} == family


@pytest.mark.parametrize("code", sorted(written() - {"ja"}))
def test_all_languages_fill_in_the_same_facts(code):
    for key in set(words(code)) - {CHECKED}:
        assert placeholders(words(code)[key]) == placeholders(words("ja")[key]), key


@pytest.mark.parametrize("code", sorted(written() - {"ja"}))
def test_a_translation_says_who_has_checked_it(code):
    assert CHECKED in words(code)


def test_no_text_is_empty():
    for code in written():
        empty = [key for key, text in words(code).items() if not text.strip()]
        assert set(empty) <= {CHECKED}


def test_every_key_in_the_source_has_words():
    known = {key.removesuffix(".one").removesuffix(".many") for key in words("ja")}
    assert sorted(said() - known) == []


def test_no_words_are_left_over():
    assert [key for key in words("ja") if not is_wanted(key)] == []


def test_each_press_is_answered_in_words():
    for act in ANSWERED:
        name = act.partition(".")[2]
        assert {f"agreements.answered.{name}.title", f"agreements.answered.{name}.next"} <= set(
            words("ja")
        )


def test_each_role_with_help_has_its_lines():
    for role in (*ROLES_WITH_HELP, "staff"):
        assert words("ja")[f"home.help.{role}.lines"].strip()


def test_japanese_blames_and_presses_nobody():
    harsh = ("至急", "怠", "違反", "してはいけません", "必ず", "厳守", "督促", "なぜ")
    found = [key for key, text in words("ja").items() if any(word in text for word in harsh)]
    assert found == []
