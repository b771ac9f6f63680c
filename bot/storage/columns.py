"""Column types that mean the same on SQLite and PostgreSQL."""

# ruff: noqa: ARG002 - the dialect belongs to SQLAlchemy's signature

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Dialect, String, Text, TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out. Stored as sortable text, for SQLite drops offsets."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its UTC offset")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Json(TypeDecorator[Any]):
    """Any JSON value, kept as text; keys are sorted so that equal values are equal text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)
