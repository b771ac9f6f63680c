"""One data key: seals fields with AES-GCM, and writes digests with HMAC-SHA256.

A sealed field is a version byte, the data key's number (4 bytes), a nonce (12 bytes) and the
ciphertext with its tag; its associated data is tenant, table, column and row, so that a value
copied elsewhere doesn't open.
"""

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import Misconfigured

KEY_BYTES, NONCE_BYTES = 32, 12
NUMBER_AT, NUMBER_BYTES = 2, 4  # in a sealed value, counted from 1 as SQL's substr does
WRONG_KEY = "does not open this database; put back the key file that belongs to it"
_VERSION = b"\x01"
_BODY_AT = 1 + NUMBER_BYTES + NONCE_BYTES
_DIGESTS = b"renkei digest 1"  # tells these uses of the data key from any other


class Unopened(Misconfigured):
    """One field doesn't open although the tenant's key does; the others are none the worse."""


class DataKey:
    """A key of one tenant."""

    __slots__ = ("_cipher", "_key", "_number", "number")

    def __init__(self, number: int, key: bytes) -> None:
        self.number = number
        self._number = number_bytes(number)
        self._key = key
        self._cipher = AESGCM(key)

    def digest(self, tenant: str, table: str, purpose: str, text: str) -> str:
        """HMAC under a key of its own for this place, so that nothing ties two places together."""
        own = hmac.digest(self._key, _DIGESTS + place(tenant, table, purpose), "sha256")
        return hmac.digest(own, text.encode(), "sha256").hex()

    def seal(self, tenant: str, table: str, column: str, row: str, text: str | bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        plain = text.encode() if isinstance(text, str) else text
        body = self._cipher.encrypt(nonce, plain, place(tenant, table, column, row))
        return _VERSION + self._number + nonce + body

    def unseal(self, tenant: str, table: str, column: str, row: str, sealed: bytes) -> str:
        """Raises Unopened."""
        nonce, body = sealed[_BODY_AT - NONCE_BYTES : _BODY_AT], sealed[_BODY_AT:]
        try:
            return self._cipher.decrypt(nonce, body, place(tenant, table, column, row)).decode()
        except (InvalidTag, ValueError):  # the latter where it was cut off
            raise Unopened(f"{table}.{column}: the key file {WRONG_KEY}") from None


def sealed_by(sealed: bytes) -> int | None:
    """The number of the data key in a sealed value; None where a newer release sealed it."""
    if sealed[:1] != _VERSION:
        return None
    return int.from_bytes(sealed[1 : 1 + NUMBER_BYTES], "big")


def number_bytes(number: int) -> bytes:
    """A data key's number as it stands in what it sealed."""
    return number.to_bytes(NUMBER_BYTES, "big")


def place(*parts: str) -> bytes:
    """Unambiguous: each part is preceded by its length."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in map(str.encode, parts))
