"""Migrations only add, so that the release before runs on; what it no longer needs goes later.

What takes away says in the same script which release is the oldest that can do without it, and that
one must be out already: docs/how-to/upgrade.md.
"""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.storage import schema
from tests.releases import CONTRACTS, EXPANDS, following

SCRIPTS = sorted(
    (Path(schema.__file__).with_name("migrations") / "versions").glob("[0-9]*_*.py")
)  # fmt: skip
ADDS = {"create_table", "create_index", "add_column", "f"}
_OLDEST = re.compile(r"UPDATE release SET oldest = '([0-9.]+)'")


def steps(source: str) -> Iterator[tuple[str, ast.Call]]:
    """Each call of op with its name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            if isinstance(of, ast.Name) and of.id == "op":
                yield node.func.attr, node


def faults(source: str, release: str) -> list[str]:
    """What the release before `release` would trip over, as `release` brings this script."""
    found = [_fault(name, call, _made(source)) for name, call in steps(source)]
    wrong = [one for one in found if one]
    said = _OLDEST.search(source)
    if wrong and said and schema._numbers(said[1]) < schema._numbers(release):
        return []
    return wrong


def _fault(name: str, call: ast.Call, made: set[str]) -> str:
    if name == "add_column":
        given = {word.arg: word.value for word in call.args[1].keywords}  # type: ignore[attr-defined]
        if not _is(given.get("nullable"), True) and "server_default" not in given:
            return f"line {call.lineno}: a column that must be told has no default"
        return ""
    if name == "create_index":
        unique = {word.arg: word.value for word in call.keywords}.get("unique")
        if _is(unique, True) and ast.literal_eval(call.args[1]) not in made:
            return f"line {call.lineno}: what was there may stand twice"
        return ""
    if name == "execute":
        words = ast.unparse(call.args[0]).lstrip("f'\"").upper()
        return "" if words.startswith(("INSERT", "UPDATE")) else f"line {call.lineno}: {words[:40]}"
    return "" if name in ADDS else f"line {call.lineno}: {name}"


def _made(source: str) -> set[str]:
    return {
        ast.literal_eval(call.args[0]) for name, call in steps(source) if name == "create_table"
    }


def _is(value: ast.expr | None, wanted: object) -> bool:
    return isinstance(value, ast.Constant) and value.value is wanted


@pytest.mark.parametrize("script", SCRIPTS[1:], ids=lambda script: script.stem)
def test_a_migration_only_adds(script: Path):
    assert faults(script.read_text(encoding="utf-8"), version("renkei")) == []


def upgraded(lines: str) -> str:
    return f"def upgrade() -> None:\n{lines}"


def test_what_the_upgrade_is_tried_with_only_adds():
    assert faults(upgraded(EXPANDS), version("renkei")) == []


def test_what_takes_away_says_which_release_can_do_without_it():
    told = upgraded(CONTRACTS.format(release=following(1)))
    assert faults(told, following(2)) == []
    assert faults(told, following(1)) != []


@pytest.mark.parametrize(
    "step",
    [
        'op.drop_table("notice")',
        'op.drop_column("notice", "kind")',
        'op.drop_index("ix_notice_kind")',
        'op.rename_table("notice", "told")',
        'op.alter_column("notice", "kind", nullable=False)',
        'op.add_column("notice", sa.Column("colour", sa.Text(), nullable=False))',
        'op.create_index("ix_n", "notice", ["kind"], unique=True)',
        'op.create_check_constraint("ck", "notice", "kind > 1")',
        'op.execute("DELETE FROM notice")',
        'op.execute("ALTER TABLE notice DROP COLUMN kind")',
    ],
)
def test_what_the_release_before_would_trip_over_is_found(step: str):
    assert faults(upgraded(f"    {step}\n"), version("renkei")) != []


@pytest.mark.parametrize(
    ("release", "told"),
    [
        ("0.6.0", (0, 6, 0)),
        ("0.10.2", (0, 10, 2)),
        ("0.7.0rc1", (0, 7, 0)),
        ("1.0.0.dev3", (1, 0, 0)),
    ],
)
def test_a_release_that_is_only_tried_out_is_compared_too(release: str, told: tuple[int, ...]):
    assert schema._numbers(release) == told
