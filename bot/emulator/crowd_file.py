"""The chats of the crowd in a file: what changed is added in a moment, however much is there.

Each line holds one chat as it was when it was kept; the last line about a chat counts. Messages
stand there packed, as in memory, so what they are packed with stands there too.
"""

import base64
import gzip
import zlib
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from bot.emulator.conversations import Conversation, Conversations, Message
from bot.emulator.keeping import Kept, state_of
from bot.emulator.packing import Packing

_CUT = (EOFError, gzip.BadGzipFile, zlib.error, orjson.JSONDecodeError)


class CrowdFile:
    """One file, written by one process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._samples = 0  # how many of them stand in the file

    def taken(self, conversations: Conversations, names: Iterable[str]) -> list[Kept]:
        """Those of the named chats that are of the crowd, as they are to be kept now."""
        found = (conversations.find(name) for name in names)
        chats = [_chat(one) for one in found if one is not None and one.packed]
        new = conversations.packing.samples[self._samples :]
        self._samples += len(new)
        return [*({"sample": _text(sample)} for sample in new), *chats]

    def add(self, kept: Iterable[Kept]) -> None:
        """Write down what was taken; may run beside everything else."""
        with gzip.open(self._path, "ab", compresslevel=1) as file:
            file.writelines(orjson.dumps(one) + b"\n" for one in kept)

    def restore(self, conversations: Conversations) -> int:
        """Put back every chat, before anybody writes; returns how many messages stand there.

        What a crash has cut off is left out, and outdated lines are dropped once they are most.
        """
        newest: dict[str, tuple[int, int]] = {}
        lines = _Lines(self._path)
        for number, kept in enumerate(lines):
            if "sample" in kept:
                conversations.packing.add(_bytes(kept["sample"]))
                self._samples += 1
            else:
                newest[kept["id"]] = (number, len(kept["messages"]))
                conversations.add(_chat_of(kept, conversations.packing))
        if lines.cut or lines.count > 2 * (len(newest) + self._samples):
            self._shrink({number for number, _ in newest.values()})
        return sum(messages for _, messages in newest.values())

    def _shrink(self, numbers: Collection[int]) -> None:
        beside = self._path.with_suffix(".new")
        with gzip.open(beside, "wb", compresslevel=1) as file:
            for number, kept in enumerate(_Lines(self._path)):
                if number in numbers or "sample" in kept:
                    file.write(orjson.dumps(kept) + b"\n")
        beside.replace(self._path)


class _Lines:
    """The lines of a file as far as they can be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.count = 0
        self.cut = False  # whether a crash has left half a line

    def __iter__(self) -> Iterator[Kept]:
        if not self._path.exists():
            return
        with gzip.open(self._path) as file:
            try:
                for line in file:
                    yield orjson.loads(line)
                    self.count += 1
            except _CUT:
                self.cut = True


def _chat(one: Conversation) -> Kept:
    return {**state_of(one), "messages": [_message(each) for each in one.messages.values()]}


def _chat_of(kept: Kept, packing: Packing) -> Conversation:
    messages = {found[0]: _message_of(found, packing) for found in kept["messages"]}
    return Conversation(**{**kept, "messages": messages})


def _message(one: Message) -> list[Any]:
    return [one.id, one.sender, one.at.isoformat(), one.revision, one.deleted, _text(one.packed)]


def _message_of(found: list[Any], packing: Packing) -> Message:
    name, sender, at, revision, deleted, packed = found
    message = Message(
        id=name,
        sender=sender,
        at=datetime.fromisoformat(at),
        raw=b"",
        revision=revision,
        deleted=deleted,
        packing=packing,
    )
    message.packed = _bytes(packed)
    return message


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
