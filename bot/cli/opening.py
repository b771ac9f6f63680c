"""What a command works on: the settings, the clock and the database of one tenant."""

import getpass
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import click

from bot.clock import Clock, PracticeClock, SystemClock
from bot.errors import Misconfigured
from bot.settings import Settings, load

# SQLAlchemy is imported only where a command opens the database: help and reading stay quick.
if TYPE_CHECKING:
    from bot.ledger.model import Actor
    from bot.storage.store import Storage
    from bot.storage.tx import Tx

T = TypeVar("T")
_CHOSEN = "renkei.tenant"


def _choose(context: click.Context, _: click.Parameter, given: str | None) -> None:
    context.meta[_CHOSEN] = given


# For every command that opens the house: `opened` finds by itself what was chosen.
TENANT = click.option(
    "--tenant",
    metavar="ID",
    expose_value=False,
    callback=_choose,
    help="One of RENKEI_TENANTS; without it the tenant in RENKEI_TENANT_ID.",
)


def chosen() -> str | None:
    """What --tenant says, or None where it was left out."""
    context = click.get_current_context(silent=True)
    return context.meta.get(_CHOSEN) if context else None


def _tenant(settings: Settings) -> str:
    """The tenant that the command works on; raises Misconfigured where it isn't served here."""
    tenant = chosen() or settings.home
    if tenant not in (settings.home, *settings.tended):
        line = f"--tenant: {tenant} is not served here"
        raise Misconfigured(f"{line}; write one of RENKEI_TENANTS: {', '.join(settings.tended)}")
    return tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An opened database, and the tenant whose part of it the command works on."""

    settings: Settings
    storage: "Storage"
    clock: Clock
    tenant: str
    zone: ZoneInfo

    @property
    def now(self) -> datetime:
        """The present as the tenant's clocks show it."""
        return self.clock.now().astimezone(self.zone)

    @property
    def today(self) -> date:
        """The tenant's civil day."""
        return self.now.date()

    def actor(self, tx: "Tx") -> "Actor":
        """Whoever runs the command, for the ledger: the system's user under a pseudonym."""
        return actor(tx)

    def write(self, work: "Callable[[Tx], T]") -> T:
        """Run `work` in a transaction, which takes its turn among all who write before any row."""
        from bot.delivery import outbox

        def in_turn(tx: "Tx") -> "T":
            outbox.turnstile(tx)
            return work(tx)

        return self.storage.write_now(self.tenant, in_turn)

    def read(self, work: "Callable[[Tx], T]") -> T:
        return self.storage.read_now(self.tenant, work)


def require_all_known(house: House, *, what: str) -> None:
    """Refuse what has to be done to everything where a newer release has added to the tables.

    Raises Misconfigured. What isn't known here would be left out, and lost.
    """
    from bot.storage import schema

    if schema.is_newer(house.storage.engine.engine):
        line = f"{what}: a newer release has added tables that this one doesn't know"
        raise Misconfigured(f"{line}; run it with that release")


@contextmanager
def opened(settings: Settings | None = None, *, least: int = logging.WARNING) -> Iterator[House]:
    """The database that the settings name, closed again at the end of the command."""
    from bot import logs, policy
    from bot.storage.store import open_bound

    logs.set_up(json=False, least=least)
    settings = settings or load()
    tenant = _tenant(settings)
    require_database(settings)
    storage = open_bound(settings)
    try:
        yield House(
            settings=settings,
            storage=storage,
            clock=clock_of(settings),
            tenant=tenant,
            zone=storage.read_now(tenant, lambda tx: policy.zone(tx, settings.zone)),
        )
    finally:
        storage.close()


def actor(tx: "Tx") -> "Actor":
    """Whoever runs the command, for the ledger: the system's user under a pseudonym."""
    from bot.ledger import pseudonyms
    from bot.ledger.model import Actor

    return Actor.command(pseudonyms.of_system_user(tx, getpass.getuser()))


def require_database(settings: Settings) -> None:
    """A file that somebody named must be there: SQLite would make an empty one for a slip of the
    pen. The default's is made on first use, another by `renkei migrate`. Raises Misconfigured."""
    url = settings.database_url
    file = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:") and url != Settings().database_url and not file.exists():
        line = f"RENKEI_DATABASE_URL: there is no {file.name} in the folder that it names"
        raise Misconfigured(f"{line}; correct the path, or make the database with renkei migrate")


def clock_of(settings: Settings) -> Clock:
    """The machine's clock, or one that starts at RENKEI_NOW."""
    return SystemClock() if settings.now is None else PracticeClock(settings.now)
