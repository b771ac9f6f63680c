"""The envelope keys in a file: 32 bytes each, the newest first; any of them opens."""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import Misconfigured
from bot.storage.crypto.cipher import KEY_BYTES, NONCE_BYTES, WRONG_KEY, place
from bot.storage.crypto.envelopes import BY_FILE, BY_VAULT, ID_BYTES, UNNAMED_BYTES

_ID = b"renkei envelope 1"
_MOST = 16


class KeyFile:
    """Read anew whenever a key is wrapped or unwrapped, which is rare: what another process has
    written is known at once."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def prepare(self, *, may_make: bool) -> bool:
        """See that the file can be read; made for this user alone where it is missing."""
        makes = may_make and not self.file.exists()
        if makes:
            _make(self.file)
        self._keys()
        return makes

    def newest(self) -> str:
        return id_of(self._keys()[0])

    def held(self) -> tuple[str, ...]:
        return tuple(map(id_of, self._keys()))

    def wrap(self, tenant: str, number: int, key: bytes) -> bytes:
        own = self._keys()[0]
        nonce = secrets.token_bytes(NONCE_BYTES)
        body = AESGCM(own).encrypt(nonce, key, _place(tenant, number))
        return BY_FILE + bytes.fromhex(id_of(own)) + nonce + body

    def unwrap(self, tenant: str, number: int, wrapped: bytes) -> bytes:
        if len(wrapped) == UNNAMED_BYTES:
            return self._tried(wrapped, tenant.encode())
        if wrapped[:1] == BY_VAULT:
            line = "RENKEI_KEY_VAULT_KEY: not set, and this database's keys are wrapped by a vault"
            raise Misconfigured(f"{line}; write the address of its key")
        return self._named(wrapped[1 : 1 + ID_BYTES].hex(), wrapped[1 + ID_BYTES :], tenant, number)

    def renew(self, used: frozenset[str]) -> None:
        """Put a new key before the others, unless the newest has never been used."""
        with _alone(self.file):
            keys = self._keys()
            if id_of(keys[0]) not in used:
                return
            if len(keys) >= _MOST:
                line = f"RENKEI_KEY_FILE: {self.file.name} holds {_MOST} keys"
                raise Misconfigured(f"{line}; drop the unused ones first: renkei keys retire")
            _replace(self.file, (secrets.token_bytes(KEY_BYTES), *keys))

    def keep(self, ids: frozenset[str]) -> tuple[str, ...]:
        with _alone(self.file):
            newest, *others = self._keys()
            dropped = tuple(id_of(key) for key in others if id_of(key) not in ids)
            if dropped:
                _replace(self.file, (newest, *(key for key in others if id_of(key) in ids)))
        return dropped

    def close(self) -> None:
        """Nothing is open."""

    def _tried(self, wrapped: bytes, bound: bytes) -> bytes:
        nonce, body = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        for key in self._keys():
            try:
                return AESGCM(key).decrypt(nonce, body, bound)
            except InvalidTag:
                continue
        raise self._wrong()

    def _named(self, id: str, body: bytes, tenant: str, number: int) -> bytes:
        found = next((key for key in self._keys() if id_of(key) == id), None)
        if found is None:
            line = f"RENKEI_KEY_FILE: {self.file.name} lacks the key {id} that this database needs"
            raise Misconfigured(f"{line}; put back the key file that belongs to it")
        try:
            return AESGCM(found).decrypt(
                body[:NONCE_BYTES], body[NONCE_BYTES:], _place(tenant, number)
            )
        except InvalidTag:
            raise self._wrong() from None

    def _wrong(self) -> Misconfigured:
        return Misconfigured(f"RENKEI_KEY_FILE: {self.file.name} {WRONG_KEY}")

    def _keys(self) -> tuple[bytes, ...]:
        try:
            content = self.file.read_bytes()
        except FileNotFoundError:
            line = f"RENKEI_KEY_FILE: {self.file.name} is missing and this database needs it"
            raise Misconfigured(f"{line}; put back the file from your backup") from None
        except OSError as error:
            line = f"RENKEI_KEY_FILE: can't read {self.file.name} ({error.strerror})"
            raise Misconfigured(f"{line}; let this user read it") from None
        if not content or len(content) % KEY_BYTES:
            line = f"RENKEI_KEY_FILE: {self.file.name} holds no {KEY_BYTES}-byte key"
            raise Misconfigured(f"{line}; put back the right file")
        return tuple(content[at : at + KEY_BYTES] for at in range(0, len(content), KEY_BYTES))


def id_of(key: bytes) -> str:
    """What an envelope key is called; it tells nothing of the key."""
    return sha256(_ID + key).hexdigest()[: 2 * ID_BYTES]


def _place(tenant: str, number: int) -> bytes:
    return place("data_key", tenant, str(number))


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep other processes of this machine from changing the file meanwhile."""
    while True:
        try:
            held = file.open("rb")
        except OSError as error:
            line = f"RENKEI_KEY_FILE: can't read {file.name} ({error.strerror})"
            raise Misconfigured(f"{line}; put back the file from your backup") from None
        with held:
            fcntl.flock(held, fcntl.LOCK_EX)
            if file.stat().st_ino == os.fstat(held.fileno()).st_ino:  # not replaced meanwhile
                yield
                return


def _replace(file: Path, keys: tuple[bytes, ...]) -> None:
    """Change the file at one stroke: whoever reads it, even after a power cut, finds it whole."""
    real = file.resolve()  # where it is a link, the link stays
    try:
        beside = _written(real, b"".join(keys))
        try:
            _as_before(real, beside)
            beside.replace(real)
        finally:
            beside.unlink(missing_ok=True)
        _settled(real.parent)
    except OSError as error:
        line = f"RENKEI_KEY_FILE: can't change {file.name} ({error.strerror})"
        raise Misconfigured(f"{line}; let this user write its folder") from None


def _as_before(file: Path, beside: Path) -> None:
    """Who may read it stays: whoever runs the bot needs it, though root has rotated the keys."""
    before = file.stat()
    if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
        try:
            os.chown(beside, before.st_uid, before.st_gid)
        except PermissionError:
            line = f"RENKEI_KEY_FILE: {file.name} belongs to somebody else"
            raise Misconfigured(f"{line}; do this as that user, or as root") from None
    beside.chmod(stat.S_IMODE(before.st_mode))


def _make(file: Path) -> None:
    """Make the key file for this user alone; never over one that another process just made."""
    try:
        beside = _written(file, secrets.token_bytes(KEY_BYTES))
        try:
            os.link(beside, file)
        except FileExistsError:
            return
        finally:
            beside.unlink()
        _settled(file.parent)
    except OSError as error:
        line = f"RENKEI_KEY_FILE: can't make {file.name} ({error.strerror})"
        raise Misconfigured(f"{line}; choose a folder that this user may write") from None


def _written(file: Path, content: bytes) -> Path:
    beside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        beside.unlink()
        raise
    return beside


def _settled(folder: Path) -> None:
    """A file's new name is durable once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
