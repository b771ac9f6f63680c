"""Deletes the backups in a folder whose day has come, and what killed ones have left there.

By the register alone, and by the key in a file's clear head: a name or an age says nothing of the
day that a backup was given, and what isn't ours is left.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import Unreadable
from bot.storage.backup import header as headers
from bot.storage.backup.header import MAGIC
from bot.storage.backup.place import removed
from bot.storage.backup.register import Backup

_PART = re.compile(r"\..+\.[0-9a-f]{16}\.part")  # as `place` names what it is writing
_NOT_OURS = (PermissionError, FileNotFoundError)  # another user's, or gone meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was deleted, by the files' names; the keys of which nothing is left in the folder; and
    the backups in it that the register doesn't know."""

    files: tuple[str, ...]
    gone: tuple[str, ...]
    unknown: tuple[str, ...]


def prune(folder: Path, known: Mapping[str, Backup], *, today: date) -> Pruned:
    """Delete what is due in `folder`, by what is `known` of each key. Raises OSError."""
    found = {file: _key(file) for file in sorted(folder.iterdir()) if _may_be_one(file)}
    due = [file for file, key in found.items() if _is_due(file, key, known, today)]
    deleted = [file for file in due if _deleted(file)]
    left = {key for file, key in found.items() if file not in deleted}
    return Pruned(
        files=tuple(file.name for file in deleted),
        gone=tuple(sorted({key for file in deleted if (key := found[file])} - left)),
        unknown=tuple(file.name for file, key in found.items() if key and key not in known),
    )


def _may_be_one(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _is_due(file: Path, key: str, known: Mapping[str, Backup], today: date) -> bool:
    if _is_part(file):
        return key in known or (not key and _is_begun(file))
    return key in known and known[key].until <= today


def _is_part(file: Path) -> bool:
    return _PART.fullmatch(file.name) is not None


def _is_begun(part: Path) -> bool:
    """Whether it ends before it says which backup it is of."""
    with suppress(*_NOT_OURS), part.open("rb") as raw:
        return MAGIC.startswith(raw.read(len(MAGIC)))
    return False


def _key(file: Path) -> str:
    """The backup's key, by which the register knows it; empty for any other file."""
    with suppress(Unreadable, *_NOT_OURS), file.open("rb") as raw:
        return headers.read(raw, name=file.name)[0].key
    return ""


def _deleted(file: Path) -> bool:
    """Whether it is; a part that somebody is writing stays."""
    if _is_part(file):
        return removed(file)
    file.unlink()
    return True
