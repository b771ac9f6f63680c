"""What Graph answers: bodies, errors, and who may ask for what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from bot.emulator.graph_query import Unsupported

Body = dict[str, Any]


class GraphError(Exception):
    """Graph says no; `inner` is the code that some errors carry inside."""

    def __init__(
        self, status: int, code: str, message: str, *, inner: str = "", retry_after: int = 0
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.inner, self.retry_after = inner, retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, from the web or from within a batch; `base` is the address for links."""

    method: str
    path: list[str]  # below /v1.0
    query: Mapping[str, str]
    body: Any
    base: str
    token_seconds: float  # how long the token is still good for
    prefer: str = ""  # the header


@dataclass(frozen=True, slots=True)
class Told:
    """A good answer; a number is told as text, None is an empty body."""

    body: Body | int | None
    status: int = 200


class Part(Protocol):
    """One part of Graph. Raises GraphError."""

    def answer(self, asked: Asked) -> Told: ...


def unknown_segment() -> GraphError:
    """No such address."""
    return GraphError(400, "BadRequest", "Resource not found for the segment.")


def require_in_directory(granted: Collection[str], roles: Collection[str]) -> None:
    """Refuse as the directory does where none of the roles was consented to."""
    if not set(roles) & set(granted):
        message = "Insufficient privileges to complete the operation."
        raise GraphError(403, "Authorization_RequestDenied", message)


def require_in_teams(granted: Collection[str], roles: Collection[str]) -> None:
    """Refuse as Teams' part of Graph does where none of the roles was consented to."""
    if not set(roles) & set(granted):
        message = (
            "Missing role permissions on the request. API requires one of "
            f"'{', '.join(roles)}'. Roles on the request '{', '.join(sorted(granted))}'."
        )
        raise GraphError(403, "Forbidden", message)


def require_in_place(
    granted: Collection[str], consented: Collection[str], roles: Collection[str]
) -> None:
    """Refuse as Teams does where none of the roles was consented to for this team or chat.

    A role of all teams or chats needs no consent of the place; the organisation must allow both.
    """
    there = {role for role in granted if role.endswith(".All") or role in consented}
    if not set(roles) & there:
        all_, here = (
            ", ".join(sorted(role for role in there if role.endswith(".All") is everywhere))
            for everywhere in (True, False)
        )
        message = (
            f"Missing role permissions on the request. API requires one of '{', '.join(roles)}'. "
            f"Roles on the request '{all_}'. Resource specific consent grants on the request "
            f"'{here}'."
        )
        raise GraphError(403, "Forbidden", message)


def require_in_schools(granted: Collection[str], roles: Collection[str]) -> None:
    """Refuse as the roster does where none of the roles was consented to."""
    if not set(roles) & set(granted):
        message = "Required scopes are missing in the token."
        raise GraphError(403, "AccessDenied", message)


def require_in_outlook(granted: Collection[str], roles: Collection[str]) -> None:
    """Refuse as Exchange does where none of the roles was consented to."""
    if not set(roles) & set(granted):
        message = "Access is denied. Check credentials and try again."
        raise GraphError(403, "ErrorAccessDenied", message)


def between(text: str | None, least: int, most: int | None, *, otherwise: int) -> int:
    """A number in a query; one that is too large becomes `most`."""
    if not text:
        return otherwise
    if not text.isdecimal() or int(text) < least:
        raise Unsupported(f"Invalid value '{text}'")
    return int(text) if most is None else min(int(text), most)


def page_of(rows: list[Body], asked: Asked, *, most: int) -> Body:
    """One page of a list, with the link to the next where there is more."""
    size = between(asked.query.get("$top"), 1, most, otherwise=100)
    start = between(asked.query.get("$skiptoken"), 0, len(rows), otherwise=0)
    shown = rows[start : start + size]
    body: Body = {"@odata.context": f"{asked.base}/$metadata#{asked.path[-1]}"}
    if start + size < len(rows):
        following = urlencode({**asked.query, "$skiptoken": str(start + size)})
        body["@odata.nextLink"] = f"{asked.base}/{quote('/'.join(asked.path))}?{following}"
    return body | {"@odata.count": len(shown), "value": shown}
