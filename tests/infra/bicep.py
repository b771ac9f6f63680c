"""Reads Bicep files into plain Python, by a grammar of the language; nothing is deployed.

    python -m tests.infra.bicep

says where a file of infra/bicep is not well-formed (part of `make check`).
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tree_sitter_bicep
from tree_sitter import Language, Node, Parser

FOLDER = Path(__file__).parents[2] / "infra" / "bicep"
_GRAMMAR = Language(tree_sitter_bicep.language())
# Newer than the grammar: the statement is one word and a name, and stands on a line of its own.
_EXTENSION = re.compile(r"^extension (\w+)$", re.MULTILINE)
_GIVEN = re.compile(r"^param (\w+) =", re.MULTILINE)  # in a parameter file


class Expression(str):
    """What is worked out when it is deployed, as it is written."""

    __slots__ = ()


@dataclass
class Resource:
    """A resource, or one inside another (`type` is then joined to its parent's)."""

    symbol: str
    type: str
    version: str
    exists: bool
    body: dict[str, Any]


@dataclass
class File:
    """What a file declares."""

    path: Path
    faults: list[str]
    parameters: dict[str, tuple[bool, bool]] = field(default_factory=dict)  # secure, has default
    defaults: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    modules: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)


def files() -> list[Path]:
    """The templates, and the parameter files for them."""
    return sorted([*FOLDER.glob("*.bicep"), *FOLDER.glob("*.bicepparam")])


def read(path: Path) -> File:
    """One file; where it is not well-formed `faults` says where, and the rest is what was found."""
    return parsed(path.read_text(encoding="utf-8"), path)


def parsed(source: str, path: Path) -> File:
    """The same of text."""
    source = _EXTENSION.sub("", source)
    if path.suffix == ".bicepparam":
        source = _GIVEN.sub(r"var \1 =", source)
    root = Parser(_GRAMMAR).parse(source.encode("utf-8")).root_node
    found = File(path, list(_faults(root, path.name)))
    for node in root.children:
        _declare(found, node)
    _names(root, found)
    return found


def _faults(node: Node, name: str) -> Iterator[str]:
    if node.is_error or node.is_missing:
        row, column = node.start_point
        yield f"{name}:{row + 1}:{column + 1}: not well-formed"
        return
    for child in node.children:
        yield from _faults(child, name)


def _declare(found: File, node: Node) -> None:
    match node.type:
        case "parameter_declaration":
            name, secure = _text(node.children[1]), _decorated(node, "secure")
            value = _after(node, "=")
            found.parameters[name] = (secure, value is not None)
            if value is not None:
                found.defaults[name] = _value(value)
        case "variable_declaration":
            found.variables[_text(node.children[1])] = _value(node.children[-1])
        case "output_declaration":
            found.outputs[_text(node.children[1])] = _value(node.children[-1])
        case "module_declaration":
            body = _body(node)
            found.modules[_text(node.children[1])] = (_words(node), body.get("params", {}))
        case "resource_declaration":
            _resource(found, node, parent=None)


def _resource(found: File, node: Node, parent: Resource | None) -> None:
    kind, _, version = _words(node).partition("@")
    if parent:
        kind, version = f"{parent.type}/{kind}", version or parent.version
    made = Resource(
        _text(node.children[1]),
        kind,
        version,
        any(child.type == "existing" for child in node.children),
        _body(node),
    )
    found.resources.append(made)
    for inner in _objects(node):
        for part in inner.children:
            if part.type == "object_property" and part.children[0].type == "resource_declaration":
                _resource(found, part.children[0], made)


def _objects(node: Node) -> Iterator[Node]:
    """The object that a declaration ends with, behind a condition or inside a loop too."""
    last = node.children[-1]
    if last.type in ("if_statement", "for_statement"):
        last = next(child for child in reversed(last.children) if child.type == "object")
    if last.type == "object":
        yield last


def _body(node: Node) -> dict[str, Any]:
    return next((_value(one) for one in _objects(node)), {})


def _value(node: Node) -> Any:
    match node.type:
        case "object":
            return {
                _key(part.children[0]): _value(part.children[-1])
                for part in node.children
                if part.type == "object_property" and len(part.children) == 3
            }
        case "array":
            given = (part for part in node.children if part.is_named and part.type != "comment")
            return [_value(part) for part in given]
        case "string" if all(part.type != "interpolation" for part in node.children):
            return "".join(_text(part) for part in node.children[1:-1]).replace("\\'", "'")
        case "number":
            return int(_text(node))
        case "boolean":
            return _text(node) == "true"
    return Expression(_text(node))


def _key(node: Node) -> str:
    return _text(node).strip("'")


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8")


def _words(node: Node) -> str:
    """The first string of a declaration: its type, or its file."""
    return next(_text(part).strip("'") for part in node.children if part.type == "string")


def _after(node: Node, mark: str) -> Node | None:
    at = next((i for i, part in enumerate(node.children) if part.type == mark), None)
    return None if at is None else node.children[at + 1]


def _decorated(node: Node, name: str) -> bool:
    before = node.prev_sibling
    return before is not None and before.type == "decorators" and f"@{name}(" in _text(before)


_DECLARES = ("parameter_declaration", "variable_declaration", "resource_declaration",
             "module_declaration", "output_declaration")  # fmt: skip


def _names(node: Node, found: File) -> None:
    """Which names are used, and which are given to something."""
    for at, child in enumerate(node.children):
        if child.type == "identifier":
            is_key = node.type == "object_property" and at == 0
            if node.type in _DECLARES or node.type in ("for_statement", "lambda_expression"):
                (found.named if at < 3 and not _is_loop_source(node, at) else found.used).add(
                    _text(child)
                )
            elif not is_key and node.type != "type":
                found.used.add(_text(child))
        _names(child, found)


def _is_loop_source(node: Node, at: int) -> bool:
    return at > 0 and node.children[at - 1].type in ("in", "=>")


def main() -> int:
    """Print what is not well-formed; how many faults there are is the exit status."""
    faults = [fault for path in files() for fault in read(path).faults]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"infra/bicep: {len(files())} files, {len(faults)} faults")
    return min(len(faults), 1)


if __name__ == "__main__":
    sys.exit(main())
