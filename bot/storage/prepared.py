"""Statements compiled once and run on the bare driver: a twentieth of Core's price per call."""

from collections import namedtuple
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Dialect, Insert, bindparam
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseList

from bot.storage.scope import TENANT, scoped

Convert = Callable[[Any], Any]
_MOST = 2000


class Prepared:
    """One statement, bound to a tenant parameter and compiled for one dialect.

    `plain` False: it holds an IN over values of each call, or a value that is to stand in it as it
    is, which only SQLAlchemy's own execution can render.
    """

    __slots__ = (
        "_binders",
        "_given",
        "_in_order",
        "_required",
        "_results",
        "_row",
        "plain",
        "source",
        "sql",
    )

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        self.source = _spelled(scoped(statement))
        compiled = self.source.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - a Core statement compiles to SQL
        rendered = compiled.post_compile_params or compiled.literal_execute_params
        self.plain = not (rendered or compiled.insert_prefetch)
        self.sql = compiled.string
        self._given = dict(compiled.params) if self.plain else {}
        self._required = _required(compiled) if self.plain else frozenset()
        self._in_order = _in_order(compiled)
        self._binders = _binders(compiled, dialect)
        columns = tuple(self.source.exported_columns) if _returns(self.source) else ()
        self._row = _row_class(columns)
        self._results = _results(columns, dialect)

    def parameters(self, tenant: str, values: Mapping[str, Any]) -> Any:
        """The driver's parameters; raises TypeError on a name too many or one forgotten."""
        filled = {**self._given, **values, TENANT: tenant}
        if len(filled) != len(self._given):
            extra = sorted(set(filled) - set(self._given))
            raise TypeError(f"no such parameters: {', '.join(extra)}")
        if not self._required <= values.keys():
            raise TypeError(f"forgotten: {', '.join(sorted(self._required - values.keys()))}")
        for name, convert in self._binders:
            filled[name] = convert(filled[name])
        return self._in_order(filled)

    def row(self, raw: Any) -> Any:
        """A result row with attribute access, its values converted."""
        if not self._results:
            return self._row._make(raw)
        cells = list(raw)
        for index, convert in self._results:
            cells[index] = convert(cells[index])
        return self._row._make(cells)


def _spelled(statement: Any) -> Any:
    """The same statement, each IN over values that stand in it written out as parameters."""
    traverse: Any = visitors.replacement_traverse
    return traverse(statement, {}, _values_of_in)


def _values_of_in(part: Any, **_options: Any) -> Any:
    if not isinstance(part, BindParameter) or not part.expanding or part.required:
        return None
    values = [bindparam(None, value, type_=part.type, unique=True) for value in part.value or ()]
    if not values:  # SQLAlchemy has words of its own for the empty set
        return None
    return ClauseList(*values, operator=operators.comma_op).self_group(against=operators.in_op)


def _row_class(columns: tuple[Any, ...]) -> Any:
    return namedtuple("Row", [column.key for column in columns], rename=True)


def _returns(statement: Any) -> bool:
    return statement.is_select or bool(statement._returning)


def _required(compiled: SQLCompiler) -> frozenset[str]:
    """The parameters that have no value of their own; what is forgotten must not become NULL."""
    wanted = {name for bind, name in compiled.bind_names.items() if bind.required}
    return frozenset(wanted - {TENANT})


def _in_order(compiled: SQLCompiler) -> Callable[[dict[str, Any]], Any]:
    """How the driver takes parameters: as they stand in the statement, or by their names."""
    names = compiled.positiontup
    if names is None:
        return lambda filled: filled
    if len(names) < 2:  # itemgetter makes no tuple of one
        return lambda filled: tuple(filled[name] for name in names)
    return itemgetter(*names)


def _binders(compiled: SQLCompiler, dialect: Dialect) -> tuple[tuple[str, Convert], ...]:
    # By the names in the statement: literals have none of their own, others occur several times.
    found = {
        name: bind.type.dialect_impl(dialect).bind_processor(dialect)
        for bind, name in compiled.bind_names.items()
    }
    return tuple((name, convert) for name, convert in found.items() if convert is not None)


def _results(columns: tuple[Any, ...], dialect: Dialect) -> tuple[tuple[int, Convert], ...]:
    found = (
        (index, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for index, column in enumerate(columns)
    )
    return tuple((index, convert) for index, convert in found if convert is not None)


class Statements:
    """The prepared statements of one engine, found again by the statement object itself."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[Any, tuple[Any, Prepared]] = {}

    def of(self, statement: Any, values: Mapping[str, Any]) -> Prepared:
        """`values`: the parameters of this call; a bare insert takes its columns from them."""
        known = self._known.get((id(statement), ()))
        if known is not None:
            return known[1]
        columns = tuple(values) if _is_bare(statement) else ()
        known = self._known.get((id(statement), columns))
        if known is not None:
            return known[1]
        whole = statement.values({c: bindparam(c) for c in columns}) if columns else statement
        prepared = Prepared(whole, self._dialect)
        if len(self._known) >= _MOST:  # statements built per call would pile up
            self._known.clear()
        self._known[id(statement), columns] = (statement, prepared)
        return prepared


def _is_bare(statement: Any) -> bool:
    return isinstance(statement, Insert) and statement._values is None
