"""Pages of the reference that list what the code holds: sheets of schools, the tab, benchmarks."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import slices
from bot.attendance.sheets import calendar, reports
from bot.attendance.sheets.roster.columns import COLUMNS
from bot.sheets import Column
from bot.tab.describing import description
from tests.bench.__main__ import names

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def rows(text: str) -> dict[str, list[str]]:
    """The rows of tables: what each of the first cells' names is, and the other cells."""
    found: dict[str, list[str]] = {}
    for line in re.findall(r"^\| ([^|\n]+ \|.*)$", text, re.MULTILINE):
        first, *others = (cell.strip() for cell in line.split("|")[:-1])
        for name in re.split(r", ", first):
            found[name] = others
    return found


def missing(told: dict[str, list[str]], columns: Sequence[Column]) -> list[str]:
    """The headings that a page doesn't name as they are: in bold where one is needed."""
    wanted = (f"**{one.headings[0]}**" if one.required else one.headings[0] for one in columns)
    return [heading for heading in wanted if heading not in told]


def test_every_column_of_the_roster_is_documented_in_its_order():
    told = rows(page("roster-file.md"))
    for kind, columns in COLUMNS.items():
        cell = re.sub(r"\([^)]*\)", "", told[kind.value][0])
        headings = [one.strip() for one in cell.split(",")]
        assert headings == [
            f"**{one.headings[0]}**" if one.required else one.headings[0] for one in columns
        ]


def test_every_column_of_the_calendar_is_documented():
    assert missing(rows(page("calendar-file.md")), calendar.COLUMNS) == []


def test_every_kind_of_day_of_the_calendar_page_is_understood():
    told = rows(page("calendar-file.md").partition("| 内容 |")[2])
    assert len(told) > 10
    assert set(told) - {"---"} <= set(calendar.KINDS)


def test_every_column_of_the_reports_of_an_app_is_documented():
    assert missing(rows(page("attendance-files.md")), reports.COLUMNS) == []


@pytest.mark.parametrize(
    ("column", "words"), [("連絡の種類", reports.KINDS), ("理由", reports.REASONS)]
)
def test_words_of_the_reports_page_are_understood(column: str, words: dict[str, object]):
    told = rows(page("attendance-files.md"))
    cell = (told.get(f"**{column}**") or told[column])[-1]
    given = re.split(r", | or ", cell.rstrip("."))
    assert len(given) > 3
    assert set(given) <= set(words)


def test_every_panel_of_the_tab_and_what_it_asks_is_documented():
    told = rows(page("tab.md"))
    for panel in slices.panels():
        asks = told[f"`{panel.name}`"][0]
        assert [one for one in panel.asks if f"`{one}`" not in asks] == []


def test_addresses_of_the_tab_page_are_those_that_are_described():
    paths = description(slices.panels(), "0")["paths"]
    told = {name.strip("`") for name in rows(page("tab.md")) if name.startswith("`/tab/api/")}
    kinds = {re.sub(r"/panels/.*", "/panels/NAME", one) for one in paths}
    assert told == kinds | {"/tab/api/openapi.json"}


def test_every_benchmark_is_documented():
    text = page("benchmarks.md")
    assert [one for one in names() if f"`{one}`" not in text] == []


def test_every_page_of_the_reference_says_what_holds_it_to_the_code():
    head, _, held = page("README.md").partition("## What holds these pages to the code")
    pages = set(re.findall(r"\]\(([\w-]+\.md)\)", head))
    assert pages == {path.name for path in REFERENCE.glob("*.md")} - {"README.md"}
    told = set(re.findall(r"`([\w-]+\.md)`", held))
    assert pages == told


def test_what_is_named_as_holding_a_page_exists():
    held = page("README.md").partition("## What holds these pages to the code")[2]
    tests = re.findall(r"`(tests/[\w/.]+)`", held)
    assert len(tests) > 20
    assert [one for one in tests if not (ROOT / one).is_file()] == []


def test_the_house_is_explained_floor_by_floor_as_it_is_built():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    built = {room.strip(): floor for floor, layer in enumerate(layers) for room in layer.split("|")}
    text = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
    floors = re.findall(r"^\| \| ((?:`\w+`(?:, )?)+) \|", text, re.MULTILINE)
    told = [room for floor in floors for room in re.findall(r"`(\w+)`", floor)]
    assert sorted(told) == sorted(built)
    assert [built[room] for room in told] == sorted(built.values())
    assert "| ground | `cards`, `graph` |" in text


def test_every_decision_is_in_the_index_in_its_order():
    folder = ROOT / "docs/decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^(\d+)\. \[([^\]]+)\]\(([^)]+)\)$", index, re.MULTILINE)
    files = sorted(path.name for path in folder.glob("0*.md"))
    assert [name for _, _, name in listed] == files
    assert [f"{int(number):04}" for number, _, _ in listed] == [name[:4] for name in files]
    assert [name for name in files if int(name[:4]) != _number_told(folder / name)] == []


def _number_told(page: Path) -> int:
    found = re.match(r"# (\d+)\. ", page.read_text(encoding="utf-8"))
    return int(found[1]) if found else 0
