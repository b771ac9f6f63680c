"""The envelope key in Azure Key Vault: it never leaves the vault, which unwraps what is asked.

Each version of the key opens what it wrapped; a wrapped key names its version. Called at start and
from threads that hold a transaction, never on the event loop.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from azure.core.credentials import TokenCredential
from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    HttpResponseError,
    ResourceNotFoundError,
    ServiceRequestError,
    ServiceResponseError,
)
from azure.keyvault.keys import KeyClient, KeyType, KeyVaultKey
from azure.keyvault.keys.crypto import CryptographyClient, KeyWrapAlgorithm

from bot.errors import Misconfigured, Unavailable
from bot.settings import Settings, is_loopback
from bot.storage.crypto.cipher import KEY_BYTES, place
from bot.storage.crypto.envelopes import BY_VAULT, address_in, with_address
from bot.storage.crypto.key_file import KeyFile
from bot.storage.crypto.loopback import LoopbackTransport
from bot.storage.crypto.vault_sign_in import open_credential

T = TypeVar("T")
_ALGORITHM = KeyWrapAlgorithm.rsa_oaep_256
_RSA = (KeyType.rsa, KeyType.rsa_hsm)
_CONNECT_SECONDS, _ANSWER_SECONDS, _RETRIES = 5, 10, 2
_SETTING = "RENKEI_KEY_VAULT_KEY"
_FORBIDDEN, _BAD_REQUEST = 403, 400


def open_key_vault(settings: Settings, file: Path) -> "KeyVault":
    """The key that the settings name, asked with their credential; nothing is asked yet.

    `file`: the key file from before, with which a rotation moves to the vault.
    """
    return KeyVault(settings.key_vault_key, open_credential(settings), KeyFile(file))


class KeyVault:
    """One key, the version that the address names or else the newest."""

    def __init__(self, address: str, credential: TokenCredential, before: KeyFile) -> None:
        parts = urlsplit(address)
        _, self._name, *version = parts.path.strip("/").split("/")
        self._version = version[0] if version else None
        self._vault = f"{parts.scheme}://{parts.netloc}"
        self._credential = credential
        self._before = before
        self._is_played = parts.scheme == "http"  # allowed for this machine itself alone
        self._newest = ""
        self._clients: dict[str, CryptographyClient] = {}

    def prepare(self, *, may_make: bool) -> bool:
        """See that the vault lets this app wrap and unwrap. A vault's key is never made here."""
        del may_make
        self._look()
        self.unwrap("", 0, self.wrap("", 0, bytes(KEY_BYTES)))
        return False

    def newest(self) -> str:
        if not self._newest:
            self._look()
        return self._newest

    def held(self) -> tuple[str, ...]:
        return (self.newest(),)

    def wrap(self, tenant: str, number: int, key: bytes) -> bytes:
        address = self.newest()
        client = self._client(address)
        bound = key + _bound(tenant, number)
        wrapped = self._asked(lambda: client.wrap_key(_ALGORITHM, bound).encrypted_key)
        return with_address(address, wrapped)

    def unwrap(self, tenant: str, number: int, wrapped: bytes) -> bytes:
        if wrapped[:1] != BY_VAULT:
            return self._from_file(tenant, number, wrapped)
        address, body = address_in(wrapped)
        self._refuse_other_vault(address)
        client = self._client(address)
        opened = self._asked(lambda: client.unwrap_key(_ALGORITHM, body).key)
        key, bound = opened[:KEY_BYTES], opened[KEY_BYTES:]
        if bound != _bound(tenant, number):
            line = "a wrapped key stands where another belongs"
            raise Misconfigured(f"{_SETTING}: {line}; restore the database from a backup")
        return key

    def renew(self, used: frozenset[str]) -> None:
        """Take the newest version that the vault has by now; who makes one is who keeps it."""
        del used
        self._look()

    def keep(self, ids: frozenset[str]) -> tuple[str, ...]:
        """Old versions are disabled in the vault itself."""
        del ids
        return ()

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def _options(self) -> dict[str, Any]:
        """For each client its own: a transport is closed with it."""
        waits = {"connection_timeout": _CONNECT_SECONDS, "read_timeout": _ANSWER_SECONDS}
        options: dict[str, Any] = {**waits, "retry_total": _RETRIES}
        if self._is_played:
            options |= {"transport": LoopbackTransport(), "verify_challenge_resource": False}
        return options

    def _look(self) -> None:
        with KeyClient(_secure(self._vault), self._credential, **self._options()) as client:
            found: KeyVaultKey = self._asked(lambda: client.get_key(self._name, self._version))
        if found.key_type not in _RSA:
            raise Misconfigured(f"{_SETTING}: {self._name} is no RSA key; name one that is")
        if found.properties.enabled is False:
            raise Misconfigured(f"{_SETTING}: this version of {self._name} is disabled; enable it")
        self._newest = f"{self._vault}/keys/{self._name}/{found.properties.version}"

    def _client(self, address: str) -> CryptographyClient:
        if address not in self._clients:
            made = CryptographyClient(_secure(address), self._credential, **self._options())
            self._clients[address] = made
        return self._clients[address]

    def _from_file(self, tenant: str, number: int, wrapped: bytes) -> bytes:
        """Wrapped before the vault was named; a rotation moves it there."""
        if not self._before.file.exists():
            line = f"this database's keys are wrapped by a key file, and {self._before.file.name}"
            raise Misconfigured(f"RENKEI_KEY_FILE: {line} is missing; put it back and rotate")
        return self._before.unwrap(tenant, number, wrapped)

    def _refuse_other_vault(self, address: str) -> None:
        known = f"{self._vault}/keys/{self._name}/"
        if not address.startswith(known):
            other = address.rpartition("/")[0]
            raise Misconfigured(f"{_SETTING}: this database's keys are wrapped by {other}; name it")

    def _asked(self, ask: Callable[[], T]) -> T:
        with self._plainly():
            return ask()

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """What the vault answers as one line that says what to do."""
        host = urlsplit(self._vault).netloc
        try:
            yield
        except ResourceNotFoundError:
            line = f"{host} has no key {self._name}, or not this version"
            raise Misconfigured(f"{_SETTING}: {line}; correct the address") from None
        except ClientAuthenticationError:
            line = f"Microsoft's login gives no token for {host}, or the vault refuses it"
            raise Misconfigured(f"RENKEI_CREDENTIAL: {line}; check the credential") from None
        except HttpResponseError as error:
            raise self._refused(error, host) from None
        except (ServiceRequestError, ServiceResponseError):
            remedy = f"check the address {host} and the network between"
            raise Unavailable("Azure Key Vault", remedy=remedy) from None
        except (AzureError, ValueError, NotImplementedError) as error:
            line = f"{host} can't be used ({type(error).__name__})"
            raise Misconfigured(f"{_SETTING}: {line}; correct the address") from None

    def _refused(self, error: HttpResponseError, host: str) -> Exception:
        if error.status_code == _FORBIDDEN:
            line = f"{host} forbids this app to use {self._name}"
            role = "Key Vault Crypto Service Encryption User"
            return Misconfigured(f"{_SETTING}: {line}; give it the role {role}")
        if error.status_code == _BAD_REQUEST:
            line = f"{self._name} doesn't open this database"
            return Misconfigured(f"{_SETTING}: {line}; name the key that belongs to it")
        return Unavailable("Azure Key Vault", remedy="wait, then try again")


def _bound(tenant: str, number: int) -> bytes:
    """What ties a wrapped key to its place: RSA-OAEP has no associated data of its own."""
    return sha256(place("data_key", tenant, str(number))).digest()


def _secure(address: str) -> str:
    """The library takes https alone; `LoopbackTransport` carries what stays on this machine."""
    parts = urlsplit(address)
    return parts._replace(scheme="https").geturl() if is_loopback(parts.netloc) else address
