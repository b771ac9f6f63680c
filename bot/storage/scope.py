"""Binds any statement to one tenant, so that no query can forget to."""

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import (
    Alias,
    ColumnElement,
    CompoundSelect,
    Delete,
    FromClause,
    Insert,
    Join,
    Select,
    Table,
    Update,
    and_,
    bindparam,
)
from sqlalchemy.sql import visitors

TENANT = "tx_tenant"


def scoped(statement: Any) -> Any:
    """The same statement, bound to the tenant in the parameter `TENANT`.

    Selects (also inside other statements) are filtered on every table they read; joined tables
    in their ON clause, so that an outer join stays one. Raises TypeError for anything else than
    a Core select, insert, update or delete.
    """
    if not isinstance(statement, Select | CompoundSelect | Insert | Update | Delete):
        raise TypeError(f"{type(statement).__name__}: only Core statements can be bound")
    return _inside(_bound(statement))


def _inside(element: Any) -> Any:
    traverse: Any = visitors.replacement_traverse
    return traverse(element, {}, lambda part: _nested(part, element))


def _nested(part: Any, outer: Any) -> Any:
    if part is not outer and isinstance(part, Select | CompoundSelect | Update | Delete | Insert):
        return scoped(part)
    return _joined(part) if isinstance(part, Join) else None


def _joined(join: Join) -> Join:
    left = _joined(join.left) if isinstance(join.left, Join) else _inner(join.left)
    right = _joined(join.right) if isinstance(join.right, Join) else _inner(join.right)
    onclause = cast(ColumnElement[bool], join.onclause)
    for criterion in _criteria(right):
        onclause = onclause & criterion
    return Join(left, right, onclause, isouter=join.isouter, full=join.full)


def _inner(source: FromClause) -> FromClause:
    if isinstance(source, Table):
        return source
    return cast(FromClause, _inside(source))


def _bound(statement: Any) -> Any:
    match statement:
        case Select():
            found = [one for source in _sources(statement) for one in _criteria(source)]
            return _with_bound_joins(statement.where(*found))
        case Update() | Delete():
            return statement.where(statement.table.c.tenant_id == _tenant())
        case Insert() if statement.select is not None:
            raise TypeError("INSERT … SELECT can't be bound; read and insert in two steps")
        case Insert():
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
    """The leftmost table of a join answers in WHERE; the others did so in their ON clause."""
    while isinstance(source, Join):
        source = source.left
    element = source.element if isinstance(source, Alias) else source
    if isinstance(element, Table):
        yield source.c.tenant_id == _tenant()


def _tenant() -> Any:
    return bindparam(TENANT)
