"""What the databases say when they can't, as one line that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.errors import BotError, Misconfigured, Unavailable
from bot.storage import schema

_BUSY, _FULL, _RIGHTS = "55P03", "53100", "42501"  # PostgreSQL's states
_REMEDIES = {
    _BUSY: "somebody else uses its tables; stop the service and try again",
    _FULL: "its disk is full; free some space",
}


@contextmanager
def trouble(engine: Engine) -> Iterator[None]:
    """The driver's errors in the block as Unavailable or Misconfigured; no values stand in them."""
    try:
        yield
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:
        raise _told(engine, error) from error


def _told(engine: Engine, error: Exception) -> BotError:
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    if state == _RIGHTS:
        line = "RENKEI_DATABASE_URL: its user may not do this"
        return Misconfigured(f"{line}; name the owner of the tables, or grant it CREATE")
    if state in _REMEDIES:
        return Unavailable("PostgreSQL", remedy=_REMEDIES[state])
    return schema.unavailable(engine, error)
