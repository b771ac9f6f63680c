"""The folder in which the practice tenant keeps everything between two starts."""

import fcntl
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from bot.errors import Misconfigured

_DATABASE, _STATE, _CROWD, _LOCK = "practice.db", "tenant.json", "crowd.jsonl.gz", "in-use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Held by one process until it ends."""

    path: Path
    lock: IO[bytes]

    @property
    def database(self) -> Path:
        """Where the house keeps its rows."""
        return self.path / _DATABASE

    @property
    def crowd(self) -> Path:
        """What stands in the chats of the crowd."""
        return self.path / _CROWD

    def state(self) -> dict[str, Any] | None:
        """What was kept of the last time; None for a first start. Raises Misconfigured."""
        file = self.path / _STATE
        if not file.exists():
            return None
        try:
            state: dict[str, Any] = orjson.loads(file.read_bytes())
        except orjson.JSONDecodeError:
            line = f"{file.name} in {self.path} is damaged"
            raise Misconfigured(f"{line}; start afresh with: renkei demo --fresh") from None
        return state

    def keep(self, state: dict[str, Any]) -> None:
        """Keep this for the next time."""
        beside = self.path / f"{_STATE}.new"
        beside.write_bytes(orjson.dumps(state))
        beside.replace(self.path / _STATE)

    def empty(self) -> None:
        """Throw away what the practice tenant made itself, and nothing else."""
        for file in self.path.glob(f"{_DATABASE}*"):
            file.unlink()
        for name in (_STATE, _CROWD):
            (self.path / name).unlink(missing_ok=True)

    def release(self) -> None:
        """From now on another process may hold it."""
        self.lock.close()


def hold(path: Path) -> Folder:
    """The folder is this process's alone until it ends; raises Misconfigured while another's."""
    path.mkdir(parents=True, exist_ok=True)
    lock = (path / _LOCK).open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        line = f"{path} is in use by another practice tenant"
        raise Misconfigured(f"{line}; stop that one, or choose another --folder") from None
    return Folder(path=path, lock=lock)
