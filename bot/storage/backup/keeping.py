"""Keeps the result of a check, with its day, in every tenant whose rows were tried out."""

from collections.abc import Callable

from bot.settings import Settings
from bot.storage.backup import register
from bot.storage.backup.register import Check
from bot.storage.backup.room import filled
from bot.storage.store import engine_of, open_storage
from bot.storage.tx import Tx


def keep(settings: Settings, check: Check, *, recorded: Callable[[Tx], None]) -> bool:
    """Enter it for the home tenant and all that have a row of this backup, and into their ledgers.

    False where the database is empty: it stays so, for a backup to be put into.
    """
    engine = engine_of(settings)
    try:
        if not filled(engine.engine):
            return False
    finally:
        engine.close()
    storage = open_storage(settings)

    def one(tx: Tx) -> None:
        recorded(tx)
        register.checked(tx, check)

    try:
        holders = register.tenants(storage.engine.engine, check.backup)
        for tenant in sorted({settings.home, *holders}):
            storage.write_now(tenant, one)
    finally:
        storage.close()
    return True
