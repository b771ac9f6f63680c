"""What `renkei doctor` finds: one line each, with how bad it is and what to do."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.errors import BotError
from bot.logs import trace
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.cli.opening import House

_A_DAY = timedelta(days=1)


class Level(StrEnum):
    """How bad it is. Only FAIL keeps something from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at; `remedy` says what to do, or what is to be known of it."""

    what: str
    level: Level
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Whether it works, be it with a warning."""
        return self.level is not Level.FAIL

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"what": self.what, "level": self.level, "ok": self.ok, "remedy": self.remedy}


class Warn(str):
    """What a look returns where all works and something is to be seen to all the same."""

    __slots__ = ()


# Returns what is to be known, None for nothing, or Warn; raises what makes it a failure.
Look = Callable[[Settings], Awaitable[str | None]]
# Looks at several things at once; each is a line of its own.
Looks = Callable[[Settings], Awaitable[Sequence[Finding]]]


def is_new(house: "House", most: timedelta = _A_DAY) -> bool:
    """Whether the first entry of the ledger is younger than that, or there is none: then what is
    done once a day may not have been done yet, and nobody has forgotten it."""
    from bot.ledger import reads

    first = house.read(lambda tx: next(reads.rows(tx), None))
    return first is None or house.now - datetime.fromisoformat(first.at) < most


async def looked(what: str, look: Look, settings: Settings) -> Finding:
    """What one look found; its errors are the findings of a failure."""
    try:
        known = await look(settings)
    except Exception as error:  # noqa: BLE001 - the others are looked at all the same
        return Finding(what=what, level=Level.FAIL, remedy=_line(error))
    level = Level.WARN if isinstance(known, Warn) else Level.OK
    return Finding(what=what, level=level, remedy=str(known or ""))


async def looked_at(what: str, looks: Looks, settings: Settings) -> Sequence[Finding]:
    """What a look at several things found; one line where it couldn't look at all."""
    try:
        return await looks(settings)
    except Exception as error:  # noqa: BLE001 - the others are looked at all the same
        return (Finding(what=what, level=Level.FAIL, remedy=_line(error)),)


def _line(error: Exception) -> str:
    """What an error says to whoever runs the command."""
    from azure.core.exceptions import AzureError, ServiceRequestError, ServiceResponseError

    from graph.errors import GraphError

    if isinstance(error, BotError | GraphError):
        return str(error)
    if isinstance(error, ServiceRequestError | ServiceResponseError):
        line = "Microsoft's login, or the machine's own identity, doesn't answer"
        return f"{line}; check the network, the proxy and the firewall"
    if isinstance(error, AzureError):
        kind = type(error).__name__
        return f"Microsoft's login refuses ({kind}); check RENKEI_CREDENTIAL"
    told = trace(error)
    return f"a fault of Renkei's own ({told['error']} at {told['where']}); tell who maintains it"
