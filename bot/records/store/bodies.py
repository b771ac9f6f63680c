"""Records whose words are sealed whole: what isn't searched for by the database tells nothing."""

from typing import Any, TypeVar

import orjson

from bot.agreements.store.written import read, written
from bot.storage.tx import Tx

R = TypeVar("R")


def sealed(tx: Tx, table: str, place: str, record: Any, apart: frozenset[str]) -> bytes:
    """The record's fields as one sealed value, but those `apart`, which have their own columns."""
    return tx.seal(table, "body", place, orjson.dumps(written(record, without=apart)))


def opened(tx: Tx, table: str, place: str, body: bytes, cls: type[R], **apart: Any) -> R:
    """The record that `sealed` was made of."""
    return read(cls, orjson.loads(tx.unseal(table, "body", place, body)), **apart)
