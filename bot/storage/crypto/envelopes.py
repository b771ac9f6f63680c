"""The envelope key: wraps every data key, and stands in no database.

A wrapped key begins with a version byte. 2: a key of the key file (its id, nonce, ciphertext);
3: a key of Azure Key Vault (its address, ciphertext). What has neither was wrapped before keys
had ids: a nonce and the ciphertext, 60 bytes.
"""

from typing import Protocol

BY_FILE, BY_VAULT = b"\x02", b"\x03"
ID_BYTES = 8
UNNAMED_BYTES = 60


class Envelopes(Protocol):
    """What can wrap and unwrap a key: a key file, or Azure Key Vault."""

    def prepare(self, *, may_make: bool) -> bool:
        """See that there is a key; make the first one only where `may_make`, for a lost key can't
        be replaced. Whether it was made. Raises Misconfigured or Unavailable."""

    def newest(self) -> str:
        """The id of the key that wraps from now on."""

    def held(self) -> tuple[str, ...]:
        """The ids of the keys that are known to be here, the newest first."""

    def wrap(self, tenant: str, number: int, key: bytes) -> bytes:
        """A key as it may be written down: it opens as this number of this tenant alone."""

    def unwrap(self, tenant: str, number: int, wrapped: bytes) -> bytes:
        """What `wrap` was given; raises Misconfigured (wrong or lost key) or Unavailable."""

    def renew(self, used: frozenset[str]) -> None:
        """Have `newest` be a key that isn't among `used`, where that can be had from here."""

    def keep(self, ids: frozenset[str]) -> tuple[str, ...]:
        """Drop every key but these and the newest; which were dropped."""

    def close(self) -> None:
        """End what is open."""


def envelope_of(wrapped: bytes) -> str | None:
    """The id of the envelope key that a wrapped key names; None where it was wrapped without."""
    if len(wrapped) == UNNAMED_BYTES:
        return None
    if wrapped[:1] == BY_FILE:
        return wrapped[1 : 1 + ID_BYTES].hex()
    return address_in(wrapped)[0]


def address_in(wrapped: bytes) -> tuple[str, bytes]:
    """The address of the vault's key, and what it wrapped."""
    end = 3 + int.from_bytes(wrapped[1:3], "big")
    return wrapped[3:end].decode(), wrapped[end:]


def with_address(address: str, body: bytes) -> bytes:
    """What `address_in` takes apart."""
    name = address.encode()
    return BY_VAULT + len(name).to_bytes(2, "big") + name + body
