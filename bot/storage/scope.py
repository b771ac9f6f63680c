"""Binds any statement to one tenant, so that no query can forget to."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from sqlalchemy import (
    CTE,
    Alias,
    ColumnElement,
    CompoundSelect,
    Delete,
    FromClause,
    Insert,
    Join,
    Lateral,
    Select,
    Subquery,
    Table,
    TableValuedAlias,
    TextClause,
    Update,
    and_,
    bindparam,
)
from sqlalchemy.dialects.postgresql.dml import OnConflictClause, OnConflictDoUpdate
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.selectable import FromGrouping

TENANT = "tx_tenant"
_COLUMN = "tenant_id"
_STATEMENTS = (Select, CompoundSelect, Insert, Update, Delete)


def scoped(statement: Any) -> Any:
    """The same statement, bound to the tenant in the parameter `TENANT`.

    Selects (also inside other statements) are filtered on every table they read; joined tables
    in their ON clause, so that an outer join stays one. Raises TypeError for what can't be bound
    for certain: anything else than a Core select, insert, update or delete over declared tables.
    """
    if not isinstance(statement, _STATEMENTS):
        raise TypeError(f"{type(statement).__name__}: only Core statements can be bound")
    _refuse_text(statement)
    return _inside(_bound(statement))


def _refuse_text(statement: Any) -> None:
    """SQL in words may name any table."""
    for part in visitors.iterate(statement):
        literal = isinstance(part, ColumnClause) and part.is_literal and part.name != "*"
        if isinstance(part, TextClause) or literal:
            raise TypeError("SQL in words can't be bound; say it with tables and columns")


def _inside(element: Any) -> Any:
    traverse: Any = visitors.replacement_traverse
    return traverse(element, {}, lambda part: _nested(part, element))


def _nested(part: Any, outer: Any) -> Any:
    if part is not outer and isinstance(part, _STATEMENTS):
        return scoped(part)
    return _joined(part) if isinstance(part, Join) else None


def _joined(join: Join) -> Join:
    left, right = _side(join.left), _side(join.right)
    onclause = cast(ColumnElement[bool], _inside(join.onclause))
    for criterion in _criteria(right):
        onclause = onclause & criterion
    return Join(left, right, onclause, isouter=join.isouter, full=join.full)


def _side(source: FromClause) -> FromClause:
    source = _ungrouped(source)
    if isinstance(source, Join):
        return _joined(source)
    return source if isinstance(source, Table) else cast(FromClause, _inside(source))


def _ungrouped(source: Any) -> Any:
    """A join on the right side of another one stands in parentheses."""
    while isinstance(source, FromGrouping):
        source = source.element
    return source


def _bound(statement: Any) -> Any:
    match statement:
        case Select():
            found = [one for source in _sources(statement) for one in _criteria(source)]
            return _with_bound_joins(statement.where(*found))
        case Update() | Delete():
            _refuse_others(statement)
            return statement.where(statement.table.c.tenant_id == _tenant())
        case Insert():
            _refuse_foreign_rows(statement)
            return statement.values(tenant_id=_tenant())
    return statement


def _sources(statement: Any) -> list[Any]:
    return list(statement.get_final_froms())


def _with_bound_joins(statement: Any) -> Any:
    """`select(…).join(…)` keeps its joins aside until it is compiled: bind their ON clauses."""
    if not statement._setup_joins:
        return statement
    if any(on is None for _, on, _, _ in statement._setup_joins):
        raise TypeError("a join needs its ON clause in words")
    bound = statement._generate()
    bound._setup_joins = tuple(
        (target, and_(on, *_criteria(target)), left, flags)
        for target, on, left, flags in statement._setup_joins
    )
    return bound


def _criteria(source: Any) -> Iterator[ColumnElement[bool]]:
    """The leftmost table of a join answers in WHERE; the others did so in their ON clause.

    What is selected itself was bound in its place. Raises TypeError for any other source.
    """
    source = _ungrouped(source)
    while isinstance(source, Join):
        source = _ungrouped(source.left)
    if isinstance(source, Table) or _is_alias_of_table(source):
        yield source.c.tenant_id == _tenant()
    elif not _is_selected(source):
        raise TypeError(f"{type(source).__name__}: only tables and selects can be read from")


def _is_alias_of_table(source: Any) -> bool:
    if not isinstance(source, Alias) or isinstance(source, TableValuedAlias):
        return False
    return isinstance(source.element, Table)


def _is_selected(source: Any) -> bool:
    if isinstance(source, Alias):
        source = source.element
    return isinstance(source, Subquery | CTE | Lateral) and isinstance(
        _ungrouped_select(source.element), _STATEMENTS
    )


def _ungrouped_select(element: Any) -> Any:
    while not isinstance(element, _STATEMENTS) and hasattr(element, "element"):
        element = element.element
    return element


def _refuse_others(statement: Any) -> None:
    """UPDATE … FROM and DELETE … USING read a second table, which nothing would bind."""
    if not isinstance(statement.table, Table):
        raise TypeError("only a declared table can be changed")
    values = dict(getattr(statement, "_values", None) or {})
    _refuse_tenant(values)
    parts = (*statement._where_criteria, *values.values(), *statement._returning)
    sources = [source for part in parts for source in getattr(part, "_from_objects", ())]
    sources += getattr(statement, "_extra_froms", ())
    if any(source is not statement.table for source in sources):
        raise TypeError("only one table at a time can be changed; ask the other in a subquery")


def _refuse_foreign_rows(statement: Any) -> None:
    if statement.select is not None:
        raise TypeError("INSERT … SELECT can't be bound; read and insert in two steps")
    if not isinstance(statement.table, Table):
        raise TypeError("only a declared table can be changed")
    _refuse_tenant(statement._values or ())
    conflict = statement._post_values_clause
    if conflict is not None:
        _refuse_foreign_conflict(conflict)


def _refuse_foreign_conflict(conflict: Any) -> None:
    """A conflict with another tenant's row must neither change it nor tell of it."""
    if not isinstance(conflict, OnConflictClause):
        raise TypeError("this kind of insert can't be bound; use `upsert`")
    if isinstance(conflict, OnConflictDoUpdate):
        _refuse_tenant(conflict.update_values_to_set)
    elif conflict.constraint_target is None and conflict.inferred_target_elements is None:
        return
    if _COLUMN not in map(_name, conflict.inferred_target_elements or ()):
        raise TypeError("a conflict's target needs the tenant among its columns")


def _refuse_tenant(columns: Iterable[Any]) -> None:
    if _COLUMN in map(_name, columns):
        raise TypeError("the tenant of a row can't be given; it is the transaction's")


def _name(column: Any) -> str:
    return str(getattr(column, "key", column))


def _tenant() -> Any:
    return bindparam(TENANT)
