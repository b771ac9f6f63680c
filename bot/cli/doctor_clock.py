"""What `renkei doctor` says of the clock: how far it is from those that we have to agree with."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.cli.findings import NETWORK, Fails, Warn
from bot.settings import Settings

_ODD, _WRONG = 30.0, 240.0  # seconds; tokens are refused from five minutes on
_MEND = "set the machine's clock by the network's time (chrony, systemd-timesyncd)"


async def skew(settings: Settings) -> str | Warn:
    """How far the machine's clock is from the login's, Graph's and the database's.

    Raises Fails where it is so far off that tokens will be refused.
    """
    found = {"the login of Teams": await _of_http(settings.openid_url)}
    found["Microsoft Graph"] = await _of_http(settings.graph_url)
    found["the database"] = _of_database(settings)
    known = {name: seconds for name, seconds in found.items() if seconds is not None}
    if not known:
        line = "nobody told the time: neither Microsoft's servers nor a database"
        return Warn(line, NETWORK)
    name = max(known, key=lambda one: abs(known[one]))
    line = _line(name, known[name])
    if abs(known[name]) > _WRONG:
        raise Fails(line, _MEND)
    if abs(known[name]) > _ODD:
        return Warn(line, _MEND)
    return f"within {max(1, round(abs(known[name])))} s of {', '.join(known)}"


def _line(name: str, seconds: float) -> str:
    word = "behind" if seconds > 0 else "ahead of"
    return f"this machine's clock is {abs(seconds):.0f} s {word} that of {name}"


async def _of_http(url: str) -> float | None:
    """By how many seconds a server is ahead of us, by the Date of its answer, whatever it says."""
    import aiohttp

    from bot.clock import real_now
    from bot.delivery.connector import open_session

    async with open_session() as session:
        try:
            before = real_now()
            async with session.get(url, allow_redirects=False) as answer:
                told = answer.headers.get("Date", "")
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None
    return _ahead(told, before, real_now())


def _ahead(told: str, before: datetime, after: datetime) -> float | None:
    try:
        at = parsedate_to_datetime(told)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    # A Date has whole seconds: it was told within the second that it begins.
    if before.replace(microsecond=0) <= at <= after:
        return 0.0
    return (at - before).total_seconds() if at < before else (at - after).total_seconds()


def _of_database(settings: Settings) -> float | None:
    """By how many seconds the server of PostgreSQL is ahead; SQLite has no clock of its own."""
    from bot.storage.crypto.choosing import SQLITE

    if settings.database_url.startswith(SQLITE):
        return None
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    from bot.clock import real_now
    from bot.storage.store import engine_of

    engine = engine_of(settings)
    try:
        with engine.engine.connect() as connection:
            before = real_now()
            at: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    except DBAPIError:
        return None
    finally:
        engine.close()
    return (at - before).total_seconds()
