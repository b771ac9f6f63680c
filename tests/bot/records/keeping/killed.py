"""Carries a disposal out in a process of its own, a few records at a time, until it is killed."""

import sys
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import slices
from bot.records.jobs import disposing
from bot.settings import Settings
from bot.storage.store import open_storage

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=TOKYO)


def main() -> None:
    """For ever: the test ends it."""
    database, key, tenant = sys.argv[1:]
    storage = open_storage(Settings(database_url=database, key_file=key))
    disposing.SECONDS = 0.002
    while True:
        storage.write_now(
            tenant,
            lambda tx: disposing.go_on(
                slices.tick_of(tx, NOW, TOKYO, disposing.NAME), keepers=slices.KEEPERS
            ),
        )
        print("step", flush=True)
        time.sleep(0.005)


if __name__ == "__main__":
    main()
