"""Whether a request comes from Teams: its token, and what the token vouches for."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.delivery.addresses import Addresses
from bot.settings import Settings
from bot.turns.door import signed
from bot.turns.door.keys import Keys
from bot.turns.door.refusals import TurnedAway

CHANNEL = "msteams"


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
        token = signed.bearer(authorization)
        key = await self._keys.find(token.key_id)
        if key is None:
            raise TurnedAway(401, "unknown_key")
        claims = signed.verified(token, key.public)
        self._check_claims(claims)
        return Passport(claims, key.endorsements)

    def _check_claims(self, claims: Mapping[str, Any]) -> None:
        if claims.get("iss") != self._issuer:
            raise TurnedAway(401, "issuer")
        # One audience in one string: a list is not what Microsoft sends.
        if not self._app_id or claims.get("aud") != self._app_id:
            raise TurnedAway(401, "audience")
        signed.check_dates(claims, self._now())

    def check_for(self, passport: Passport, channel: str, service_url: str) -> None:
        """The token against what the body says of itself. Raises TurnedAway(401)."""
        if channel != CHANNEL or channel not in passport.endorsements:
            raise TurnedAway(401, "channel")
        if not service_url or passport.claims.get("serviceurl") != service_url:
            raise TurnedAway(401, "service_url_claim")
        if not self._addresses.trusted(service_url):
            raise TurnedAway(401, "service_url_host")
