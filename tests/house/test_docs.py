"""Undocumented means red: settings, commands, verbs, columns and the Japanese pages."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

import cards.agreements
import cards.attendance
import cards.home
import cards.meetings
import cards.notices
import cards.records
import cards.training
from bot import policy, slices
from bot.agreements import columns
from bot.agreements.clauses.duty_table import KINDS
from bot.cli import root
from bot.delivery.rows import Lane, State
from bot.people import sheet
from bot.people.model import Role
from bot.records.sheets import columns as handling
from bot.retention import TERMS, Kind
from bot.settings import CREDENTIALS, Settings
from bot.training.sheets import columns as training
from cards.verbs import Verb

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
JAPANESE = (
    "README",
    "はじめての連携",
    "協定担当の手引き",
    "お知らせ担当の手引き",
    "会議担当の手引き",
    "職員の手引き",
    "保護者・児童生徒の手引き",
    "担任の手引き",
    "学校の手引き",
    "運用者の手引き",
    "よくある質問",
)
# Written in two parts, so that this file doesn't hold what it looks for.
PLACES = tuple(f"/{first}/" for first in ("work", "root", "tmp/renkei"))
PACKAGE_HOSTS = tuple(
    f"{first}{second}"
    for first, second in (
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("deb", "ian.org"),
        ("ubu", "ntu.com"),
    )
)
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_WORKING_WORDS = re.compile(
    r"\b(working sessions?|issues?|helpers?|seeds?|agents?)\b", re.IGNORECASE
)


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def table(name: str) -> dict[str, list[str]]:
    """The rows of a page's tables: the first cell's code, and the other cells."""
    found = {}
    for line in page(name).splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and (code := re.match(r"`([^`]+)`", cells[0])):
            found[code[1]] = cells[1:]
    return found


def files() -> Iterator[Path]:
    """Every text file that belongs to the project or is about to."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs a git checkout to tell which files belong to the project")
    for name in filter(None, done.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in path.read_bytes()[:4096]:
            yield path


def markdown() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def shown(value: object) -> str:
    """A default as the settings page writes it."""
    if isinstance(value, tuple):
        value = ",".join(value)
    if isinstance(value, bool):
        value = "on" if value else "off"
    return "none" if value in ("", None) else f"`{value}`"


def commands(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    if path and not isinstance(command, click.Group):
        yield " ".join(path), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None, f"{name} is announced and not there"
            yield from commands(child, (*path, name))


def section(name: str) -> str:
    """What the commands page says of one command, up to the next heading."""
    parts = re.split(r"^### `renkei ([^`]+)`.*$", page("commands.md"), flags=re.MULTILINE)
    found = {
        " ".join(re.findall(r"^[a-z -]+", heading)[0].split()): body
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }
    return found.get(name, "")


def test_every_setting_is_documented_with_its_default():
    told = {name: cells[0] for name, cells in table("settings.md").items() if cells}
    wanted = {f"RENKEI_{one.name.upper()}": shown(one.default) for one in fields(Settings)}
    assert {name: told.get(name) for name in wanted} == wanted


def test_no_setting_is_documented_that_does_not_exist():
    told = {name for name in table("settings.md") if name.startswith("RENKEI_")}
    assert told == {f"RENKEI_{one.name.upper()}" for one in fields(Settings)}


def test_every_credential_is_documented():
    assert set(CREDENTIALS) <= set(table("settings.md"))


def test_every_tenant_setting_is_documented():
    told = table("tenant-settings.md")
    assert set(told) - _kinds_of_records() == {one.name for one in fields(policy.Policy)}


def test_defaults_of_tenant_settings_are_those_of_the_code():
    told = {name: cells[0].strip("`") for name, cells in table("tenant-settings.md").items()}
    wanted = policy.shown(policy.DEFAULT)
    assert told.pop("retention") == "as below"
    del wanted["retention"]
    settings = {name: said for name, said in told.items() if name not in _kinds_of_records()}
    assert settings == {name: _toml(value) for name, value in wanted.items()}


def test_the_years_of_every_kind_of_records_are_those_of_the_code():
    told = {name: cells[:2] for name, cells in table("tenant-settings.md").items()}
    kept = {kind: term for kind, term in TERMS.items() if term.held}
    found = {kind.value: [str(term.years), str(term.least)] for kind, term in kept.items()}
    assert {name: told[name] for name in found} == found


def _kinds_of_records() -> set[str]:
    return {kind.value for kind in Kind}


def _toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{value or ""}"' if value is None or isinstance(value, str) else str(value)


def test_every_command_of_the_table_can_be_called():
    context = click.Context(root.renkei)
    assert [name for name in root.COMMANDS if root.renkei.get_command(context, name) is None] == []


def test_every_command_and_option_is_documented():
    missing = []
    for_all = page("commands.md").partition("\n## ")[0]
    for name, command in commands(root.renkei):
        body = section(name)
        if not body:
            missing.append(name)
        body += for_all
        missing += [
            f"{name} {opt}"
            for parameter in command.params
            if isinstance(parameter, click.Option) and not parameter.hidden
            for opt in parameter.opts
            if opt.startswith("--") and f"`{opt}" not in body
        ]
    assert missing == []


def test_no_command_is_documented_that_does_not_exist():
    told = re.findall(r"^### `renkei ([a-z]+(?: [a-z-]+)*)", page("commands.md"), re.MULTILINE)
    assert set(told) <= {name for name, _ in commands(root.renkei)}


def test_every_verb_is_documented_with_its_fields():
    offering = (
        cards.agreements,
        cards.attendance,
        cards.home,
        cards.meetings,
        cards.notices,
        cards.records,
        cards.training,
    )
    told = table("verbs.md")
    assert set(told) == {
        name
        for name in Verb.known
        if name.split(".")[0] in {module.__name__.split(".")[1] for module in offering}
    }
    unknown = {
        f"{name}.{field.name}"
        for name in told
        for field in fields(Verb.known[name])
        if f"`{field.name}" not in told[name][0]
    }
    assert unknown == set()


def test_words_of_the_chat_page_are_understood():
    heard = slices.router().words
    words = re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| `.*\| ", page("chat.md"), re.M)))
    assert len(words) > 20
    assert [one for one in words if not any(h.pattern.fullmatch(one) for h in heard)] == []


def test_every_column_of_the_people_file_and_its_headings_are_documented():
    told = table("people-file.md")
    for column in sheet.COLUMNS:
        assert told[column.key][0] == ", ".join(column.headings)


def test_every_role_is_documented():
    assert {role.value for role in Role} <= set(table("people-file.md"))


def test_every_column_of_the_register_is_documented():
    told = dict(
        re.findall(r"^\| (\S+)(?: \(required\))? \| `(\w+)`", page("agreements-file.md"), re.M)
    )
    assert told == {column.headings[0]: column.key for column in columns.COLUMNS}


def test_every_column_of_the_training_workbook_is_documented():
    parts = re.split(r"^## (\S+)$", page("training-file.md"), flags=re.MULTILINE)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    for name, wanted in training.COLUMNS.items():
        rows = re.findall(r"^\| (\S+)(?: \(required\))? \| `(\w+)`", told[name], re.MULTILINE)
        assert rows == [(column.headings[0], column.key) for column in wanted]


def test_every_column_of_the_handling_workbook_is_documented():
    parts = re.split(r"^## (\S+)$", page("handling-file.md"), flags=re.MULTILINE)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(told) == list(handling.COLUMNS)
    for name, wanted in handling.COLUMNS.items():
        rows = re.findall(r"^\| (\S+)(?: \(required\))? \| `(\w+)`", told[name], re.MULTILINE)
        assert rows == [(column.headings[0], column.key) for column in wanted]


def test_every_state_and_lane_of_delivery_is_documented():
    told = table("delivery.md")
    assert {state.value for state in State} <= set(told)
    text = page("delivery.md")
    assert all(f"| {lane.value} | `{lane.name.lower()}` |" in text for lane in Lane)


def test_every_kind_of_duty_that_the_reader_knows_is_documented():
    assert set(KINDS) <= set(table("clauses.md"))


def test_every_warning_of_the_reader_is_documented():
    source = "\n".join(p.read_text() for p in (ROOT / "bot/agreements/clauses").glob("*.py"))
    codes = set(re.findall(r'Warning\(\s*code="(\w+)"', source))
    assert codes and codes <= set(table("clauses.md"))


def test_every_graph_permission_in_the_code_is_documented():
    source = "\n".join(p.read_text() for p in (ROOT / "graph").glob("*.py"))
    asked = set(re.findall(r'"([A-Z]\w+(?:\.\w+)+\.(?:All|User|Group|Chat))"', source))
    assert asked and asked <= {name for name in table("permissions.md") if "/" not in name}


def test_the_granted_permissions_are_those_that_the_page_explains():
    rows = tomllib.loads((ROOT / "infra/permissions.toml").read_text(encoding="utf-8"))
    entries = (*rows["application"], *rows["resource"])
    granted = {(one["permission"], call) for one in entries for call in one["calls"]}
    page = (ROOT / "docs/reference/permissions.md").read_text(encoding="utf-8")
    row = re.compile(r"^\| `([A-Z][\w.]+)` \| `((?:[A-Z]+|event) [^`]+)` \|", re.MULTILINE)
    assert granted == set(row.findall(page))


def test_no_path_of_a_machine_and_no_package_host_stands_in_a_file():
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in files()
        for word in (*PLACES, *PACKAGE_HOSTS)
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []


def _without_products(text: str) -> str:
    return text.replace("Microsoft 365 Agents Toolkit", "")


def test_no_page_speaks_of_how_it_was_made():
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in markdown()
        for word in _WORKING_WORDS.findall(_without_products(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize("name", JAPANESE)
def test_the_pages_for_the_people_who_use_it_are_in_japanese(name: str):
    text = (ROOT / "docs" / "ja" / f"{name}.md").read_text(encoding="utf-8")
    japanese = re.findall(r"[ぁ-んァ-ヶ一-龠]", _CODE.sub("", text))
    assert len(japanese) > 100


def test_buttons_named_in_the_japanese_pages_are_those_on_the_cards():
    text = (ROOT / "docs" / "ja" / "職員の手引き.md").read_text(encoding="utf-8")
    words = (ROOT / "cards" / "text" / "ja.toml").read_text(encoding="utf-8")
    named = re.findall(r"^\| ([^|]+) \| (?!---|押すとき|返事)", text, re.MULTILINE)
    buttons = [
        one for one in named if "○" not in one and one not in ("今日やること", "期限", "ヘルプ")
    ]
    assert [one for one in buttons if f'"{one}"' not in words and "不在" not in one] == []
