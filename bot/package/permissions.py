"""The table of what Renkei asks of Microsoft Graph, read once from infra/permissions.toml."""

import tomllib
from functools import cache

from bot.package import files


def application() -> tuple[str, ...]:
    """What an administrator grants to the registration: roles in a token for Graph."""
    return _names("application")


def resource() -> tuple[str, ...]:
    """What comes with the installed app, since its manifest asks for it."""
    return _names("resource")


def _names(kind: str) -> tuple[str, ...]:
    return tuple(str(row["permission"]) for row in _table()[kind])


@cache
def _table() -> dict[str, list[dict[str, object]]]:
    table: dict[str, list[dict[str, object]]]
    table = tomllib.loads(files.read("permissions.toml").decode("utf-8"))
    return table
