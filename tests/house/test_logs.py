"""What the code logs is what an operator reads: no field is dropped on its way."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.logs import FIELDS

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
_OUR_OWN = {"exc_info"}
_LOG_WHAT_FAILS = ("apart", "went_well")  # bot/storage/parts.py


def logged(file: Path) -> Iterator[tuple[str, str]]:
    """Each field that a file logs by name, with its place."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        fields = [(one.arg, f"{file}:{node.lineno}") for one in node.keywords if one.arg]
        if isinstance(node.func, ast.Name) and node.func.id in _LOG_WHAT_FAILS:
            yield from fields
        if not isinstance(node.func, ast.Attribute):
            continue
        logger = node.func.value
        if isinstance(logger, ast.Name) and logger.id in ("log", "_log"):
            assert node.func.attr in LEVELS, f"{file}:{node.lineno}"
            yield from fields


def test_every_field_that_is_logged_is_known():
    files = [file for folder in ("bot", "graph") for file in Path(folder).rglob("*.py")]
    found = [one for file in files for one in logged(file)]
    assert len(found) > 50
    assert [one for one in found if one[0] not in FIELDS | _OUR_OWN] == []
