"""What asking Graph can end in.

GraphError
├── Throttled       asked too often; `retry_after` in seconds
├── NotConsented    the administrator has not granted `permission`
├── Missing         no such object (or it was deleted)
└── Broken          Graph, or the way to it, does not work now
"""


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


class Broken(GraphError):
    """A 5xx, a time-out, a broken answer; `status` 0 where there was no answer at all."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(f"Graph does not work now ({status or 'no answer'})")
        self.status = status
