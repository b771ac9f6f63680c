"""What asking Graph can end in.

GraphError
├── Throttled       asked too often; `retry_after` in seconds
├── NotConsented    the administrator has not granted `permission`
├── Missing         no such object (or it was deleted)
│   └── NoMailbox   this person or room has no mailbox in Exchange Online, or has it no more
├── Expired         a link to changes is too old: everything has to be read anew
├── Exists          what was to be made is there already
├── Refused         Graph won't, because of the object asked about; `reason` says why
└── Broken          Graph, or the way to it, does not work now
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why a person can't be given the app; OTHER where Graph's answer fits none of them."""

    BLOCKED = "blocked"  # the organisation's app permission policy blocks the app for them
    GUEST = "guest"  # of another organisation
    DISABLED = "disabled"  # the account may not sign in
    DELETED = "deleted"  # no such account any more
    UNLICENSED = "unlicensed"  # the account has no Teams
    OTHER = "other"


class GraphError(Exception):
    """The root. No message holds what was asked about whom."""


class Throttled(GraphError):
    """429, or 503 with a Retry-After: ask again after `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"Graph asks to wait {retry_after:g} s")
        self.retry_after = retry_after


class NotConsented(GraphError):
    """401 or 403: `permission` names what the administrator has to grant."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"Graph refuses: grant the application {permission}")
        self.permission = permission


class Missing(GraphError):
    """404: no such object in the directory."""

    def __init__(self) -> None:
        super().__init__("Graph knows no such object")


class NoMailbox(Missing):
    """404: the person or room whose calendar was asked for has no mailbox in Exchange Online."""


class Expired(GraphError):
    """410, or 400 with a word for it: what the link's token refers to is no longer kept."""

    def __init__(self) -> None:
        super().__init__("Graph no longer knows since when changes are asked for")


class Exists(GraphError):
    """409: what was to be made is there already."""

    def __init__(self) -> None:
        super().__init__("Graph has such an object already")


class Refused(GraphError):
    """400 or 403 that speaks about the object, not about the consent; `code` is Graph's own."""

    def __init__(self, reason: Reason, code: str = "") -> None:
        super().__init__(f"Graph refuses because of the object: {reason} ({code or 'no code'})")
        self.reason = reason
        self.code = code


class Broken(GraphError):
    """A 5xx, a time-out, a broken answer; `status` 0 where there was no answer at all."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(f"Graph does not work now ({status or 'no answer'})")
        self.status = status
