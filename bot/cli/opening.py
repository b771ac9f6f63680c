"""What a command works on: the settings, the clock and the database of one tenant."""

import getpass
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from bot.clock import Clock, PracticeClock, SystemClock
from bot.settings import Settings, load

# SQLAlchemy is imported only where a command opens the database: help and reading stay quick.
if TYPE_CHECKING:
    from bot.ledger.model import Actor
    from bot.storage.store import Storage
    from bot.storage.tx import Tx

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An opened database and whose it is."""

    settings: Settings
    storage: "Storage"
    clock: Clock

    @property
    def tenant(self) -> str:
        return self.settings.home

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def today(self) -> date:
        """The tenant's civil day."""
        return self.now.astimezone(self.settings.zone).date()

    def actor(self, tx: "Tx") -> "Actor":
        """Whoever runs the command, for the ledger: the system's user under a pseudonym."""
        from bot.ledger import pseudonyms
        from bot.ledger.model import Actor

        return Actor.command(pseudonyms.of_system_user(tx, getpass.getuser()))

    def write(self, work: "Callable[[Tx], T]") -> T:
        return self.storage.write_now(self.tenant, work)

    def read(self, work: "Callable[[Tx], T]") -> T:
        return self.storage.read_now(self.tenant, work)


@contextmanager
def opened(settings: Settings | None = None, *, least: int = logging.WARNING) -> Iterator[House]:
    """The database that the settings name, closed again at the end of the command."""
    from bot import logs
    from bot.storage.store import open_storage

    logs.set_up(json=False, least=least)
    settings = settings or load()
    storage = open_storage(settings)
    try:
        yield House(settings=settings, storage=storage, clock=clock_of(settings))
    finally:
        storage.close()


def clock_of(settings: Settings) -> Clock:
    """The machine's clock, or one that starts at RENKEI_NOW."""
    return SystemClock() if settings.now is None else PracticeClock(settings.now)
