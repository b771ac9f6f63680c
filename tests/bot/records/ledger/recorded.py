"""Every act that the source can write into the ledger, read from the source itself."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import bot.slices  # noqa: F401 - brings every verb
from cards.verbs import Verb

ROOT = Path(__file__).parents[4]
# Acts that are put together, with all that can come of it: a test compares the heads.
MADE = {
    "notices.": "the words of bot.notices.model.Act, which are verbs too",
    "attendance.word_": "the answers of a family word that bot.attendance.turns.word remembers",
    "records.incidents_": "what `renkei incidents` takes out",
}
_NAMED = re.compile(r"\bact\b|\brecord\(|\bnoted?\(|\b_?(keep|look|flow)\(")
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def modules() -> dict[str, ast.Module]:
    """The source of bot by the name of each module that speaks of acts."""
    found = {}
    for path in sorted(ROOT.glob("bot/**/*.py")):
        if "node_modules" not in path.parts and "emulator" not in path.parts:
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            source = path.read_text(encoding="utf-8")
            if _NAMED.search(source):
                found[name] = ast.parse(source)
    return found


def verbs() -> frozenset[str]:
    """Every verb but those that only ask for a form."""
    names = {name for name, one in Verb.known.items() if one.__module__.startswith("cards.")}
    return frozenset(name for name in names if ".open_" not in name)


@cache
def constants() -> tuple[frozenset[str], frozenset[str]]:
    """The acts that are handed on as they are, and the heads of those that are put together."""
    plain: set[str] = set()
    heads: set[str] = set()
    for name, tree in modules().items():
        handed = tuple(_given(tree))
        known = _names(name, tree) if handed else {}
        for given in handed:
            if isinstance(given, ast.JoinedStr):
                heads.add(str(getattr(given.values[0], "value", "")))
            else:
                plain |= _resolved(given, known)
    return frozenset(filter(_is_dotted, plain)), frozenset(heads)


def _is_dotted(act: str) -> bool:
    """An act of the ledger names its area; others are steps of a slice's own history."""
    return "." in act or act.startswith(("backup", "restore"))


@cache
def _takers() -> dict[str, frozenset[int]]:
    """The functions that take an `act`, by their own name, and where it may stand among what they
    are given."""
    found: dict[str, set[int]] = {}
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, _FUNCTION):
                at = [number for number, one in enumerate(node.args.args) if one.arg == "act"]
                found.setdefault(node.name, set()).update(at)
    return {name: frozenset(at) for name, at in found.items()}


def _given(tree: ast.Module) -> Iterator[ast.expr]:
    """What is handed to them as an act, and what a function puts together itself first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            yield from (one.value for one in node.keywords if one.arg == "act")
            places = _takers().get(called, frozenset())
            yield from (one for at, one in enumerate(node.args) if at in places)
        if isinstance(node, ast.Assign):
            yield from _assigned(node.targets[0], node.value)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    """`act = …`, `act = … if … else …` and `act, subject = …`."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        target, value = target.elts[0], value.elts[0]
    if isinstance(target, ast.Name) and target.id == "act":
        yield from (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)


def _names(module: str, tree: ast.Module) -> dict[str, Any]:
    """What its names mean: also those that a function brings in by itself."""
    known = dict(vars(import_module(module)))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            brought = import_module(node.module)
            for one in node.names:
                known.setdefault(one.asname or one.name, getattr(brought, one.name, None))
    return known


def _resolved(given: ast.expr, known: dict[str, Any]) -> frozenset[str]:
    """The texts of a constant, of a name in its module, or of a verb; none of a parameter."""
    if isinstance(given, ast.Constant):
        return frozenset({str(given.value)})
    if isinstance(given, ast.Subscript):
        given = given.value
    try:
        value = eval(ast.unparse(given), known)  # noqa: S307 - our source
    except (NameError, AttributeError):
        return frozenset()
    if isinstance(value, dict):
        return frozenset(map(str, value.values()))
    return frozenset({value}) if type(value) is str else frozenset()
