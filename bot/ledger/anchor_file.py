"""The file of anchors: one line a day and tenant, only ever added to, away from the database."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Misconfigured
from bot.ledger.anchors import Anchor

_LINE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d) (?P<tenant>\S{1,64}) (?P<seq>\d{1,18}):(?P<hash>[0-9a-f]{64})"
)
_MODE = 0o644  # it holds no secret: the more people can read it, the better


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What a file says of one tenant. `unread`: lines that are none of ours, by their numbers."""

    anchors: tuple[tuple[int, str], ...] = ()
    last_day: str = ""
    unread: tuple[int, ...] = ()


def append(path: Path, tenant: str, anchors: Iterable[Anchor]) -> None:
    """Add lines and wait until they are on the disk; a line twice does no harm.

    Raises Misconfigured where nothing can be written there.
    """
    lines = "".join(f"{one.day} {tenant} {one.written}\n" for one in anchors)
    try:
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, _MODE)
        try:
            # Half a line that a crash has left must not swallow the next one.
            os.write(file, (("" if _ends_well(file) else "\n") + lines).encode())
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise _bad(path, error) from None


def _ends_well(file: int) -> bool:
    size = os.fstat(file).st_size
    return size == 0 or os.pread(file, 1, size - 1) == b"\n"


def noted(path: Path, tenant: str) -> Noted:
    """What the file says of a tenant, line by line; nothing where there is no file.

    Raises Misconfigured where it can't be read.
    """
    found: dict[tuple[int, str], None] = {}
    unread: list[int] = []
    last_day = ""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                match = _LINE.fullmatch(line.rstrip("\n"))
                if match is None:
                    unread.append(number)
                elif match["tenant"] == tenant:
                    found[int(match["seq"]), match["hash"]] = None
                    last_day = max(last_day, match["day"])
    except FileNotFoundError:
        return Noted()
    except OSError as error:
        raise _bad(path, error) from None
    return Noted(anchors=tuple(found), last_day=last_day, unread=tuple(unread))


def _bad(path: Path, error: OSError) -> Misconfigured:
    reason = error.strerror or type(error).__name__
    line = f"RENKEI_LEDGER_ANCHOR_FILE: {path.name} can't be used ({reason})"
    return Misconfigured(f"{line}; name a file that this account may write")
