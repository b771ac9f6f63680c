"""Whether a request comes from Teams: its token, and what the token vouches for."""

import re
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from bot.delivery.addresses import Addresses
from bot.settings import Settings
from bot.turns.door.keys import Keys
from bot.turns.door.refusals import TurnedAway

CHANNEL = "msteams"
SKEW = 300.0  # seconds that the clocks may differ
LONGEST = 16 * 1024  # characters of a token; true ones have a tenth of it

# Three parts in the alphabet of base64url; the first two are what is signed. Taken apart here and
# not by PyJWT, which spends four fifths of its time on looking at each character.
_TOKEN = re.compile(r"(([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+))\.([A-Za-z0-9_-]+)")
_PADDING, _HASH = PKCS1v15(), SHA256()


@dataclass(frozen=True, slots=True)
class Passport:
    """A token whose signature and dates were checked; what it is good for is yet to be compared."""

    claims: Mapping[str, Any]
    endorsements: frozenset[str]


class Passports:
    """Checks tokens as Microsoft asks of a bot that authenticates by itself.

    https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
    """

    def __init__(
        self,
        settings: Settings,
        keys: Keys,
        addresses: Addresses,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._issuer = settings.token_issuer
        self._app_id = settings.app_id
        self._keys = keys
        self._addresses = addresses
        self._now = now

    async def check(self, authorization: str) -> Passport:
        """The token in the header, by itself. Raises TurnedAway(401)."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST:
            raise TurnedAway(401, "no_bearer_token")
        signed = _read(token)
        key = await self._keys.find(signed.key_id)
        if key is None:
            raise TurnedAway(401, "unknown_key")
        claims = _verified(signed, key.public)
        self._check_claims(claims)
        return Passport(claims, key.endorsements)

    def _check_claims(self, claims: Mapping[str, Any]) -> None:
        if claims.get("iss") != self._issuer:
            raise TurnedAway(401, "issuer")
        # One audience in one string: a list is not what Microsoft sends.
        if not self._app_id or claims.get("aud") != self._app_id:
            raise TurnedAway(401, "audience")
        now = self._now()
        if _moment(claims, "exp") + SKEW <= now:
            raise TurnedAway(401, "expired")
        if _moment(claims, "nbf") - SKEW > now:
            raise TurnedAway(401, "not_yet_valid")

    def check_for(self, passport: Passport, channel: str, service_url: str) -> None:
        """The token against what the body says of itself. Raises TurnedAway(401)."""
        if channel != CHANNEL or channel not in passport.endorsements:
            raise TurnedAway(401, "channel")
        if not service_url or passport.claims.get("serviceurl") != service_url:
            raise TurnedAway(401, "service_url_claim")
        if not self._addresses.trusted(service_url):
            raise TurnedAway(401, "service_url_host")


class _Signed(NamedTuple):
    """A token taken apart; nothing of it is believed yet."""

    key_id: str
    content: bytes
    claims: bytes
    signature: bytes


def _read(token: str) -> _Signed:
    """The parts of a token. Keys that the token itself brings or points to are ignored."""
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        raise TurnedAway(401, "unreadable_token")
    try:
        header = orjson.loads(_decoded(parts[2]))
        claims, signature = _decoded(parts[3]), _decoded(parts[4])
    except ValueError:
        raise TurnedAway(401, "unreadable_token") from None
    if not isinstance(header, dict) or header.get("alg") != "RS256" or "crit" in header:
        raise TurnedAway(401, "algorithm")
    key_id = header.get("kid")
    if not isinstance(key_id, str) or not key_id or header.get("b64", True) is not True:
        raise TurnedAway(401, "key_id")
    return _Signed(key_id, parts[1].encode(), claims, signature)


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _verified(signed: _Signed, key: RSAPublicKey) -> Mapping[str, Any]:
    """The claims, once the signature is good; before that they aren't even parsed."""
    try:
        key.verify(signed.signature, signed.content, _PADDING, _HASH)
        claims = orjson.loads(signed.claims)
    except (InvalidSignature, ValueError):
        raise TurnedAway(401, "signature") from None
    if not isinstance(claims, dict):
        raise TurnedAway(401, "claims")
    return claims


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """A date claim in seconds since 1970: a number and nothing that merely looks like one."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TurnedAway(401, name)
    return float(value)
