"""What Teams' answer to one request means for the row that asked."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
import orjson

from bot.delivery.outcomes import Later, Never, Outcome, Sent, Unknown

GONE = "ActivityNotFoundInConversation"
# 403 for reasons that lie with the registration or the tenant, not with the person.
NOT_THE_PERSON = frozenset({"BotDisabledByAdmin", "InvalidBotApiHost", "NotEnoughPermissions"})
_NOT_ACCEPTED = frozenset({412, 425, 429, 503})
_DOUBTFUL = frozenset({408, 500, 502, 504})
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_LONGEST_WAIT = 24 * 3600.0


def of_answer(status: int, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Outcome:
    """The outcome of an answer that came, by its status and Teams' error code."""
    if 200 <= status < 300:
        return Sent(_text_in(body, "id"))
    if status in _NOT_ACCEPTED:
        wait = retry_after(headers.get("Retry-After"), now=now)
        return Later(wait, throttled=status == 429 or wait is not None)
    if status in _DOUBTFUL:
        return Unknown(str(status))
    if status < 400 or status == 401:
        return Later()
    return _refusal(status, error_code(body) or str(status))


def _refusal(status: int, code: str) -> Never:
    if status == 413:
        return Never("too_large")
    if status == 403:
        return Never(code, unreachable=code not in NOT_THE_PERSON)
    return Never(code, unreachable=status in (404, 410) and code != GONE)


def of_error(error: Exception) -> Later | Never | Unknown:
    """The outcome of a request whose answer never came."""
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Later()  # no connection, so nothing was sent
        case aiohttp.ClientHttpProxyError():
            return Later()  # the proxy made none
        case aiohttp.InvalidURL():
            return Never("invalid_address")
        case TimeoutError():
            return Unknown("timeout")
        case _:
            return Unknown("reset")


def retry_after(value: str | None, *, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header, given in seconds or as a date; None without one."""
    if value is None:
        return None
    text = value.strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text, re.ASCII):
        return min(float(text), _LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), _LONGEST_WAIT)


def error_code(body: bytes) -> str:
    """Teams' error code, or nothing when the body tells none that is a plain word."""
    try:
        error = orjson.loads(body)["error"]
        code = error["code"] if isinstance(error, dict) else error
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return ""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _text_in(body: bytes, key: str) -> str:
    try:
        value = orjson.loads(body)[key] if body else ""
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return ""
    return value if isinstance(value, str) else ""
