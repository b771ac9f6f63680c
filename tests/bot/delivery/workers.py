"""Processes that deliver, started and killed by a test."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.storage.store import Storage

ROOT = Path(__file__).parents[3]
Process = asyncio.subprocess.Process


@dataclass(frozen=True)
class System:
    """A database and who pumps on it; `queue` is the address of Procrastinate's, where it does."""

    storage: Storage
    database: str
    key: Path
    queue: str = ""

    async def worker(self, *tenants: str, limited: bool = False, quick: bool = True) -> Process:
        """Start a process that delivers for these tenants."""
        given: dict[str, Any] = {
            "database": self.database,
            "key": str(self.key),
            "tenants": tenants,
            "queue": self.queue,
            "limited": limited,
            "quick": quick,
        }
        command = [sys.executable, "-m", "tests.bot.delivery.worker", json.dumps(given)]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"started\n"
        return process

    @asynccontextmanager
    async def working(self, *tenants: str, **how: Any) -> AsyncIterator[Process]:
        """The same, asked to stop at the end where it still lives."""
        process = await self.worker(*tenants, **how)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            await process.communicate()


async def kill(process: Process) -> None:
    """As a machine does that loses its power."""
    process.send_signal(signal.SIGKILL)
    await process.communicate()
