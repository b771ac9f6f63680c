"""The keys that sign what comes in: fetched from Microsoft's login, and fetched anew in time."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from bot.errors import Unavailable
from bot.settings import Settings, is_loopback

PATIENCE = aiohttp.ClientTimeout(total=5)
LARGEST = 1024 * 1024  # bytes of the metadata or the key set
STRONG = 2048  # bits
BURST = 5  # fetches at once, and then one
EVERY = 60.0  # seconds
STALE = 24 * 3600.0  # seconds after which the set is fetched anew even if nothing is missing

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, the channels whose messages it may sign, and whose tokens where it says so."""

    public: RSAPublicKey
    endorsements: frozenset[str]
    issuer: str = ""


class Keys:
    """The present key set; `find` is the only way in.

    An id that isn't known makes us fetch the set anew, so a rotated key works at once; strangers
    can't make us fetch often. A set that can't be fetched leaves the old one in force.
    """

    def __init__(
        self,
        openid_url: str,
        session: aiohttp.ClientSession,
        *,
        real: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = openid_url
        self._session = session
        self._real = real
        self._keys: dict[str, Key] = {}
        self.issuer = ""  # as the metadata has it; known once a set was fetched
        self._fetched = float("-inf")
        self._allowance = float(BURST)
        self._counted = real()
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, key_id: str) -> Key | None:
        """The key of that id. Raises Unavailable while no key set could be fetched at all."""
        if key_id not in self._keys:
            await self._refresh()
        elif self._real() - self._fetched > STALE:
            self._start()
        if not self._keys:
            raise Unavailable("the key set of Microsoft's login")
        return self._keys.get(key_id)

    async def warm(self) -> None:
        """Fetch the set before the first message comes; a failure is logged and tried again."""
        if not self._keys:
            await self._refresh()

    async def close(self) -> None:
        """End a fetch that is under way."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    async def _refresh(self) -> None:
        self._start()
        if self._fetching is not None:
            await asyncio.shield(self._fetching)

    def _start(self) -> None:
        """Begin a fetch, unless one is under way or the allowance is used up."""
        if self._fetching is None and self._allowed():
            self._fetching = asyncio.create_task(self._fetch())
            self._fetching.add_done_callback(self._ended)

    def _ended(self, _task: "asyncio.Task[None]") -> None:
        self._fetching = None

    def _allowed(self) -> bool:
        now = self._real()
        self._allowance = min(BURST, self._allowance + (now - self._counted) / EVERY)
        self._counted = now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True

    async def _fetch(self) -> None:
        try:
            metadata = await self._get(self._url)
            address = metadata.get("jwks_uri")
            if not isinstance(address, str) or not _safe(address):
                raise ValueError("jwks_uri")
            keys = read_keys(await self._get(address))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("keys_not_fetched", error=type(error).__name__)
            return
        self._keys, self._fetched = keys or self._keys, self._real()
        self.issuer = str(metadata.get("issuer") or "")

    async def _get(self, url: str) -> dict[str, Any]:
        async with self._session.get(url, timeout=PATIENCE, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError("status")
            body = await response.content.read(LARGEST + 1)
            while len(body) <= LARGEST and (more := await response.content.read(LARGEST)):
                body += more
        found = orjson.loads(body) if len(body) <= LARGEST else None
        if not isinstance(found, dict):
            raise ValueError("not a JSON object of a sensible size")
        return found


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.netloc))


def read_keys(document: dict[str, Any]) -> dict[str, Key]:
    """The usable keys of a key set by id: RSA for signing, strong, each id only once."""
    listed = document.get("keys")
    if not isinstance(listed, list):
        raise ValueError("keys")
    found: dict[str, Key] = {}
    twice: set[str] = set()
    for entry in listed:
        key = _read_key(entry) if isinstance(entry, dict) else None
        if key is not None:
            key_id = entry["kid"]
            twice |= {key_id} & found.keys()
            found[key_id] = key
    return {key_id: key for key_id, key in found.items() if key_id not in twice}


def _read_key(entry: dict[str, Any]) -> Key | None:
    key_id, endorsements = entry.get("kid"), entry.get("endorsements", [])
    if not isinstance(key_id, str) or not key_id or not isinstance(endorsements, list):
        return None
    if entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig":
        return None
    if entry.get("alg", "RS256") != "RS256":
        return None
    public = _public(entry)
    if public is None:
        return None
    channels = frozenset(one for one in endorsements if isinstance(one, str))
    return Key(public, channels, str(entry.get("issuer") or ""))


def _public(entry: dict[str, Any]) -> RSAPublicKey | None:
    """The key itself, or None when it can't be read or is weak."""
    numbers = {"kty": "RSA", "n": entry.get("n"), "e": entry.get("e")}
    try:
        key = PyJWK(numbers, "RS256").key
    except (PyJWTError, ValueError, TypeError):
        return None
    if not isinstance(key, RSAPublicKey) or key.key_size < STRONG:
        return None
    return key if key.public_numbers().e >= 65537 else None


def open_keys(settings: Settings, session: aiohttp.ClientSession) -> Keys:
    """The key set at OPENID_URL; nothing is fetched before it is needed."""
    return Keys(settings.openid_url, session)
