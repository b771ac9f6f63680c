"""Field encryption: AES-GCM under one data key per tenant, wrapped by the envelope key.

A keyed digest (HMAC-SHA256) stands in the place of what a row must be found by and may not tell.
A sealed field is a version byte, the data key's number (4 bytes), a nonce (12 bytes) and the
ciphertext with its tag; its associated data is tenant, table, column and row, so that a value
copied elsewhere doesn't open.
"""

import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, Integer, LargeBinary, PrimaryKeyConstraint, bindparam, select

from bot.errors import Misconfigured
from bot.storage.tables import table, upsert

DATA_KEY = table(
    "data_key",
    Column("number", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tenant_id", "number"),
)
_NEWEST = select(DATA_KEY.c.number, DATA_KEY.c.wrapped).order_by(DATA_KEY.c.number.desc())
_ADD = (
    upsert(DATA_KEY)
    .values(number=bindparam("number"), wrapped=bindparam("wrapped"))
    .on_conflict_do_nothing()
)
_VERSION = b"\x01"
_DIGESTS = b"renkei digest 1"  # tells these uses of the data key from any other
_KEY_BYTES, _NONCE_BYTES = 32, 12
_WRONG_KEY = "does not open this database; put back the key file that belongs to it"


class Unopened(Misconfigured):
    """One field doesn't open although the tenant's key does; the others are none the worse."""


class Rows(Protocol):
    """As much of a transaction as finding a data key takes."""

    @property
    def tenant(self) -> str: ...
    def first(self, statement: Any, **values: Any) -> Any: ...
    def run(self, statement: Any, **values: Any) -> int: ...
    def after_commit(self, call: Callable[[], None]) -> None: ...


class DataKey:
    """The key of one tenant."""

    __slots__ = ("_cipher", "_key", "_number")

    def __init__(self, number: int, key: bytes) -> None:
        self._number = number.to_bytes(4, "big")
        self._key = key
        self._cipher = AESGCM(key)

    def digest(self, tenant: str, table: str, purpose: str, text: str) -> str:
        """HMAC under a key of its own for this place, so that nothing ties two places together."""
        place = hmac.digest(self._key, _DIGESTS + _place(tenant, table, purpose), "sha256")
        return hmac.digest(place, text.encode(), "sha256").hex()

    def seal(self, tenant: str, table: str, column: str, row: str, text: str | bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        place = _place(tenant, table, column, row)
        plain = text.encode() if isinstance(text, str) else text
        return _VERSION + self._number + nonce + self._cipher.encrypt(nonce, plain, place)

    def unseal(self, tenant: str, table: str, column: str, row: str, sealed: bytes) -> str:
        if sealed[:1] != _VERSION:
            raise Unopened(f"{table}.{column}: sealed by a newer release; install that one")
        nonce, body = sealed[5 : 5 + _NONCE_BYTES], sealed[5 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, body, _place(tenant, table, column, row)).decode()
        except InvalidTag:
            raise Unopened(f"{table}.{column}: the key file {_WRONG_KEY}") from None


def _place(*parts: str) -> bytes:
    """Unambiguous: each part is preceded by its length."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in map(str.encode, parts))


class Vault:
    """The envelope key, opened once at start; hands out each tenant's data key.

    The envelope key is read from `file`; where the file is missing it is made on first use, but
    only for a database that holds no data key yet, for a lost key can't be replaced.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._keys: dict[str, DataKey] = {}

    def key(self, tx: Rows) -> DataKey:
        found = self._keys.get(tx.tenant)
        if found is None:
            found = self._open(tx)
            # A key made in this transaction counts only once it is committed.
            tx.after_commit(lambda: self._keys.update({tx.tenant: found}))
        return found

    def _open(self, tx: Rows) -> DataKey:
        row = tx.first(_NEWEST)
        if row is None:
            wrapped = self._wrap(tx.tenant, secrets.token_bytes(_KEY_BYTES))
            tx.run(_ADD, number=1, wrapped=wrapped)
            row = tx.first(_NEWEST)  # another process may have been first
            assert row is not None  # noqa: S101 - one was just put there
        return DataKey(row.number, self._unwrap(tx.tenant, row.wrapped))

    def _wrap(self, tenant: str, key: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self._envelope(make=True)).encrypt(nonce, key, tenant.encode())

    def _unwrap(self, tenant: str, wrapped: bytes) -> bytes:
        nonce, body = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return AESGCM(self._envelope(make=False)).decrypt(nonce, body, tenant.encode())
        except InvalidTag:
            raise Misconfigured(f"RENKEI_KEY_FILE: {self._file.name} {_WRONG_KEY}") from None

    def _envelope(self, *, make: bool) -> bytes:
        try:
            key = self._file.read_bytes()
        except FileNotFoundError:
            if not make:
                line = f"RENKEI_KEY_FILE: {self._file.name} is missing and this database needs it"
                raise Misconfigured(f"{line}; put back the file from your backup") from None
            key = _new_key_file(self._file)
        except OSError as error:
            line = f"RENKEI_KEY_FILE: can't read {self._file.name} ({error.strerror})"
            raise Misconfigured(f"{line}; let this user read it") from None
        if len(key) != _KEY_BYTES:
            line = f"RENKEI_KEY_FILE: {self._file.name} holds no {_KEY_BYTES}-byte key"
            raise Misconfigured(f"{line}; put back the right file")
        return key


def _new_key_file(file: Path) -> bytes:
    """Make the key file for this user alone; never over one that another process just made."""
    key = secrets.token_bytes(_KEY_BYTES)
    beside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(key)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(beside, file)
    except FileExistsError:
        return file.read_bytes()
    finally:
        beside.unlink()
    return key
