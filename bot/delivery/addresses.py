"""Which service addresses (`serviceUrl`) may be spoken to: checked before any token leaves."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.settings import Settings, is_loopback

LONGEST = 512

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:]{2,39}\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<path>(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?)"
)


class Addresses:
    """The allow-list of SERVICE_HOSTS, and this machine itself where a token isn't asked for.

    An address is taken literally or not at all: https (http only on loopback), a lower-case
    ASCII host, no user, query or dot segments. A host that is listed without a port is reached
    by https' own port, on loopback by any.
    """

    def __init__(self, settings: Settings) -> None:
        self._listed = frozenset(host.lower() for host in settings.service_hosts)
        self._tokenless = settings.unauthenticated_loopback

    def trusted(self, url: str) -> bool:
        """Whether `url` is on the allow-list, so that a token may be sent there."""
        address = _read(url)
        if address is None:
            return False
        listed = address.host in self._listed
        listed_with_port = f"{address.host}:{address.port}" in self._listed
        if address.loopback:
            return listed or listed_with_port
        return address.secure and (listed_with_port or (listed and address.port == 443))

    def tokenless(self, url: str) -> bool:
        """Whether `url` is this machine and the settings allow to do without tokens there."""
        address = _read(url) if self._tokenless else None
        return address is not None and address.loopback


class _Address(NamedTuple):
    host: str
    port: int
    secure: bool
    loopback: bool


def _read(url: str) -> _Address | None:
    return _parsed(url) if len(url) <= LONGEST else None


@lru_cache(maxsize=1024)
def _parsed(url: str) -> _Address | None:
    found = _ADDRESS.fullmatch(url)
    if found is None:
        return None
    host, secure = found["host"], found["scheme"] == "https"
    port = int(found["port"] or (443 if secure else 80))
    return _Address(host, port, secure, is_loopback(host))
