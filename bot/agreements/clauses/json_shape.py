"""A reading as the JSON object that `renkei agreements read --json` prints."""

from dataclasses import fields, is_dataclass
from datetime import date

from bot.agreements.clauses.model import Reading


def as_json(reading: Reading) -> dict[str, object]:
    """The reading with the names of its records as keys and days in ISO 8601."""
    return {field.name: _plain(getattr(reading, field.name)) for field in fields(reading)}


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
