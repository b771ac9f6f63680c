"""Faults on order: what may go wrong between the bot and Microsoft."""

import time
from dataclasses import dataclass

STATUSES = {
    403: "MessageWritesBlocked",
    404: "ConversationNotFound",
    412: "PreconditionFailed",
    413: "MessageSizeTooBig",
    429: "Throttled",
    500: "ServiceError",
    502: "ServiceError",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}
BREAKS = ("reset_before", "reset_after", "hang")


@dataclass(slots=True, kw_only=True)
class Fault:
    """One kind of trouble, for the requests whose "METHOD path" holds `match`."""

    match: str
    status: int | None  # None: the connection breaks or hangs
    applied: bool  # the request takes effect although the answer is bad
    hang: float = 0.0
    left: int | None = 1  # None: until it is cleared or over
    until: float | None = None  # monotonic
    retry_after: float | None = None
    error_code: str = ""

    def hits(self, line: str, at: float) -> bool:
        """Whether this fault strikes the request with that first line."""
        if self.left == 0 or (self.until is not None and at >= self.until):
            return False
        return self.match in line


class Faults:
    """The faults that are on order; the first that matches strikes."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(
        self,
        *,
        kind: int | str,
        match: str = "/connector/",
        times: int | None = 1,
        seconds: float | None = None,
        retry_after: float | None = None,
        error_code: str | None = None,
        applied: bool | None = None,
        hang: float = 3600.0,
    ) -> Fault:
        """Order trouble.

        `kind` is an HTTP status, "reset_before" (the connection is reset, nothing was accepted),
        "reset_after" (accepted, then reset) or "hang" (no answer for `hang` seconds). `times` None
        means every time. `applied` says whether a request with a bad answer took effect.
        """
        status = None if kind in BREAKS else int(kind)
        if status is not None and status not in STATUSES:
            raise ValueError(f"no such fault: {kind}")
        fault = Fault(
            match=match,
            status=status,
            applied=kind == "reset_after" if applied is None else applied,
            hang=hang if kind == "hang" else 0.0,
            left=times,
            until=None if seconds is None else time.monotonic() + seconds,
            retry_after=retry_after,
            error_code=error_code or STATUSES.get(status or 0, ""),
        )
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Back to fair weather."""
        self._faults.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """The fault for this request, if any, used up by one."""
        if not self._faults:
            return None
        line, at = f"{method} {path}", time.monotonic()
        for fault in self._faults:
            if fault.hits(line, at):
                if fault.left is not None:
                    fault.left -= 1
                return fault
        return None
