"""Each cell of docs/reference/roles.md, and what must hold of it whatever it says."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.cli import root
from bot.people.model import STAFF_ROLES
from bot.turns.router import normalised
from bot.web import application
from tests.bot.attendance.roles import table as attendance
from tests.bot.roles import table, ways_in
from tests.bot.roles.table import NO, NOT_NOW, VERBS, WORDS, YES, Cells
from tests.bot.roles.world import ROUTER, STRANGER, World, built
from tests.browser import ASSETS

TABLE = table.written()
MAY = frozenset((YES, NOT_NOW))
OUTSIDE = (STRANGER, "pupil", "guardian")
# What anybody may open: it says what Renkei is, or that there is nothing of theirs.
FOR_ALL = ("home.deadlines", "home.help", "home.today")
FAMILIES = (
    "attendance.family",
    "attendance.choose_language",
    "attendance.open_language",
    "records.show_my_data",
)

# Of matters that the practice tenant has not: who may is tested with their slice.
_NOT_THERE = {
    "agreements": """
        accept_reading confirm_contacts correct_contacts correct_reading open_contacts
        open_correction open_publicity oral_written publicity_answer record_decision
        record_oral_disclosure record_publication record_signing reject_reading""",
    "home": """
        seen_deputy_presses took_over""",
    "meetings": """
        add_item attend cancel change_follow_up drop_item finish_follow_up move open_cancel
        open_follow_up open_item open_minutes open_move record_minutes restore take_outlook
        undo_follow_up undo_item""",
    "notices": """
        accept approve ask confirm correct decline open_correct open_decline open_proposal
        open_send_back pause resume send_back show unreached withdraw""",
    "records": """
        save_responsible""",
    "training": """
        decide open_report send_report show_asked show_secondment take_over""",
}
NOT_IN_PRACTICE = {
    *(f"{area}.{name}" for area, names in _NOT_THERE.items() for name in names.split()),
    "「お知らせ 1」",
}


@pytest.fixture(scope="module")
def world(_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if not ASSETS.is_dir():
        pytest.skip("the playground's npm packages are not installed (npm ci)")
    folder = tmp_path_factory.mktemp("roles")
    shutil.copy(_migrated, folder / "practice.db")
    found = built(folder)
    yield found
    found.storage.close()


@pytest.fixture(scope="module")
def found(world: World) -> Cells:
    return table.cells(world)


@pytest.mark.parametrize("row", sorted(TABLE))
def test_every_cell_of_a_row_is_as_the_page_says(found: Cells, row: str) -> None:
    assert found[row] == TABLE[row]


def test_each_verb_word_and_page_has_its_row_and_each_role_its_cell() -> None:
    pages = {f"/{page}" for page in ROUTER.pages}
    assert set(TABLE) == {*VERBS, *(f"「{words}」" for words in WORDS), *pages}
    assert all(set(marks) == set(table.COLUMNS) for marks in TABLE.values())


def test_whatever_the_router_hears_is_said() -> None:
    """Each way to answer is tried by some word, and no word is tried that nobody hears."""
    said = [normalised(words) for words in WORDS]
    heard = [(one.answer, [w for w in said if one.pattern.fullmatch(w)]) for one in ROUTER.words]
    tried = {id(answer) for answer, words in heard if words}
    assert [answer for answer, _ in heard if id(answer) not in tried] == []
    assert set(said) == {one for _, words in heard for one in words}


@pytest.mark.parametrize("role", OUTSIDE)
def test_who_is_no_staff_presses_and_opens_nothing_of_the_staff(role: str) -> None:
    pressed = {row for row, marks in TABLE.items() if marks[role] in MAY and row[0] != "「"}
    theirs = () if role == STRANGER else FAMILIES
    assert {row for row in pressed if not row.startswith((*FOR_ALL, *theirs))} == set()


def test_every_row_is_tried_on_a_matter_that_is_there_but_for_those_that_are_named() -> None:
    """A row in which nobody may do anything would stay as it is whatever became of a right."""
    nothing = {row for row, marks in TABLE.items() if MAY.isdisjoint(marks.values())}
    of_schools = {row.partition(" ")[0] for row, _ in attendance.written()}
    assert {row for row in nothing if row.startswith("attendance.")} <= of_schools
    assert {row for row in nothing if not row.startswith("attendance.")} == NOT_IN_PRACTICE


def test_no_role_may_do_everything() -> None:
    staff = {role.value for role in STAFF_ROLES}
    assert [role for role in staff if all(marks[role] != NO for marks in TABLE.values())] == []


def test_each_command_and_address_stands_on_the_page() -> None:
    assert table.PAGE.read_text(encoding="utf-8").endswith(ways_in.text())
    assert {name.split()[0] for name in ways_in.commands()} == set(root.COMMANDS)


def test_each_address_that_is_served_stands_on_the_page(world: World) -> None:
    served = application(NoDoor(), _never, _never).router.resources()
    told = "".join(ways_in.ADDRESSES)
    assert [one for one in served if one.canonical.split("/{")[0] not in told] == []


class NoDoor:
    """Stands where the door does: nobody comes in."""

    async def handle(self, request: web.Request) -> web.Response:
        raise NotImplementedError(request.path)


async def _never(*_: str) -> Any:
    raise NotImplementedError
