"""What Graph answers: bodies, errors, and who may ask for what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

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


def between(text: str | None, least: int, most: int | None, *, otherwise: int) -> int:
    """A number in a query; one that is too large becomes `most`."""
    if not text:
        return otherwise
    if not text.isdecimal() or int(text) < least:
        raise Unsupported(f"Invalid value '{text}'")
    return int(text) if most is None else min(int(text), most)
