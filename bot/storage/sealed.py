"""The type of a sealed column: whoever looks through the whole database knows how to open it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, LargeBinary, MetaData

from bot.storage.tables import metadata

Place = Callable[[Any], str]


class Sealed(LargeBinary):
    """What `tx.seal` made for this table, this column and the row as `place` names it."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


def sealed_columns(within: MetaData = metadata) -> tuple[Column[Any], ...]:
    """Every sealed column of every table that is loaded, by name."""
    tables = sorted(within.tables.values(), key=lambda one: one.name)
    return tuple(
        column for table in tables for column in table.c if isinstance(column.type, Sealed)
    )


def place_of(column: Column[Any], row: Any) -> str:
    """What a row is called in the seal of this column."""
    assert isinstance(column.type, Sealed)  # noqa: S101 - `sealed_columns` names no others
    return column.type.place(row)
