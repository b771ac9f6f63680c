"""Many values in one parameter: one statement, compiled once, however many there are."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Dialect, Integer, String, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import bindparam
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class _Numbers(TypeDecorator[Iterable[int]]):
    """Whole numbers: an array on PostgreSQL, a JSON list on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(Integer) if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> Any:
        numbers = list(value or ())
        return numbers if dialect.name == "postgresql" else orjson.dumps(numbers).decode()


class _TextByNumber(TypeDecorator[Mapping[int, str]]):
    """A JSON object whose keys are whole numbers."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return JSONB() if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: Mapping[int, str] | None, dialect: Dialect) -> Any:
        named = {str(number): text for number, text in (value or {}).items()}
        return named if dialect.name == "postgresql" else orjson.dumps(named).decode()


class _Among(FunctionElement[bool]):
    # Without a type: SQLite would be asked whether a Boolean is 1, and take no index for it.
    inherit_cache = True


class _TextFor(FunctionElement[str]):
    type = String()
    inherit_cache = True


def among(column: ColumnElement[int], parameter: str) -> ColumnElement[bool]:
    """Whether the column's number is among those that `parameter` is given, in any number."""
    return _Among(column, bindparam(parameter, type_=_Numbers()))


def text_for(column: ColumnElement[int], parameter: str) -> ColumnElement[str]:
    """The text that `parameter`, texts by number, has for the column's number; or NULL."""
    return _TextFor(column, bindparam(parameter, type_=_TextByNumber()))


@compiles(_Among, "postgresql")
def _among_on_postgresql(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, numbers = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY ({numbers})"


@compiles(_Among)
def _among(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, numbers = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - rendered parts, no values


@compiles(_TextFor, "postgresql")
def _text_for_on_postgresql(element: _TextFor, compiler: SQLCompiler, **options: Any) -> str:
    column, texts = (compiler.process(part, **options) for part in element.clauses)
    return f"{texts} ->> CAST({column} AS TEXT)"


@compiles(_TextFor)
def _text_for(element: _TextFor, compiler: SQLCompiler, **options: Any) -> str:
    column, texts = (compiler.process(part, **options) for part in element.clauses)
    return f"json_extract({texts}, '$.\"' || {column} || '\"')"
