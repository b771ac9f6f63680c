"""Everything that can go wrong here, as one tree.

BotError
├── Refused         a person may not do this, or not now; told in words
│   ├── Stale       the matter changed since the card was drawn
│   └── Mistyped    what was typed can't be so; the form comes back with it
├── NotFound        no such record in this tenant
├── Unavailable     a neighbour (Teams, Graph, the database) can't answer now
├── Unreadable      a file or text that came in can't be used as it is
└── Misconfigured   a setting or an installation is wrong; the operator mends it

Caught in three places only: the door of the turns, the scheduler and the workers (and the
command line, which prints one line). No message holds personal data.
"""

from datetime import datetime
from typing import Any


class BotError(Exception):
    """The root: what this package raises on purpose."""


class Refused(BotError):
    """A rule says no; `reason` is a text key that the reader's language explains."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class Stale(Refused):
    """The card showed an older state; the current card is the answer."""


class Mistyped(Refused):
    """What was typed can't be so; `form`, the card with it and the reason, is the answer."""

    def __init__(self, refused: Refused, form: dict[str, Any]) -> None:
        super().__init__(refused.reason, **refused.facts)
        self.form = form


class NotFound(BotError):
    """No such record in this tenant; `what` names the kind and the id, such as `agreement:7`."""

    def __init__(self, what: str) -> None:
        super().__init__(f"not found: {what}")
        self.what = what


class Unavailable(BotError):
    """A neighbour doesn't answer; it may be asked again at `retry_at` (aware, UTC) if given.

    `remedy`: what an operator can do about it, where that is known.
    """

    def __init__(
        self, neighbour: str, retry_at: datetime | None = None, *, remedy: str = ""
    ) -> None:
        super().__init__(f"{neighbour} is not available now" + (f": {remedy}" if remedy else ""))
        self.neighbour = neighbour
        self.retry_at = retry_at
        self.remedy = remedy


class Unreadable(BotError):
    """Input that can't be used: `what` names file, line or column, `remedy` says what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}: {remedy}")
        self.what = what
        self.remedy = remedy


class Misconfigured(BotError):
    """A wrong setting or installation: one line that names it and the remedy."""
