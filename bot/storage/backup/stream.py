"""A stream sealed in chunks: none can be changed, left out, moved or cut off unseen.

The STREAM construction on AES-GCM: a chunk's number and whether it is the last one are part of its
nonce and of its associated data, which also binds what stands before the first chunk.
https://eprint.iacr.org/2015/189
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import Unreadable

CHUNK = 256 * 1024
_TAG, _LENGTH, _NUMBER = 16, 4, 11
_AGAIN = "take another copy"


class _Chunks:
    """Each chunk's place, under a key that is used for one stream alone."""

    def __init__(self, key: bytes, before: bytes) -> None:
        self._cipher = AESGCM(key)
        self._before = sha256(before).digest()

    def sealed(self, number: int, last: bool, plain: bytes) -> bytes:
        place = _place(number, last)
        return self._cipher.encrypt(place, plain, self._before + place)

    def opened(self, number: int, last: bool, body: bytes) -> bytes | None:
        """None where the chunk isn't the one that belongs here."""
        place = _place(number, last)
        try:
            return self._cipher.decrypt(place, body, self._before + place)
        except InvalidTag:
            return None


def _place(number: int, last: bool) -> bytes:
    return number.to_bytes(_NUMBER, "big") + bytes([last])


class Out(Protocol):
    """Where sealed bytes go."""

    def write(self, data: bytes, /) -> int: ...


class Source(Protocol):
    """Where they come from."""

    def read(self, size: int, /) -> bytes: ...


class Sealing:
    """Takes bytes in any portions; `close` seals the last chunk, without which nothing opens."""

    def __init__(self, out: Out, key: bytes, before: bytes) -> None:
        self._out = out
        self._chunks = _Chunks(key, before)
        self._number = 0
        self._held = bytearray()

    def write(self, data: bytes) -> None:
        self._held += data
        # The last chunk is never empty where there is anything at all: one is always held back.
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]

    def close(self) -> None:
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        body = self._chunks.sealed(self._number, last, plain)
        self._out.write(len(body).to_bytes(_LENGTH, "big") + body)
        self._number += 1


def opened(source: Source, key: bytes, before: bytes, *, name: str) -> Iterator[bytes]:
    """The stream's bytes, chunk by chunk. Raises Unreadable, with the place, at the first fault.

    What was yielded is genuine; whether it is all is known only at the end.
    """
    chunks = _Chunks(key, before)
    for number, (body, last) in enumerate(_bodies(source, name)):
        plain = chunks.opened(number, last, body)
        if plain is None:
            raise _fault(chunks, number, last, body, name)
        yield plain


def _bodies(source: Source, name: str) -> Iterator[tuple[bytes, bool]]:
    length = source.read(_LENGTH)
    if not length:
        raise _short(name)
    while length:
        size = int.from_bytes(length, "big")
        if len(length) < _LENGTH or size < _TAG:
            raise _short(name)
        if size > CHUNK + _TAG:
            raise Unreadable(name, f"is changed or damaged; {_AGAIN}")
        body = source.read(size)
        if len(body) < size:
            raise _short(name)
        length = source.read(_LENGTH)
        yield body, not length


def _fault(chunks: _Chunks, number: int, last: bool, body: bytes, name: str) -> Unreadable:
    """A chunk that would open in the other role tells what was done to the end."""
    if chunks.opened(number, not last, body) is None:
        return Unreadable(name, f"chunk {number + 1} is changed or damaged; {_AGAIN}")
    return _short(name) if last else Unreadable(name, f"something follows its end; {_AGAIN}")


def _short(name: str) -> Unreadable:
    return Unreadable(name, f"ends too early; {_AGAIN}")
