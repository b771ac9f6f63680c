"""What stands before a backup's first chunk: in clear, so that its key can be found; it tells
neither names nor tenants, and the chunks are bound to it."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import orjson

from bot.errors import Unreadable
from bot.storage.backup.stream import Source
from bot.storage.crypto.envelopes import Envelopes

MAGIC = b"renkei backup\n"
FORMAT = 1
KEY_BYTES = 32
_LENGTH, _DIGEST, _MOST = 4, 32, 65_536
_DAMAGED = "is damaged at its beginning; take another copy"
_NOT_ONE = "is no backup of Renkei; name the file that renkei backup wrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`schema` and `release`: what the rows were taken from; `wrapped`: the backup's own key under
    an envelope key."""

    key: str
    made_at: datetime
    release: str
    schema: str
    wrapped: bytes


def wrapped(envelopes: Envelopes, backup: str, key: bytes) -> bytes:
    """The own key of the backup that is called `backup`, for whoever has the envelope key."""
    return envelopes.wrap(f"backup:{backup}", 0, key)


def unwrapped(envelopes: Envelopes, header: Header) -> bytes:
    """The backup's own key. Raises Misconfigured where no envelope key here opens it."""
    return envelopes.unwrap(f"backup:{header.key}", 0, header.wrapped)


def written(header: Header) -> bytes:
    """The header as it stands in the file."""
    fields = {
        "format": FORMAT,
        "key": header.key,
        "made_at": header.made_at.isoformat(),
        "release": header.release,
        "schema": header.schema,
        "wrapped": b64encode(header.wrapped).decode(),
    }
    text = orjson.dumps(fields)
    return MAGIC + len(text).to_bytes(_LENGTH, "big") + text + sha256(text).digest()


def read(source: Source, *, name: str) -> tuple[Header, bytes]:
    """The header and its very bytes. Raises Unreadable for any other file."""
    if source.read(len(MAGIC)) != MAGIC:
        raise Unreadable(name, _NOT_ONE)
    length = source.read(_LENGTH)
    size = int.from_bytes(length, "big")
    text = source.read(min(size, _MOST))
    digest = source.read(_DIGEST)
    if len(digest) < _DIGEST:
        raise Unreadable(name, "ends too early; take another copy")
    if digest != sha256(text).digest():
        raise Unreadable(name, _DAMAGED)
    return _parsed(text, name), MAGIC + length + text + digest


def _parsed(text: bytes, name: str) -> Header:
    try:
        fields = orjson.loads(text)
        if fields["format"] != FORMAT:
            line = f"was made by Renkei {fields['release']} in a newer form"
            raise Unreadable(name, f"{line}; install that release")
        return Header(
            key=str(fields["key"]),
            made_at=datetime.fromisoformat(fields["made_at"]),
            release=str(fields["release"]),
            schema=str(fields["schema"]),
            wrapped=b64decode(fields["wrapped"], validate=True),
        )
    except (ValueError, KeyError, TypeError):
        raise Unreadable(name, _DAMAGED) from None
