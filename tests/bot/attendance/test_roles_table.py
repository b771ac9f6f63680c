"""The role table: each verb, word, page and command × each role, as the reference page says it."""

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.attendance.slice import SLICE
from bot.cli.attendance import attendance
from cards.attendance.verbs import staff
from cards.verbs import Verb
from tests.bot.attendance.roles import people as cast
from tests.bot.attendance.roles import table, world
from tests.bot.attendance.roles.commands import COMMANDS, OPERATORS
from tests.bot.attendance.roles.matter import SECRET
from tests.bot.attendance.roles.rows import PAGES, PRESSES, ROWS, WORDS, attempt
from tests.bot.attendance.roles.world import TOKYO, Tried, World

TABLE = table.written()
FAMILY = ("pupil", "guardian", "other_household")  # who speaks for the child
# Refusals that don't tell whether there is such a child, report or school.
DENIALS = (
    "attendance.refused.not_yours",
    "attendance.refused.no_post",
    "attendance.refused.nobody_named",
    "attendance.day.refused.police",
    "attendance.family.refused.not_yours",
    "attendance.family.nobody",
    "attendance.family.old_form",
    "--as",
)
# Where what a family wrote is read: by staff who press for it, and by the guardian who wrote it.
READINGS = (
    "attendance.read_content",
    "attendance.read_class",
    "attendance.family_show (the guardian's)",
    "attendance.family_show (the other household's)",
)


@pytest.fixture(scope="module")
def school(_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("school")
    shutil.copy(_migrated, folder / "renkei.db")
    found = world.built(folder / "renkei.db", folder)
    yield found
    found.storage.close()


def said(tried: Tried) -> str:
    """Every word of an answer, whatever it is."""
    body = getattr(tried.card, "body", None)
    return body.decode() if isinstance(body, bytes) else _plain([tried.card, tried.facts])


def _plain(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, default=str)


def outcome(school: World, row: str, role: str) -> Tried:
    return attempt(school, SLICE.router, row, role)


def wrong(school: World, row: str, role: str, mark: str) -> str:
    """How the outcome of a cell isn't what the page says; "" where it is."""
    tried = outcome(school, row, role)
    words = said(tried)
    if mark == table.NO:
        if tried.card is not None:
            return f"was answered: {words}"
        if tried.refused not in ("", *DENIALS):
            return f"a refusal that tells more: {tried.refused}"
    elif tried.refused or tried.card is None:
        return f"not answered: {tried.refused}"
    if mark != table.YES and role not in FAMILY and any(name in words for name in cast.NAMES):
        return f"reads a name: {words}"
    if (mark != table.YES or row not in READINGS) and SECRET in words:
        return f"reads what a family wrote: {words}"
    return ""


@pytest.mark.parametrize("row", dict.fromkeys(row for row, _ in TABLE))
def test_every_cell_of_a_row_is_as_the_page_says(school: World, row: str) -> None:
    """A test for each of three thousand cells would take longer than the presses."""
    found = {role: wrong(school, row, role, TABLE[row, role]) for role in cast.ROLES}
    assert {role: why for role, why in found.items() if why} == {}


def test_each_row_and_role_has_its_cell() -> None:
    assert set(TABLE) == {(row, role) for row in ROWS for role in cast.ROLES}


def test_each_verb_has_a_row() -> None:
    known = {name for name in Verb.known if name.startswith("attendance.")}
    assert known == {one.name for one in SLICE.router.presses}
    assert {row.partition(" ")[0] for row in PRESSES} == known


def test_each_thing_that_is_heard_has_a_row() -> None:
    unheard = {heard.answer for heard in SLICE.router.words} - {
        heard.answer
        for words in WORDS
        for heard in SLICE.router.words
        if heard.pattern.fullmatch(words)
    }
    assert not unheard


def test_each_page_has_a_row() -> None:
    assert set(SLICE.router.pages) == set(PAGES)


def test_each_command_has_a_row_or_is_the_operators() -> None:
    asked = {
        name
        for name, command in attendance.commands.items()
        if any("--as" in option.opts for option in command.params)
    }
    assert asked == set(COMMANDS)
    assert set(attendance.commands) - asked == OPERATORS


def test_the_content_of_a_report_is_there_to_be_read(school: World) -> None:
    for row, role in (
        ("attendance.read_content", "nurse"),
        ("attendance.read_class", "office"),
        ("attendance.family_show (the guardian's)", "guardian"),
    ):
        assert SECRET in said(outcome(school, row, role))


def press(school: World, role: str, verb: Verb, now: datetime) -> Tried:
    return school.attempt(role, lambda turn: SLICE.router.press(turn, verb.name, verb.data()), now)


@pytest.mark.parametrize("role", ["homeroom", "deputy_homeroom", "acting", "year_head", "nurse"])
def test_who_was_the_childs_teacher_reads_nothing_from_the_first_of_april(
    school: World, role: str
) -> None:
    verb = staff.ReadContent(report_id=school.ids["report:word"])
    evening = datetime(2027, 3, 31, 23, 59, 59, tzinfo=TOKYO)
    midnight = datetime(2027, 4, 1, tzinfo=TOKYO)
    assert press(school, role, verb, world.NOW).refused == ""
    assert (press(school, role, verb, evening).refused == "") is (role != "acting")
    assert press(school, role, verb, midnight).refused == "attendance.refused.not_yours"


@pytest.mark.parametrize("role", [*cast.ELSEWHERE, *cast.FAMILIES])
def test_a_forged_id_is_refused_like_somebody_elses(school: World, role: str) -> None:
    forged = press(school, role, staff.ReadContent(report_id=999_999), world.NOW)
    real = press(school, role, staff.ReadContent(report_id=school.ids["report:word"]), world.NOW)
    assert (forged.refused, forged.facts) == (real.refused, real.facts)
    assert forged.refused == "attendance.refused.not_yours"
