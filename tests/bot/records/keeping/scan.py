"""Looks through everything that is kept, opened, for words that must not be there any more."""

from collections.abc import Collection
from typing import Any

import orjson
from sqlalchemy import select

import bot.exchange  # noqa: F401 - with the slices, declares every table
from bot.storage.sealed import Sealed, place_of
from bot.storage.store import Storage
from bot.storage.tables import metadata
from bot.storage.tx import Tx


def found(
    storage: Storage, tenant: str, words: Collection[str], whole: Collection[str] = ()
) -> set[tuple[str, str, str]]:
    """Where any of these words stands: table, column, word. `whole`: words that count only where
    they are all that a column holds."""
    return storage.read_now(tenant, lambda tx: _found(tx, words, whole))


def _found(tx: Tx, words: Collection[str], whole: Collection[str]) -> set[tuple[str, str, str]]:
    places = set()
    for table in metadata.sorted_tables:
        if table.name.startswith("test_"):
            continue  # of other tests, which this database doesn't have
        for row in tx.all(select(table)):
            for column in table.columns:
                value = _opened(tx, column, row)
                places |= {(table.name, column.name, word) for word in words if word in value}
                places |= {(table.name, column.name, word) for word in whole if word == value}
    return places


def _opened(tx: Tx, column: Any, row: Any) -> str:
    value = getattr(row, column.name)
    if value is None:
        return ""
    if isinstance(column.type, Sealed):
        return tx.unseal(column.table.name, column.name, place_of(column, row), value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, (dict, list)):
        return orjson.dumps(value).decode()
    return str(value)
