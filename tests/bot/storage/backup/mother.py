"""Reads orders, has a child for each, and says how the child ended."""

import os
import resource
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[4]))

import orjson

import bot.exchange  # noqa: F401 - with the slices, declares every table
from bot.errors import BotError
from bot.settings import Settings
from bot.storage.backup.checking import Proof, check
from bot.storage.backup.making import make
from bot.storage.backup.restoring import restore
from bot.storage.store import engine_of, open_storage

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def main() -> None:
    for line in sys.stdin.buffer:
        child = os.fork()
        if not child:
            os._exit(obeyed(orjson.loads(line)))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def obeyed(order) -> int:
    left = [order.get("times", 1)]

    def step(now) -> None:
        if now == order.get("full"):  # as if the disk had no more room than for such files
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (order["room"], order["room"]))
        if now == order.get("step"):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    settings = Settings(database_url=order["url"], key_file=order["key"], tenant_id="akatsuki")
    try:
        globals()[f"do_{order['do']}"](settings, Path(order["file"]), step)
    except (BotError, OSError) as error:
        print(type(error).__name__, error, file=sys.stderr)
        return 1
    return 0


def do_make(settings, file, step) -> None:
    storage = open_storage(settings)
    make(
        storage,
        file,
        home="akatsuki",
        now=NOW,
        until=date(2026, 12, 27),
        recorded=lambda tx, one: None,
        step=step,
    )
    storage.close()


def do_restore(settings, file, step) -> None:
    restore(settings, file, recorded=lambda tx, one: None, step=step)


def do_check(settings, file, step) -> None:
    engine = engine_of(settings)
    verify = lambda tx: Proof(entries=0, seq=0, hash="")  # noqa: E731
    check(settings, engine.engine, file, now=NOW, verify=verify, step=step)
    engine.close()


if __name__ == "__main__":
    main()
