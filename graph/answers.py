"""What one answer of Graph means: plain JSON, or which of our errors."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from graph.errors import (
    Broken,
    Exists,
    Expired,
    GraphError,
    Missing,
    NoMailbox,
    NotConsented,
    Reason,
    Refused,
    Throttled,
)

if TYPE_CHECKING:
    from httpx import Response

_WAIT_SECONDS = 10.0  # where Graph throttles without saying how long
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
# Graph's status and code are the same for a missing consent and for a person who can't have the
# app; only the words differ. What they don't settle, `Installs` asks the directory.
_CONSENT = re.compile(
    r"insufficient privileges|missing (scope|role) permissions|not allowed to manage|"
    r"not authorized|required scopes|application access policy",
    re.IGNORECASE,
)
_CONSENT_CODES = ("Authorization_RequestDenied", "ErrorAccessDenied")
_MAILBOX_CODES = (
    *("MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI", "ErrorInvalidUser"),
    *("ErrorNonExistentMailbox", "ResourceNotFound"),
)
_EXPIRED = re.compile(r"syncState|resync|ExpiredPageToken", re.IGNORECASE)
_POLICY = re.compile(r"blocked by app permission policy|app is blocked", re.IGNORECASE)
_LICENCE = re.compile(r"licen[sc]e", re.IGNORECASE)
# A 400 that lets an exception of Graph's own servers show is no fault of what was asked.
_INSIDE = re.compile(r"ServiceException|Exception in |backend request", re.IGNORECASE)


def read(response: "Response", permission: str) -> Mapping[str, Any]:
    """The JSON of a good answer, {} where it has none; raises what a bad one means."""
    if not 200 <= response.status_code < 300:
        raise _meaning(response, permission)
    if not response.content:
        return {}
    found = _json(response.content)
    if found is None:
        raise Broken(response.status_code)
    return found


def _meaning(response: "Response", permission: str) -> GraphError:
    match status := response.status_code:
        case 429 | 503:
            return Throttled(_seconds(response.headers.get("Retry-After")))
        case 401:
            return NotConsented(permission)
        case 404 | 410:
            return _absence(_told(response.content)[0])
        case 409:
            return Exists()
        case 400 | 403:
            return _objection(status, *_told(response.content), permission)
    return Broken(status)


def _absence(code: str) -> GraphError:
    if code in _MAILBOX_CODES:
        return NoMailbox()
    return Expired() if _EXPIRED.search(code) else Missing()


def _objection(status: int, code: str, words: str, permission: str) -> GraphError:
    """Whether a 400 or 403 is about the consent, the object, or Graph itself."""
    if status == 400 and _EXPIRED.search(code):
        return Expired()
    if status == 400:
        return Broken(status) if _INSIDE.search(words) else Refused(Reason.OTHER, code)
    if not words or code in _CONSENT_CODES or _CONSENT.search(words):
        return NotConsented(permission)
    return Refused(_reason(words), code)


def _reason(words: str) -> Reason:
    if _POLICY.search(words):
        return Reason.BLOCKED
    return Reason.UNLICENSED if _LICENCE.search(words) else Reason.OTHER


def _told(content: bytes) -> tuple[str, str]:
    """Graph's error code, where it is a plain word, and its message, which is never passed on."""
    error = (_json(content) or {}).get("error")
    if not isinstance(error, dict):
        return "", ""
    code, words = str(error.get("code") or ""), str(error.get("message") or "")
    return code if _CODE.fullmatch(code) else "", words


def _json(content: bytes) -> dict[str, Any] | None:
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def _seconds(header: str | None) -> float:
    try:
        return max(0.0, float(header)) if header else _WAIT_SECONDS
    except ValueError:
        return _WAIT_SECONDS
