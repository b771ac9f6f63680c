"""Where a backup comes to stand: whole, under its name, for this user alone; or not at all."""

import errno
import fcntl
import glob
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from bot.errors import Misconfigured
from bot.storage.backup.header import MAGIC
from bot.storage.backup.steps import OnStep, Step

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


class Counted:
    """A file that knows its size and digest; trouble with the disk is told with its name."""

    def __init__(self, out: BinaryIO, file: Path) -> None:
        self._out = out
        self._file = file
        self._hash = sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        left = memoryview(data)
        try:
            while left:  # a disk that is nearly full takes a part
                left = left[self._out.write(left) :]
        except OSError as error:
            raise _at(self._file, error) from None
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def sync(self) -> None:
        """What was written outlives a power cut."""
        try:
            self._out.flush()
            os.fsync(self._out.fileno())
        except OSError as error:
            raise _at(self._file, error) from None

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def _at(file: Path, error: OSError) -> OSError:
    return OSError(error.errno, error.strerror, str(file))


def look(file: Path, *, overwrite: bool) -> None:
    """Refuse a name that is taken; with `overwrite` only where something else than a backup is."""
    if not os.path.lexists(file):
        return
    if not overwrite:
        raise _taken(file)
    with file.open("rb") as found:
        if found.read(len(MAGIC)) != MAGIC:
            line = f"{file.name}: is no backup, and --force overwrites nothing else"
            raise Misconfigured(f"{line}; choose another name")


def _taken(file: Path) -> Misconfigured:
    return Misconfigured(f"{file.name}: there is such a file; choose another name, or --force")


@contextmanager
def new_file(file: Path, *, overwrite: bool, step: OnStep) -> Iterator[Counted]:
    """The file to write; at the end of the block it gets its name, unless something was raised."""
    look(file, overwrite=overwrite)
    _sweep(file)
    part = file.with_name(f".{file.name}.{secrets.token_hex(8)}.part")
    with _locked(part) as out:
        try:
            step(Step.OPENED)
            counted = Counted(out, file)
            yield counted
            counted.sync()
            step(Step.SYNCED)
            _name(part, file, overwrite=overwrite)
        finally:
            part.unlink(missing_ok=True)
    _sync_folder(file.parent)
    step(Step.NAMED)


@contextmanager
def _locked(part: Path) -> Iterator[BinaryIO]:
    """Locked as long as it is written, so that another process can tell it from one left behind."""
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    out = os.fdopen(descriptor, "wb", buffering=0)
    try:
        yield out
    finally:
        out.close()


def _sweep(file: Path) -> None:
    """Delete what a backup of this name that was killed has left behind."""
    for found in file.parent.glob(f".{glob.escape(file.name)}.*.part"):
        with suppress(FileNotFoundError):
            removed(found)


def removed(part: Path) -> bool:
    """Delete a part that was left behind; False where somebody is writing it."""
    with part.open("r+b") as left:  # NFS locks for writing only what is open for it
        try:
            fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        part.unlink()
    return True


def _name(part: Path, file: Path, *, overwrite: bool) -> None:
    if overwrite:
        part.replace(file)
        return
    try:
        os.link(part, file)
    except FileExistsError:
        raise _taken(file) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        look(file, overwrite=False)
        part.rename(file)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
