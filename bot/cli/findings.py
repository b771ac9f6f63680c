"""What `renkei doctor` finds: one line each, with how bad it is and what to do."""

import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import Misconfigured, Unavailable, Unreadable
from bot.logs import trace
from bot.settings import Settings

if TYPE_CHECKING:
    from azure.core.exceptions import AzureError

    from bot.cli.opening import House
    from graph.errors import GraphError

_A_DAY = timedelta(days=1)
NETWORK = "check the network, the proxy and the firewall"
LATER = "run this again in a while"


class Level(StrEnum):
    """How bad it is. Only FAIL keeps something from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: what is to be known of it, and what to do, without which only what is
    well may be told."""

    what: str
    level: Level
    known: str = ""
    todo: str = ""

    def __post_init__(self) -> None:
        if self.level is not Level.OK and not self.todo.strip():
            raise ValueError(f"{self.what}: what is there to do?")

    @property
    def ok(self) -> bool:
        """Whether it works, be it with a warning."""
        return self.level is not Level.FAIL

    @property
    def remedy(self) -> str:
        """All that is said of it, on one line."""
        return "; ".join(filter(None, (self.known, self.todo)))

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"what": self.what, "level": self.level, "ok": self.ok, "remedy": self.remedy}


@dataclass(frozen=True, slots=True)
class Warn:
    """What a look returns where all works and something is to be seen to all the same."""

    known: str
    todo: str


class Fails(Misconfigured):
    """What a look raises where something doesn't work: what, and what to do."""

    def __init__(self, known: str, todo: str) -> None:
        super().__init__(f"{known}; {todo}")
        self.known = known
        self.todo = todo


# Returns what is to be known, None for nothing, or Warn; raises what makes it a failure.
Look = Callable[[Settings], Awaitable[str | Warn | None]]
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
        return failed(what, error)
    if isinstance(known, Warn):
        return Finding(what=what, level=Level.WARN, known=known.known, todo=known.todo)
    return Finding(what=what, level=Level.OK, known=known or "")


async def looked_at(what: str, looks: Looks, settings: Settings) -> Sequence[Finding]:
    """What a look at several things found; one line where it couldn't look at all."""
    try:
        return await looks(settings)
    except Exception as error:  # noqa: BLE001 - the others are looked at all the same
        return (failed(what, error),)


def failed(what: str, error: Exception) -> Finding:
    """The line of a look that ended so."""
    known, todo = _told(error)
    return Finding(what=what, level=Level.FAIL, known=known, todo=todo)


def _told(error: Exception) -> tuple[str, str]:
    """What an error says to whoever runs the command, and what they can do about it."""
    from azure.core.exceptions import AzureError

    from graph.errors import GraphError

    if isinstance(error, Fails):
        return error.known, error.todo
    if isinstance(error, Misconfigured | Unreadable):
        return "", str(error)  # their line ends with the remedy
    if isinstance(error, OSError) and error.filename is not None:
        return _of_file(error)
    if isinstance(error, Unavailable) and error.remedy:
        return f"{error.neighbour} is not available now", error.remedy
    met = error if isinstance(error, AzureError) else error.__context__
    if isinstance(met, AzureError):
        return _of_login(met)  # there is no token, and what asked for one says no more than that
    if isinstance(error, Unavailable):
        return str(error), NETWORK
    if isinstance(error, GraphError):
        return _of_graph(error)
    told = trace(error)
    line = f"a fault of Renkei's own ({told['error']} at {told['where']})"
    return line, "tell who maintains it"


def _of_file(error: OSError) -> tuple[str, str]:
    line = f"{Path(os.fsdecode(error.filename)).name} can't be read ({error.strerror})"
    if isinstance(error, PermissionError):
        return line, "run this as the user that runs Renkei"
    return line, "correct the setting that names it"


def _of_graph(error: "GraphError") -> tuple[str, str]:
    from graph.errors import Broken, NotConsented, Throttled

    if isinstance(error, NotConsented):
        return "Graph refuses", f"grant the application {error.permission}"
    if isinstance(error, Broken) and not error.status:
        return str(error), NETWORK
    if isinstance(error, Broken | Throttled):
        return str(error), f"{LATER}; where it stays so, look at Microsoft 365's service health"
    return str(error), f"{LATER}; where it stays so, tell who maintains Renkei"


def _of_login(error: "AzureError") -> tuple[str, str]:
    from azure.core.exceptions import ServiceRequestError, ServiceResponseError

    if isinstance(error, ServiceRequestError | ServiceResponseError):
        return "Microsoft's login, or the machine's own identity, doesn't answer", NETWORK
    return f"Microsoft's login refuses ({type(error).__name__})", "check RENKEI_CREDENTIAL"
