"""A token that Microsoft's login has signed: taken apart, its signature and its dates checked."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from bot.turns.door.refusals import TurnedAway

SKEW = 300.0  # seconds that the clocks may differ
LONGEST = 16 * 1024  # characters of a token; true ones have a tenth of it

# Three parts in the alphabet of base64url; the first two are what is signed. Taken apart here and
# not by PyJWT, which spends four fifths of its time on looking at each character.
_TOKEN = re.compile(r"(([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+))\.([A-Za-z0-9_-]+)")
_PADDING, _HASH = PKCS1v15(), SHA256()


class Signed(NamedTuple):
    """A token taken apart; nothing of it is believed yet."""

    key_id: str
    content: bytes
    claims: bytes
    signature: bytes


def bearer(authorization: str) -> Signed:
    """The token that a header brings, taken apart. Raises TurnedAway(401)."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST:
        raise TurnedAway(401, "no_bearer_token")
    return read(token)


def read(token: str) -> Signed:
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
    return Signed(key_id, parts[1].encode(), claims, signature)


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def verified(signed: Signed, key: RSAPublicKey) -> Mapping[str, Any]:
    """The claims, once the signature is good; before that they aren't even parsed."""
    try:
        key.verify(signed.signature, signed.content, _PADDING, _HASH)
        claims = orjson.loads(signed.claims)
    except (InvalidSignature, ValueError):
        raise TurnedAway(401, "signature") from None
    if not isinstance(claims, dict):
        raise TurnedAway(401, "claims")
    return claims


def check_dates(claims: Mapping[str, Any], now: float) -> None:
    """Raise TurnedAway(401) for a token that is over, or not good yet, at `now` (since 1970)."""
    if _moment(claims, "exp") + SKEW <= now:
        raise TurnedAway(401, "expired")
    if _moment(claims, "nbf") - SKEW > now:
        raise TurnedAway(401, "not_yet_valid")


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """A date claim in seconds since 1970: a number and nothing that merely looks like one."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TurnedAway(401, name)
    return float(value)
